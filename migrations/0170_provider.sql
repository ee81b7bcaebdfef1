-- Signing in through a provider of the municipality's own (OpenID Connect). The settings and the secret stand
-- in files of the operator's; here is only what must be remembered between two requests.

-- Who somebody is at a provider. The issuer and the subject together name one person there for ever.
create table provider_identity (
  issuer text not null,
  subject text not null,
  person_id {{id}} not null references person(id),
  linked_at text not null,
  primary key (issuer, subject)
) {{strict}};
create unique index provider_identity_person on provider_identity(person_id, issuer);

-- A sign-in that has left for the provider and is awaited back in the same browser. Hashes only: what the
-- provider will be asked with is derived from the browser's cookie.
create table provider_sign_in (
  state_hash text primary key,
  browser_hash text not null,
  provider text not null,
  return_path text not null,
  created_at text not null
) {{strict}};

-- Logout tokens that have been used, until they would be too old anyway.
create table provider_logout (token_hash text primary key, at text not null) {{strict}};

-- Assignments that a claim gave, and that end when the claim no longer says so.
create table provider_assignment (
  assignment_id {{id}} primary key references assignment(id) on delete cascade,
  issuer text not null
) {{strict}};

-- How a session began; all empty when it was with a password here.
alter table web_session add column provider text not null default '';
alter table web_session add column provider_subject text not null default '';
alter table web_session add column provider_session text not null default '';
alter table web_session add column provider_level {{id}} not null default 0;
create index web_session_provider on web_session(provider, provider_subject);
alter table half_session add column provider text not null default '';
alter table half_session add column provider_subject text not null default '';
alter table half_session add column provider_session text not null default '';
alter table half_session add column provider_level {{id}} not null default 0;

-- The level of assurance that a role of the municipality's own demands, if any.
alter table custom_role add column sign_in_level {{id}};
