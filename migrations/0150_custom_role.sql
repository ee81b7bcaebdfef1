-- Roles that a municipality makes of its own from the program's permissions. `bit` is the role's place
-- in actor_scope's grants, beside those of the roles that the program itself knows.

create table custom_role (
  id {{id}} primary key,
  version {{id}} not null,
  name text not null unique,
  description text not null,
  permissions {{json}} not null,
  second_factor {{bool}} not null,
  bit {{id}} not null unique
) {{strict}};

alter table assignment add column custom_role_id {{id}} references custom_role(id);
create index assignment_custom_role on assignment(custom_role_id);
