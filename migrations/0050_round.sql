-- Follow-up rounds: which units report, what they answer, and what was frozen when the round closed.

create table round (
  id {{id}} primary key,
  version {{id}} not null,
  name text not null,
  kind text not null,
  year {{id}} not null,
  committee_id {{id}} not null references org_unit(id),
  opens text not null,
  deadline text not null,
  state text not null,
  closed_at text
) {{strict}};

create table round_report (
  id {{id}} primary key,
  version {{id}} not null,
  round_id {{id}} not null references round(id),
  unit_id {{id}} not null references org_unit(id),
  state text not null,
  return_reason text,
  submitted_by_id {{id}},
  submitted_by text,
  submitted_at text,
  answers_sha256 text,
  approved_by text,
  approved_at text,
  -- How long it took to write (S2-47): derived from the saves, not part of the signed report.
  working_seconds {{id}} not null default 0,
  last_save_at text
) {{strict}};
create unique index round_report_unit on round_report(round_id, unit_id);
create index round_report_of_unit on round_report(unit_id, state);

-- Drafts, saved at every change; they are signed as a whole when the report is sent.
create table round_answer (
  id {{id}} primary key,
  version {{id}} not null,
  report_id {{id}} not null references round_report(id),
  action_id {{id}} not null references action(id),
  answer {{json}} not null,
  previous {{json}} not null,
  complete {{bool}} not null,
  updated_by text not null,
  updated_at text not null
) {{strict}};
create unique index round_answer_action on round_answer(report_id, action_id);
create index round_answer_of_action on round_answer(action_id);

-- Never updated. The content is one JSON text, and the hash is of that text.
create table round_snapshot (
  id {{id}} primary key,
  version {{id}} not null,
  round_id {{id}} not null unique references round(id),
  content {{json}} not null,
  sha256 text not null,
  taken_at text not null
) {{strict}};
