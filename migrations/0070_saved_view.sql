-- Filters and an order of the action list under a name of a person's own.

create table saved_view (
  id {{id}} primary key,
  version {{id}} not null,
  person_id {{id}} not null references person(id),
  name text not null,
  -- The query of the list's address, as it stands there: "late=true&sort=-due".
  query text not null
) {{strict}};
create unique index saved_view_name on saved_view(person_id, name);
