-- Who may read an object. While it is open `scope_id` is its unit; while its access is restricted it is a
-- circle of named people. Numbers come from one counter, so a circle is never mistaken for a unit, and one
-- comparison with actor_scope answers both.

create table circle (
  id {{id}} primary key,
  version {{id}} not null,
  unit_id {{id}} not null references org_unit(id),
  object_kind text not null,
  object_id {{id}} not null,
  reason text not null,
  substitutes {{bool}} not null,
  decided_by_id {{id}} not null references person(id),
  decided_by text not null,
  decided_at text not null,
  lifted_at text
) {{strict}};
create unique index circle_object on circle(object_id) where lifted_at is null;
create index circle_unit on circle(unit_id, id);

create table circle_member (
  id {{id}} primary key,
  version {{id}} not null,
  circle_id {{id}} not null references circle(id),
  person_id {{id}} not null references person(id)
) {{strict}};
create unique index circle_member_once on circle_member(circle_id, person_id);
create index circle_member_person on circle_member(person_id);

-- What the log holds about a restricted object, and about all that hangs on it, stays sealed as it was
-- written; who may not read the object passes over it.
create table concealed (
  object_id {{id}} primary key,
  scope_id {{id}} not null
) {{strict}};
create index concealed_scope on concealed(scope_id);
-- Single entries about something else that say what stands in a restricted object, as a signed report does.
create table concealed_entry (
  seq {{id}} not null,
  scope_id {{id}} not null,
  primary key (seq, scope_id)
) {{strict}};
create index concealed_entry_scope on concealed_entry(scope_id);

alter table action add column scope_id {{id}} not null default 0;
update action set scope_id = unit_id;
drop index action_unit_due;
drop index action_unit_number;
drop index action_unit_status;
drop index action_unit_text;
drop index action_unit_updated;
drop index action_due;
drop index action_status;
drop index action_text;
drop index action_updated;
create index action_scope_due on action(scope_id, due_key, id);
create index action_scope_number on action(scope_id, number, id);
create index action_scope_status on action(scope_id, status_rank, id);
create index action_scope_text on action(scope_id, text_key collate sv, id);
create index action_scope_updated on action(scope_id, updated_at, id);
create index action_due on action(due_key, id, scope_id);
create index action_status on action(status_rank, id, scope_id);
create index action_text on action(text_key collate sv, id, scope_id);
create index action_updated on action(updated_at, id, scope_id);
create index action_unit on action(unit_id, id);

alter table evidence add column scope_id {{id}} not null default 0;
update evidence set scope_id = unit_id;
alter table action_comment add column scope_id {{id}} not null default 0;
update action_comment set scope_id = unit_id;

alter table escalation add column scope_id {{id}} not null default 0;
update escalation set scope_id = unit_id;
drop index escalation_unit;
create index escalation_scope on escalation(scope_id, state, id);
create index escalation_unit on escalation(unit_id, id);

alter table lint_question add column scope_id {{id}} not null default 0;
update lint_question set scope_id = unit_id;
drop index lint_question_open;
drop index lint_question_unit;
create index lint_question_open on lint_question(scope_id, severity_rank, id) where state = 'open';
create index lint_question_scope on lint_question(scope_id, severity_rank, id);

alter table search_document add column scope_id {{id}} not null default 0;
update search_document set scope_id = unit_id;
