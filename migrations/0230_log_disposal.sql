-- What has been taken out of the log, told to whoever reads it. What proves it stands in the log itself.
create table log_disposal (
  record_seq {{id}} primary key, -- the entry of the log that says so, signed
  kind text not null,
  month text not null,
  entries {{id}} not null,
  decision text not null,
  at text not null
) {{strict}};
create index log_disposal_month on log_disposal(month, kind);

-- What is old enough, without walking the log; for reads and exports there is one already.
create index audit_entry_sign_in on audit_entry(at) where operation in ('sign_in', 'sign_out');
-- What a review has drawn stays.
create index access_review_entry_seq on access_review_entry(audit_seq);
