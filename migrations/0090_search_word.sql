-- Every stem that an object was ever found by. Told the whole words that a half-written one may become,
-- SQLite's word index reads no more than it shows (it would gather all of them before the first hit), and
-- PostgreSQL knows from its statistics how rare each is (of a beginning it knows nothing).

create table search_word (word text primary key) strict, without rowid; -- only sqlite
create virtual table search_vocabulary using fts5vocab(search_text, row); -- only sqlite
insert into search_word select substr(term, 2) from search_vocabulary where term >= '*' and term < '+'; -- only sqlite
drop table search_vocabulary; -- only sqlite
create trigger search_document_words after insert on search_document begin -- only sqlite
  insert into search_word select substr(value, 2) from json_each('["' || replace(new.tokens, ' ', '","') || '"]') -- only sqlite
    where value >= '*' and value < '+' and not exists (select 1 from search_word w where w.word = substr(value, 2)); -- only sqlite
end; -- only sqlite
create trigger search_document_new_words after update of tokens on search_document begin -- only sqlite
  insert into search_word select substr(value, 2) from json_each('["' || replace(new.tokens, ' ', '","') || '"]') -- only sqlite
    where value >= '*' and value < '+' and not exists (select 1 from search_word w where w.word = substr(value, 2)); -- only sqlite
end; -- only sqlite

-- Not unique: who stores a new word shall not wait for another who stores the same. In bytes' order, as in SQLite.
create table search_word (word text collate "C" not null); -- only postgres
create index search_word_by_word on search_word(word); -- only postgres
insert into search_word select distinct substr(token, 2) from search_document, unnest(string_to_array(tokens, ' ')) token where starts_with(token, '*'); -- only postgres
create function search_document_words() returns trigger language plpgsql as $$ begin -- only postgres
  insert into search_word select substr(token, 2) from unnest(string_to_array(new.tokens, ' ')) token -- only postgres
    where starts_with(token, '*') and not exists (select 1 from search_word w where w.word = substr(token, 2) collate "C"); -- only postgres
  return null; -- only postgres
end $$; -- only postgres
create trigger search_document_words after insert or update of tokens on search_document for each row execute function search_document_words(); -- only postgres
