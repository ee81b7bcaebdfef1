-- What is controlled, what may go wrong, and what is done about it: one control has several unwanted
-- events, one event several actions (S4-2), and one action may serve several findings (S0-26).

{{counter action_number}}

-- A row of an imported file, word for word. Objects name it by (import, row).
create table source_row (
  import_id {{id}} not null,
  row {{id}} not null,
  file_name text not null,
  sha256 text not null,
  text text not null,
  primary key (import_id, row)
) {{strict}};

create table control (
  id {{id}} primary key,
  version {{id}} not null,
  unit_id {{id}} not null references org_unit(id),
  title text not null,
  kind text not null,
  frequency text,
  responsible text,
  process text,
  area text,
  source_import_id {{id}},
  source_row {{id}},
  title_key text generated always as (substr(title, 1, 200)) stored
) {{strict}};
create index control_title on control(unit_id, title_key collate sv, id);

create table unwanted_event (
  id {{id}} primary key,
  version {{id}} not null,
  unit_id {{id}} not null references org_unit(id),
  control_id {{id}} references control(id),
  text text not null,
  risk_before {{id}},
  risk_after {{id}},
  source_import_id {{id}},
  source_row {{id}},
  text_key text generated always as (substr(text, 1, 200)) stored
) {{strict}};
create index unwanted_event_text on unwanted_event(unit_id, text_key collate sv, id);
create index unwanted_event_control on unwanted_event(control_id);

-- Standard actions that many units use are one entry here, not copies (S4-8). An entry belongs to a
-- unit and is offered to all units below it.
create table action_template (
  id {{id}} primary key,
  version {{id}} not null,
  unit_id {{id}} not null references org_unit(id),
  text text not null,
  area text,
  goal text,
  guidance text
) {{strict}};

create table action (
  id {{id}} primary key,
  version {{id}} not null,
  number {{id}} not null unique,
  unit_id {{id}} not null references org_unit(id),
  event_id {{id}} references unwanted_event(id),
  text text not null,
  status text not null,
  owner_id {{id}} references person(id),
  owner_text text,
  start text,
  due text,
  original_due text,
  analysis text,
  reason text,
  effect text,
  effect_review_on text,
  no_evidence_reason text,
  document_ref text,
  recurring_control_id {{id}} references control(id),
  decided_by text,
  area text,
  goal text,
  predecessor_id {{id}} references action(id),
  depends_on_id {{id}} references action(id),
  template_id {{id}} references action_template(id),
  imported {{bool}} not null,
  created_at text not null,
  updated_at text not null,
  done_on text,
  source_import_id {{id}},
  source_row {{id}},
  -- What lists sort by, never null. "2018-04-31" comes after every day of that April and before May.
  due_key text generated always as (coalesce(case length(due) when 4 then due || '-12-31' when 7 then due || '-31' else due end, '9999')) stored,
  status_rank {{id}} generated always as (case status when 'delayed' then 1 when 'not_done' then 2 when 'not_started' then 3 when 'in_progress' then 4 when 'done' then 5 when 'part_of_routine' then 6 else 7 end) stored,
  text_key text generated always as (substr(text, 1, 200)) stored
) {{strict}};
-- Each order twice: for someone with few units, whose first rows are read unit by unit, and for
-- someone who sees nearly all, whose first rows are found along the whole order.
create index action_unit_due on action(unit_id, due_key, id);
create index action_unit_number on action(unit_id, number, id);
create index action_unit_status on action(unit_id, status_rank, id);
create index action_unit_text on action(unit_id, text_key collate sv, id);
create index action_unit_updated on action(unit_id, updated_at, id);
create index action_due on action(due_key, id, unit_id);
create index action_status on action(status_rank, id, unit_id);
create index action_text on action(text_key collate sv, id, unit_id);
create index action_updated on action(updated_at, id, unit_id);
create index action_owner on action(owner_id, due_key, id) where owner_id is not null;
create index action_event on action(event_id) where event_id is not null;
create index action_template_used on action(template_id) where template_id is not null;
create index action_source on action(source_import_id, source_row) where source_import_id is not null;
-- A carried-over action has one successor, also when two people carry it over at once.
create unique index action_predecessor on action(predecessor_id) where predecessor_id is not null;

create table evidence (
  id {{id}} primary key,
  version {{id}} not null,
  unit_id {{id}} not null references org_unit(id),
  action_id {{id}} not null references action(id),
  name text not null,
  size {{id}} not null,
  sha256 text not null,
  media_type text not null,
  uploaded_by text not null,
  uploaded_at text not null
) {{strict}};
create index evidence_action on evidence(action_id, id);
create index evidence_file on evidence(sha256);

create table action_comment (
  id {{id}} primary key,
  version {{id}} not null,
  unit_id {{id}} not null references org_unit(id),
  action_id {{id}} not null references action(id),
  text text not null,
  who text not null,
  at text not null
) {{strict}};
create index action_comment_action on action_comment(action_id, id);

-- An action that was not carried out goes one level up, and that level must answer (S1-30).
create table escalation (
  id {{id}} primary key,
  version {{id}} not null,
  unit_id {{id}} not null references org_unit(id),
  action_id {{id}} not null references action(id),
  from_unit_id {{id}} not null references org_unit(id),
  reason text not null,
  state text not null,
  raised_at text not null,
  answer text,
  new_due text,
  answered_by text,
  answered_at text
) {{strict}};
create index escalation_unit on escalation(unit_id, state, id);
create index escalation_action on escalation(action_id, id);

create table finding (
  id {{id}} primary key,
  version {{id}} not null,
  unit_id {{id}} not null references org_unit(id),
  level text not null,
  title text not null,
  text text not null,
  bases {{json}} not null,
  cause text,
  assessment text not null,
  year {{id}} not null,
  repeats_finding_id {{id}} references finding(id),
  source_import_id {{id}},
  source_row {{id}},
  title_key text generated always as (substr(title, 1, 200)) stored
) {{strict}};
create index finding_unit_year on finding(unit_id, year, id);
create index finding_unit_title on finding(unit_id, title_key collate sv, id);
create index finding_repeats on finding(repeats_finding_id) where repeats_finding_id is not null;

-- The same finding looked at again in a later year: it keeps its identity (S1-2).
create table review (
  id {{id}} primary key,
  version {{id}} not null,
  unit_id {{id}} not null references org_unit(id),
  finding_id {{id}} not null references finding(id),
  year {{id}} not null,
  text text not null,
  assessment text not null
) {{strict}};
create index review_finding on review(finding_id, year, id);

create table finding_action (
  finding_id {{id}} not null references finding(id),
  action_id {{id}} not null references action(id),
  primary key (finding_id, action_id)
) {{strict}};
create index finding_action_action on finding_action(action_id);
