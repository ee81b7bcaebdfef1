-- The log of one's own units, newest first, without walking the whole log.
create index audit_entry_scope on audit_entry(scope_id, seq);
