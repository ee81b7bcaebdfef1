-- What a person needs to recognise a session of their own, and to end it. Sessions that are open when this
-- is applied end, since nobody knows where they began.
delete from web_session;
alter table web_session add column id {{id}} not null default 0;
alter table web_session add column agent text not null default '';
alter table web_session add column address text not null default '';
create unique index web_session_id on web_session(id);
