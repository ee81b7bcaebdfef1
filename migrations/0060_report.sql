-- Reports made from what a closed round froze, and the files made from them. The content is a JSON text in
-- the file store under its hash: it is never changed, and no later version of the program makes it differ.

create table report (
  id {{id}} primary key,
  version {{id}} not null,
  -- Whose the report is: the unit it is about, or the lowest unit that has all units of the round below it.
  unit_id {{id}} not null references org_unit(id),
  whole_round {{bool}} not null,
  title text not null,
  round_id {{id}} not null references round(id),
  snapshot_id {{id}} not null references round_snapshot(id),
  created_at text not null,
  created_by text not null,
  content_sha256 text not null
) {{strict}};
create index report_created on report(unit_id, created_at, id);
create unique index report_content on report(snapshot_id, unit_id, whole_round, content_sha256);

create table report_file (
  id {{id}} primary key,
  version {{id}} not null,
  unit_id {{id}} not null references org_unit(id),
  report_id {{id}} not null references report(id),
  format text not null,
  sha256 text not null,
  size {{id}} not null,
  created_at text not null
) {{strict}};
create unique index report_file_format on report_file(report_id, format);
