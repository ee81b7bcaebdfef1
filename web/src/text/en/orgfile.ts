import type { Translation } from '../t';
import type { orgfile as swedish } from '../sv/orgfile';

export const orgfile: Translation<typeof swedish> = {
  'orgfile.title': 'Read the organisation from a file',
  'orgfile.choose_short': 'Read a file',
  'orgfile.lead':
    'The file is compared with what is stored. Nothing is saved until you have seen what is new, changed and gone.',
  'orgfile.columns': 'First row:',
  'orgfile.more': (columns) =>
    `May be added: ${columns}. Several roles of a person stand on a row each, or with | between. A blank cell changes nothing.`,
  'orgfile.choose': 'Choose a file',
  'orgfile.formats': 'CSV, XLSX or ODS, at most 10 MB',
  'orgfile.end_missing': 'End roles that are not in the file',
  'orgfile.reading': 'The file is being read',
  'orgfile.faults': (count) =>
    count === 1
      ? 'One fault in the file. Nothing is saved.'
      : `${count} faults in the file. Nothing is saved.`,
  'orgfile.count.added': (count) => `${count} new`,
  'orgfile.count.changed': (count) => `${count} changed`,
  'orgfile.count.gone': (count) => `${count} not in the file`,
  'orgfile.is.added': 'New',
  'orgfile.is.changed': 'Changes',
  'orgfile.is.gone': 'Not in the file',
  'orgfile.row': (row) => `row ${row}`,
  'orgfile.all': (count) => `Show all ${count}`,
  'orgfile.same': 'The file says what is stored already.',
  'orgfile.gone_ends': 'The roles that are not in the file end. Units are ended in a reorganisation.',
  'orgfile.gone_stays': 'What is not in the file does not change.',
  'orgfile.store': 'Save the changes',
  'orgfile.stored': 'The organisation is read',
};
