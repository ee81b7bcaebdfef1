-- People and groups as the municipality's own directory hands them over (SCIM 2.0).

-- When the directory said that somebody has left: nobody signs in to a closed account.
alter table account add column closed_at text;

create table directory_user (
  id {{id}} primary key,
  version {{id}} not null,
  person_id {{id}} not null unique references person(id),
  user_name text not null unique,
  external_id text,
  active {{bool}} not null,
  -- Deleted by the directory: it knows the person no more, until it creates them again.
  removed {{bool}} not null,
  changed_at text not null
) {{strict}};

-- What a group gives is decided here, not in the directory: nothing, until an administrator says so.
create table directory_group (
  id {{id}} primary key,
  version {{id}} not null,
  name text not null unique,
  external_id text,
  role text,
  custom_role_id {{id}} references custom_role(id),
  unit_id {{id}} references org_unit(id),
  changed_at text not null
) {{strict}};

create table directory_member (
  group_id {{id}} not null references directory_group(id) on delete cascade,
  person_id {{id}} not null references person(id),
  primary key (group_id, person_id)
) {{strict}};
create index directory_member_person on directory_member(person_id);

-- The assignments that a group gave; those given by hand are left alone.
create table directory_assignment (
  assignment_id {{id}} primary key references assignment(id) on delete cascade,
  group_id {{id}} not null references directory_group(id)
) {{strict}};
create index directory_assignment_group on directory_assignment(group_id);
