-- The organisation over time: which unit took over after which, positions and who has held them, and
-- reorganisations as they were planned and carried out.

-- A unit that ended and one of the same name that took over may stand under the same parent.
drop index org_unit_name;
create unique index org_unit_name on org_unit(coalesce(parent_id, 0), name, coalesce(valid_to, ''));

create table unit_link (
  id {{id}} primary key,
  version {{id}} not null,
  unit_id {{id}} not null references org_unit(id),
  former_id {{id}} not null references org_unit(id),
  day text not null,
  reason text not null
) {{strict}};
create unique index unit_link_once on unit_link(unit_id, former_id);
create index unit_link_former on unit_link(former_id);

create table position (
  id {{id}} primary key,
  version {{id}} not null,
  unit_id {{id}} not null references org_unit(id),
  title text not null,
  authority {{bool}} not null,
  valid_from text,
  valid_to text
) {{strict}};
create index position_unit on position(unit_id, title collate sv, id);

create table position_holder (
  id {{id}} primary key,
  version {{id}} not null,
  unit_id {{id}} not null references org_unit(id),
  position_id {{id}} not null references position(id),
  person_id {{id}} not null references person(id),
  valid_from text,
  valid_to text
) {{strict}};
create index position_holder_position on position_holder(position_id, id);
create index position_holder_person on position_holder(person_id);

create table reorganisation (
  id {{id}} primary key,
  version {{id}} not null,
  -- The part of the organisation that the plan keeps within.
  unit_id {{id}} not null references org_unit(id),
  name text not null,
  day text not null,
  steps {{json}} not null,
  state text not null,
  -- What was done, so that it can be told and taken back.
  done {{json}} not null,
  done_at text,
  -- Why the day passed without it being carried out.
  hindrances {{json}} not null
) {{strict}};
create index reorganisation_due on reorganisation(state, day);
