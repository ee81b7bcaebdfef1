-- A finding is restricted as an action is: its scope becomes a circle, and so does that of its reviews.
alter table finding add column scope_id {{id}} not null default 0;
update finding set scope_id = unit_id;
drop index finding_unit_year;
drop index finding_unit_title;
create index finding_scope_year on finding(scope_id, year, id);
create index finding_scope_title on finding(scope_id, title_key collate sv, id);
create index finding_unit on finding(unit_id, id);
create index finding_source on finding(source_import_id, source_row) where source_import_id is not null;

alter table review add column scope_id {{id}} not null default 0;
update review set scope_id = unit_id;

-- What hangs on two restricted objects, as the row of a file that both came from, is passed over until both are open.
create table concealed_object (
  object_id {{id}} not null,
  scope_id {{id}} not null,
  primary key (object_id, scope_id)
) {{strict}};
insert into concealed_object(object_id, scope_id) select object_id, scope_id from concealed;
drop table concealed;
alter table concealed_object rename to concealed;
create index concealed_scope on concealed(scope_id);
