-- A report is the committee's own until somebody publishes it: then those who are elected may read it.
alter table report add column published_at text;
alter table report add column published_by text not null default '';
