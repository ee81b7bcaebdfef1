-- SQLite's word index with the newest object first: its rows are numbered with the object's id below zero. Asked for the newest,
-- FTS5 else unpacks a whole page of each word in each unit before it has the first, which was half the cost for somebody
-- of forty units.

drop trigger search_document_insert; -- only sqlite
drop trigger search_document_delete; -- only sqlite
drop trigger search_document_update; -- only sqlite
drop table search_text; -- only sqlite
create view search_row as select -object_id as place, tokens from search_document; -- only sqlite
create virtual table search_text using fts5(tokens, content = 'search_row', content_rowid = 'place', detail = 'none', tokenize = "ascii tokenchars '*'"); -- only sqlite
insert into search_text(search_text, rank) values ('pgsz', 500); -- only sqlite
insert into search_text(rowid, tokens) select -object_id, tokens from search_document order by object_id desc; -- only sqlite
create trigger search_document_insert after insert on search_document begin -- only sqlite
  insert into search_text(rowid, tokens) values (-new.object_id, new.tokens); -- only sqlite
end; -- only sqlite
create trigger search_document_delete after delete on search_document begin -- only sqlite
  insert into search_text(search_text, rowid, tokens) values ('delete', -old.object_id, old.tokens); -- only sqlite
end; -- only sqlite
create trigger search_document_update after update of tokens on search_document begin -- only sqlite
  insert into search_text(search_text, rowid, tokens) values ('delete', -old.object_id, old.tokens); -- only sqlite
  insert into search_text(rowid, tokens) values (-new.object_id, new.tokens); -- only sqlite
end; -- only sqlite
-- Written in one go it lies in many pieces: it is tidied once more today.
delete from setting where name = 'search_tidied_on'; -- only sqlite
