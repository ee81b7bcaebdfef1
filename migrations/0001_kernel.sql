-- What every object leans on: numbers, the audit chain, jobs, and whose rows an actor may touch.

create table counter (name text primary key, last integer not null) strict; -- only sqlite
{{counter id}}

create table audit_entry (
  seq {{id}} primary key,
  at text not null,
  actor_id {{id}} not null,
  actor_name text not null,
  operation text not null,
  object_kind text not null,
  object_id {{id}} not null,
  scope_id {{id}} not null,
  changes {{json}} not null,
  note text not null,
  request_id text not null,
  hash text not null
) {{strict}};
create index audit_entry_object on audit_entry(object_kind, object_id, seq);
create index audit_entry_actor on audit_entry(actor_id, seq);

create table audit_head (one {{id}} primary key check (one = 1), seq {{id}} not null, hash text not null) {{strict}};
insert into audit_head(one, seq, hash) values (1, 0, '');

-- Kept by the organisation's features: which scopes an actor holds, and a bit for each role there.
-- Actor 0 is the program itself (jobs, the command line) and holds every scope.
create table actor_scope (
  actor_id {{id}} not null,
  scope_id {{id}} not null,
  grants {{id}} not null,
  primary key (actor_id, scope_id)
) {{strict}};

create table job (
  id {{id}} primary key,
  kind text not null,
  state text not null,
  payload {{json}} not null,
  result {{json}} not null,
  problem text not null,
  message text not null,
  progress {{id}} not null,
  total {{id}} not null,
  attempts {{id}} not null,
  cancel_wanted {{bool}} not null,
  actor_id {{id}} not null,
  actor_name text not null,
  created_at text not null,
  run_after text not null,
  heartbeat text not null
) {{strict}};
create index job_waiting on job(state, run_after);
create index job_actor on job(actor_id, id);
