create table contact (
  id {{id}} primary key,
  version {{id}} not null,
  unit_id {{id}} not null references org_unit(id),
  name text not null,
  process text not null
) {{strict}};
create index contact_name on contact(unit_id, name collate sv, id);
