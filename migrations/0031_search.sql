-- What can be found by words, derived from the objects and written with them. `tokens` holds each
-- stem twice: alone ("*avtal"), and with the unit that owns the object ("12*avtal"), so that a person
-- with few units reads no more of the index than those units' part of it.

create table search_document (
  object_id {{id}} primary key,
  kind text not null,
  unit_id {{id}} not null,
  title text not null,
  body text not null,
  link text not null,
  tokens text not null,
  vector tsvector generated always as (array_to_tsvector(string_to_array(tokens, ' '))) stored, -- only postgres
  check (tokens <> '')
) {{strict}};

create index search_document_vector on search_document using gin (vector); -- only postgres

create virtual table search_text using fts5(tokens, content = 'search_document', content_rowid = 'object_id', detail = 'none', tokenize = "ascii tokenchars '*'"); -- only sqlite
create trigger search_document_insert after insert on search_document begin -- only sqlite
  insert into search_text(rowid, tokens) values (new.object_id, new.tokens); -- only sqlite
end; -- only sqlite
create trigger search_document_delete after delete on search_document begin -- only sqlite
  insert into search_text(search_text, rowid, tokens) values ('delete', old.object_id, old.tokens); -- only sqlite
end; -- only sqlite
create trigger search_document_update after update of tokens on search_document begin -- only sqlite
  insert into search_text(search_text, rowid, tokens) values ('delete', old.object_id, old.tokens); -- only sqlite
  insert into search_text(rowid, tokens) values (new.object_id, new.tokens); -- only sqlite
end; -- only sqlite
