-- A standard action that is not to be chosen any more stays for the actions that came of it.
alter table action_template add column retired {{bool}} not null default false;
-- Its words with letter case and accents folded, for finding it; written with each change.
alter table action_template add column words text not null default '';
update action_template set words = ' ' || lower(text);
