-- Who stands in for whom, from and to, both days included. What was appointed stays as it was written; ended_at
-- says when it ended before its time. wanted_to is the last day of a longer absence until somebody confirms it.
create table substitution (
  id {{id}} primary key,
  version {{id}} not null,
  unit_id {{id}} not null,
  absent_id {{id}} not null references person(id),
  substitute_id {{id}} not null references person(id),
  assignment_ids {{json}} not null,
  valid_from text not null,
  valid_to text not null,
  wanted_to text,
  ended_at text
) {{strict}};
create index substitution_substitute on substitution(substitute_id, valid_to);
create index substitution_absent on substitution(absent_id, valid_to);

-- What it covers now: a role that is taken from the absent person is nobody's to stand in for, and one that
-- a reorganisation moved goes on.
create table substitution_assignment (
  substitution_id {{id}} not null references substitution(id) on delete cascade,
  assignment_id {{id}} not null references assignment(id) on delete cascade,
  primary key (substitution_id, assignment_id)
) {{strict}};
create index substitution_assignment_assignment on substitution_assignment(assignment_id);
