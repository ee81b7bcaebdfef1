-- Files taken in: what was sent, what was read in it, what a person decided about each row, and which
-- stored object each row's content became.

create table import (
  id {{id}} primary key,
  version {{id}} not null,
  file_name text not null,
  size {{id}} not null,
  sha256 text not null,
  state text not null,
  kind text,
  format text,
  encoding text,
  problem text,
  problem_code text,
  job_id {{id}},
  rows {{id}} not null,
  repairs {{id}} not null,
  questions {{id}} not null,
  title text,
  year {{id}},
  duplicate_of {{id}},
  unit_id {{id}} references org_unit(id),
  stored_rows {{id}} not null,
  existing_rows {{id}} not null,
  document_repairs {{json}} not null,
  document_questions {{json}} not null,
  warnings {{json}} not null,
  created_by {{id}} not null,
  created_by_name text not null,
  created_at text not null
) {{strict}};
create index import_created_by on import(created_by, id);
create index import_unit on import(unit_id, id) where unit_id is not null;
create index import_sha256 on import(sha256, id);

create table import_row (
  id {{id}} primary key,
  version {{id}} not null,
  import_id {{id}} not null references import(id),
  seq {{id}} not null,
  source_lines {{json}} not null,
  source_pages {{json}} not null,
  source_text text not null,
  reading {{json}} not null,
  repairs {{json}} not null,
  questions {{json}} not null,
  decision text not null,
  edited {{bool}} not null,
  content_key text not null
) {{strict}};
create unique index import_row_seq on import_row(import_id, seq);

-- What a unit already holds from imports, by content: the same row in another file or format is the same.
create table import_content (
  unit_id {{id}} not null references org_unit(id),
  content_key text not null,
  object_kind text not null,
  object_id {{id}} not null,
  import_id {{id}} not null,
  seq {{id}} not null,
  primary key (unit_id, content_key)
) {{strict}};
create index import_content_key on import_content(content_key);

-- One import at a time per unit and period: the row is taken first in the transaction that stores.
create table import_lock (
  unit_id {{id}} not null references org_unit(id),
  period text not null,
  import_id {{id}} not null,
  taken_at text not null,
  primary key (unit_id, period)
) {{strict}};
