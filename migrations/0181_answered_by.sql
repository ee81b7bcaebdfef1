-- Who wrote an answer, as a person and not only as a name: whoever has answered does not approve.
alter table round_answer add column updated_by_id {{id}};
