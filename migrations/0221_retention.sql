-- How long each kind of thing is kept, when that was decided otherwise than the program's own rule.
create table retention_rule (
  id {{id}} primary key,
  version {{id}} not null,
  kind text not null unique,
  keep {{bool}} not null,
  days {{id}} not null,
  decision text not null,
  decided_by text not null,
  decided_at text not null
) {{strict}};
