-- The monthly review of the access log: a sample of last month's reads of what is restricted, and of exports.

-- `committee_id` is whose log it was drawn from; `unit_id` who answers for it, also after a reorganisation.
create table access_review (
  id {{id}} primary key,
  version {{id}} not null,
  unit_id {{id}} not null references org_unit(id),
  committee_id {{id}} not null references org_unit(id),
  month text not null,
  state text not null,
  seed text not null,
  wanted {{id}} not null,
  frame_size {{id}} not null,
  frame_sha256 text not null,
  drawn_at text not null,
  signed_by_id {{id}},
  signed_by text,
  signed_at text
) {{strict}};
create unique index access_review_once on access_review(committee_id, month);
create index access_review_unit on access_review(unit_id, month, id);
create index access_review_month on access_review(month, id, unit_id);
create index access_review_open on access_review(unit_id) where state = 'open';

create table access_review_entry (
  id {{id}} primary key,
  version {{id}} not null,
  unit_id {{id}} not null references org_unit(id),
  review_id {{id}} not null references access_review(id),
  place {{id}} not null,
  audit_seq {{id}} not null,
  verdict text,
  comment text not null,
  judged_by_id {{id}},
  judged_by text,
  judged_at text,
  finding_id {{id}} references finding(id)
) {{strict}};
create unique index access_review_entry_place on access_review_entry(review_id, place);

-- Reads and exports of a month, without walking every change that was made meanwhile.
create index audit_entry_access on audit_entry(at) where operation in ('read', 'export');
