-- Questions that the lint rules ask about stored objects, and how people answered them.

create table lint_question (
  id {{id}} primary key,
  version {{id}} not null,
  rule text not null,
  severity text not null,
  object_kind text not null,
  object_id {{id}} not null,
  object_title text not null,
  unit_id {{id}} not null references org_unit(id),
  field text not null,
  text text not null,
  quote text not null,
  begin_at {{id}} not null,
  end_at {{id}} not null,
  suggestion text not null,
  state text not null,
  answer text,
  answered_by text,
  answered_at text,
  created_at text not null,
  -- Who asks: the object by itself, a comparison with others, or the reading of a file.
  origin text not null,
  -- What the question stands on. The same question about the same text is one row for ever, so a
  -- second run asks nothing twice and an answer stays until the text itself is another.
  fingerprint text not null,
  present {{bool}} not null,
  severity_rank {{id}} generated always as (case severity when 'error' then 0 when 'warning' then 1 else 2 end) stored
) {{strict}};
create unique index lint_question_once on lint_question(object_kind, object_id, fingerprint);
create index lint_question_open on lint_question(unit_id, severity_rank, id) where state = 'open';
create index lint_question_unit on lint_question(unit_id, severity_rank, id);
