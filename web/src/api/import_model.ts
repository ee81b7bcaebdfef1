// A file taken in, as the preview shows it: rows, repairs and doubts.

export interface ImportRepair {
  kind: string;
  field: string;
  before: string;
  after: string;
  line: number;
  page: number;
  text: string;
}

/** A doubt about one row or about the document, before anything is stored. */
export interface ImportQuestion {
  rule: string;
  severity: string;
  field: string;
  text: string;
  quote: string;
  begin: number;
  end: number;
  suggestion: string;
}

export interface ImportFile {
  id: number;
  version: number;
  file_name: string;
  size: number;
  sha256: string;
  state: 'reading' | 'refused' | 'preview' | 'stored' | 'rejected';
  kind: 'actions' | 'findings' | null;
  format: string | null;
  problem: string | null;
  job_id: number | null;
  rows: number;
  repairs: number;
  questions: number;
  title: string | null;
  year: number | null;
  duplicate_of: number | null;
  unit_id: number | null;
  stored_rows: number;
  existing_rows: number;
  document_repairs: ImportRepair[];
  document_questions: ImportQuestion[];
  warnings: { code: string; text: string; line: number; column: number }[];
}

/** What was read from one row. Which fields have a value depends on the kind of document. */
export interface Reading {
  control: string | null;
  control_inherited: string | null;
  control_source: string;
  unwanted_event: string | null;
  event_source: string;
  action: string | null;
  status: string | null;
  status_text: string | null;
  status_raw: string | null;
  icon: string | null;
  start: string | null;
  due: string | null;
  analysis: string | null;
  responsible: string | null;
  unit: string | null;
  title: string | null;
  text: string | null;
  actions: string | null;
  review_result: string | null;
  review_year: string | null;
  assessment: string | null;
  bases: string | null;
}
export type ReadingField = keyof Reading;

export interface ImportRow {
  seq: number;
  version: number;
  source_lines: number[];
  source_pages: number[];
  source_text: string;
  reading: Reading;
  repairs: ImportRepair[];
  questions: ImportQuestion[];
  decision: 'undecided' | 'accepted' | 'rejected';
  edited: boolean;
  existing_id: number | null;
}
