-- Smaller pages in SQLite's word index: a word is looked for page by page, and a question about forty units opens it forty
-- times. What is stored already is written anew the next time that the index is tidied (src/search/tidy.cpp).

insert into search_text(search_text, rank) values ('pgsz', 500); -- only sqlite
