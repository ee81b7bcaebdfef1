// What was read from one row, in the order of the source's columns.
import type { ImportFile, ImportRow, ReadingField } from '@/api/model';
import { wordFor } from '@/text/t';
import { place, type Mark } from './marks';

const actionFields: ReadingField[] = [
  'control',
  'unwanted_event',
  'action',
  'status',
  'start',
  'due',
  'analysis',
];
const findingFields: ReadingField[] = [
  'title',
  'text',
  'actions',
  'review_result',
  'review_year',
  'assessment',
];
const sometimes: ReadingField[] = ['responsible', 'unit'];

export function fieldsOf(row: ImportRow, kind: ImportFile['kind']): ReadingField[] {
  const always = kind === 'findings' ? findingFields : actionFields;
  return [...always, ...sometimes.filter((field) => row.reading[field])];
}

export function shown(field: ReadingField, value: string | null): string {
  if (!value) return '';
  if (field === 'status') return wordFor('status', value);
  return field === 'assessment' ? wordFor('assessment', value) : value;
}

/** A blank control cell is never filled by itself: this is the one above, to be confirmed (S4-2). */
export function inheritedControl(row: ImportRow): string | null {
  return row.reading.control ? null : row.reading.control_inherited;
}

/** Repairs and doubts where they stand in the source's own text. */
export function sourceMarks(row: ImportRow): Mark[] {
  const repairs = row.repairs.flatMap((repair): Mark[] => {
    const at = place(row.source_text, repair.before);
    return at ? [{ begin: at[0], end: at[1], kind: 'repair', title: repair.text }] : [];
  });
  const questions = row.questions.flatMap((question): Mark[] => {
    const at = place(row.source_text, question.quote);
    return at ? [{ begin: at[0], end: at[1], kind: 'question', title: question.text }] : [];
  });
  return [...questions, ...repairs];
}

export function fieldMarks(row: ImportRow, field: ReadingField): Mark[] {
  const text = shown(field, row.reading[field]);
  return row.questions
    .filter((question) => question.field === field)
    .flatMap((question): Mark[] => {
      const at = place(text, question.quote, question.begin);
      return at ? [{ begin: at[0], end: at[1], kind: 'question', title: question.text }] : [];
    });
}
