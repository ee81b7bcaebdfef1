-- The organisation, its people, what they may do where, and how they sign in.

create table org_unit (
  id {{id}} primary key,
  version {{id}} not null,
  parent_id {{id}} references org_unit(id),
  kind text not null,
  name text not null,
  area text not null,
  aliases {{json}} not null,
  valid_from text,
  valid_to text,
  -- "/1/5/" for unit 5 under unit 1: a subtree is a range of texts, compared byte by byte.
  path text not null default '' -- only sqlite
  path text collate "C" not null default '' -- only postgres
) {{strict}};
create index org_unit_path on org_unit(path);
create unique index org_unit_name on org_unit(coalesce(parent_id, 0), name);

create table person (
  id {{id}} primary key,
  version {{id}} not null,
  name text not null,
  email text not null unique
) {{strict}};

create table assignment (
  id {{id}} primary key,
  version {{id}} not null,
  person_id {{id}} not null references person(id),
  role text not null,
  unit_id {{id}} not null references org_unit(id),
  valid_from text,
  valid_to text
) {{strict}};
create index assignment_person on assignment(person_id);
create index assignment_unit on assignment(unit_id);

-- Beside person, so that no list, history or export can hand out a hash.
create table account (
  person_id {{id}} primary key references person(id),
  password_hash text not null,
  language text not null,
  -- The day for which actor_scope was computed: assignments begin and end by date.
  scoped_on text not null
) {{strict}};

create table web_session (
  token_hash text primary key,
  person_id {{id}} not null references person(id),
  csrf text not null,
  created_at text not null,
  seen_at text not null
) {{strict}};
create index web_session_person on web_session(person_id);

-- Whom and where a sign-in was tried from, as hashes: nobody can read addresses out of this.
create table sign_in_failure (
  subject text primary key,
  failures {{id}} not null,
  last_at text not null,
  blocked_until text not null
) {{strict}};
create table sign_in_known (subject text primary key, last_at text not null) {{strict}};
