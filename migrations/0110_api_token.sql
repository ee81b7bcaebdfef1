-- A person's keys for other programs. The token itself is shown once and stands nowhere.
create table api_token (
  id {{id}} primary key,
  person_id {{id}} not null references person(id),
  token_hash text not null unique,
  name text not null,
  permissions {{json}} not null,  -- empty: all that the person may read, and no change
  created_at text not null,
  expires_on text not null,       -- the last day
  used_at text                    -- to within five minutes
) {{strict}};
create unique index api_token_name on api_token(person_id, name);
