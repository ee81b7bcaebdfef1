-- A list sorted by unit reads the units in the order of their names, and stops at the end of its page.
create index org_unit_by_name on org_unit(name collate sv, id);
