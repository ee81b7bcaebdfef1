export const lint = {
  'lint.group_count': (count: number) => `${count} uppgifter`,
  'lint.group_show': (count: number) => `Visa alla ${count}`,
  'lint.group_hide': 'Dölj uppgifterna',
  'lint.group_more': 'Visa fler',
  'lint.group_answer': (count: number) => `Svara på alla ${count}:`,
  'lint.group_members': (text: string) => `Uppgifter med frågan ${text}`,
  'lint.group_title.fixed': (count: number) => `Svara rättat på ${count} frågor`,
  'lint.group_title.explained': (count: number) => `Svara förklarat på ${count} frågor`,
  'lint.group_title.not_relevant': (count: number) => `Svara inte relevant på ${count} frågor`,
  'lint.group_same': 'Samma svar sparas för var och en, och syns i loggen för var och en.',
  'lint.group_fixed':
    'Frågan kommer tillbaka om texten fortfarande är som den var när den sparas nästa gång.',
  'lint.group_and_more': (count: number) => (count === 1 ? 'och 1 till' : `och ${count} till`),
  'lint.group_done': (count: number) => `${count} frågor är besvarade`,
  'lint.group_left': (done: number, left: number) =>
    `${done} frågor är besvarade, ${left} är kvar. Svara en gång till.`,
};
