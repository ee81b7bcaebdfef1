-- The second factor of a local account. The key is sealed with a key that does not stand in the database
-- (docs/deployment.md), so a copy of this table makes no codes.
create table second_factor (
  person_id {{id}} primary key references person(id),
  sealed_key text not null,   -- empty until a code has shown that the key arrived
  offered_key text not null,  -- sealed, waiting for that code; empty when none waits
  last_step {{id}} not null,  -- the newest half minute whose code was used: each code is good once
  since text not null
) {{strict}};

create table recovery_code (
  code_hash text primary key,
  person_id {{id}} not null references person(id)
) {{strict}};
create index recovery_code_person on recovery_code(person_id);

-- Whose password was right and whose code is awaited. Not a session: nothing but the next step takes it.
create table half_session (
  token_hash text primary key,
  person_id {{id}} not null references person(id),
  step text not null,
  wrong {{id}} not null,
  created_at text not null
) {{strict}};
create index half_session_person on half_session(person_id);
