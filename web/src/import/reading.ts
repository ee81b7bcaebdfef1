// What was read from one row, in the order of the source's columns.
import type { ImportRow } from '@/api/model';
import { wordFor } from '@/text/t';
import { place, type Mark } from './marks';

const order = [
  'finding',
  'title',
  'control',
  'unwanted_event',
  'action',
  'text',
  'status',
  'start',
  'due',
  'analysis',
  'result',
];
// Notes about the reading itself; shown beside the field that they belong to.
const notes = new Set(['control_source', 'status_source']);

export function fieldsOf(row: ImportRow): string[] {
  const names = Object.keys(row.reading).filter((name) => !notes.has(name));
  const rank = (name: string) => (order.includes(name) ? order.indexOf(name) : order.length);
  return names.sort((left, right) => rank(left) - rank(right));
}

export function shown(field: string, value: string | number | null | undefined): string {
  if (value === null || value === undefined || value === '') return '';
  return field === 'status' ? wordFor('status', String(value)) : String(value);
}

/** Repairs and doubts where they stand in the source's own text. */
export function sourceMarks(row: ImportRow): Mark[] {
  const repairs = row.repairs.flatMap((repair): Mark[] => {
    const at = place(row.source_text, repair.before);
    return at ? [{ begin: at[0], end: at[1], kind: 'repair', title: wordFor('repair', repair.kind) }] : [];
  });
  const questions = row.questions.flatMap((question): Mark[] => {
    const at = place(row.source_text, question.quote);
    return at ? [{ begin: at[0], end: at[1], kind: 'question', title: question.text }] : [];
  });
  return [...questions, ...repairs];
}

export function fieldMarks(row: ImportRow, field: string): Mark[] {
  const text = shown(field, row.reading[field]);
  return row.questions
    .filter((question) => question.field === field)
    .flatMap((question): Mark[] => {
      const at = place(text, question.quote, question.begin);
      return at ? [{ begin: at[0], end: at[1], kind: 'question', title: question.text }] : [];
    });
}
