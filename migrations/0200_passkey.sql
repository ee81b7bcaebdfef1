-- Keys that a person signs in with (WebAuthn): in the computer, in the phone, on a ring of keys. Nothing here
-- is secret: a public key checks and signs nothing.
create table passkey (
  id {{id}} primary key,
  person_id {{id}} not null references person(id),
  name text not null,
  site text not null,                  -- the name of ours that it was made for, and the only one it answers to
  credential_id text not null unique,  -- base64url, as are the next two
  user_handle text not null,           -- the person as the key knows them, which says nothing about who it is
  public_key text not null,
  algorithm text not null,
  sign_count {{id}} not null,          -- of the last use; one that goes back has been copied
  created_at text not null,
  used_at text
) {{strict}};
create unique index passkey_name on passkey(person_id, name);

-- What a key was asked to sign, until it has: good once, for minutes, and for who asked.
create table passkey_challenge (
  asker text not null,    -- the hash of the session's token, or of the half session's
  purpose text not null,
  challenge text not null,
  user_handle text not null,
  created_at text not null,
  primary key (asker, purpose)
) {{strict}};
