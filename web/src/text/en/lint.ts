export const lint = {
  'lint.group_count': (count: number) => `${count} objects`,
  'lint.group_show': (count: number) => `Show all ${count}`,
  'lint.group_hide': 'Hide the objects',
  'lint.group_more': 'Show more',
  'lint.group_answer': (count: number) => `Answer all ${count}:`,
  'lint.group_members': (text: string) => `Objects with the question ${text}`,
  'lint.group_title.fixed': (count: number) => `Answer corrected to ${count} questions`,
  'lint.group_title.explained': (count: number) => `Answer explained to ${count} questions`,
  'lint.group_title.not_relevant': (count: number) => `Answer not relevant to ${count} questions`,
  'lint.group_same': 'The same answer is saved for each of them, and stands in the log of each.',
  'lint.group_fixed': 'The question comes back if the text is still the same when it is saved next time.',
  'lint.group_and_more': (count: number) => (count === 1 ? 'and 1 more' : `and ${count} more`),
  'lint.group_done': (count: number) => `${count} questions are answered`,
  'lint.group_left': (done: number, left: number) =>
    `${done} questions are answered, ${left} are left. Answer once more.`,
};
