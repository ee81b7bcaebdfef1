// The objects of the API under the names that the screens use.
export * from './import_model';

export type Status =
  'not_started' | 'in_progress' | 'delayed' | 'done' | 'part_of_routine' | 'not_done' | 'cancelled';
export type Severity = 'info' | 'warning' | 'error';
export type QuestionState = 'open' | 'fixed' | 'explained' | 'not_relevant';
export type Assessment = 'meets' | 'partly' | 'does_not_meet' | 'not_assessed';
export type Frequency = 'continuous' | 'monthly' | 'tertial' | 'half_yearly' | 'yearly' | 'at_closing';
export type UnitKind = 'council' | 'board' | 'committee' | 'department' | 'division' | 'unit' | 'group';
export type RoleName =
  'administrator' | 'controller' | 'unit_manager' | 'employee' | 'committee_secretary' | 'auditor';
export type RoundKind = 't1' | 't2' | 'year_end' | 'extra';
export type ReportState = 'not_started' | 'draft' | 'submitted' | 'returned' | 'approved';

export interface List<T> {
  items: T[];
  next: string | null;
  total: number;
  total_capped: boolean;
}

export interface Problem {
  type: string;
  title: string;
  status: number;
  code: string;
  detail?: string;
  errors?: { pointer: string; code: string; detail?: string }[];
  current?: Record<string, unknown>;
  changed_by?: string;
  changed_at?: string;
}

export interface Session {
  person: { id: number; name: string; email: string };
  roles: { role: RoleName; unit_id: number; unit_name: string }[];
  permissions: string[];
  csrf: string;
  sample_data: boolean;
  today: string;
  language: string;
}

export interface Unit {
  id: number;
  version: number;
  parent_id: number | null;
  kind: UnitKind;
  name: string;
  area: string | null;
  path: string;
  depth: number;
  aliases: string[];
  valid_from: string | null;
  valid_to: string | null;
}

export interface Assignment {
  id: number;
  role: RoleName;
  unit_id: number;
  unit_name: string;
  valid_from: string | null;
  valid_to: string | null;
}

export interface Person {
  id: number;
  version: number;
  name: string;
  email: string;
  assignments: Assignment[];
}

export interface Control {
  id: number;
  version: number;
  unit_id: number;
  title: string;
  kind: 'continuous' | 'scheduled';
  frequency: Frequency | null;
  responsible: string | null;
  process: string | null;
  area: string | null;
}

export interface UnwantedEvent {
  id: number;
  version: number;
  unit_id: number;
  control_id: number | null;
  text: string;
  risk_before: number | null;
  risk_after: number | null;
}

export interface Occurrence {
  due: string;
  period?: string;
}

export interface Question {
  id: number;
  version: number;
  rule: string;
  severity: Severity;
  object_kind: string;
  object_id: number;
  object_title: string;
  unit_id: number | null;
  field: string | null;
  text: string;
  quote: string | null;
  begin: number | null;
  end: number | null;
  suggestion: string | null;
  state: QuestionState;
  answer: string | null;
  answered_by: string | null;
  answered_at: string | null;
  created_at: string;
}

export interface LintRule {
  id: string;
  title: string;
  explanation: string;
  severity: Severity;
}

export interface Action {
  id: number;
  version: number;
  number: number;
  unit_id: number;
  event_id: number | null;
  text: string;
  status: Status;
  owner_id: number | null;
  owner_text: string | null;
  start: string | null;
  due: string | null;
  original_due: string | null;
  analysis: string | null;
  reason: string | null;
  effect: string | null;
  effect_review_on: string | null;
  no_evidence_reason: string | null;
  document_ref: string | null;
  recurring_control_id: number | null;
  decided_by: string | null;
  area: string | null;
  goal: string | null;
  predecessor_id: number | null;
  depends_on_id: number | null;
  template_id: number | null;
  imported: boolean;
  created_at: string;
  updated_at: string;
}

export interface ActionRow {
  id: number;
  version: number;
  number: number;
  text: string;
  status: Status;
  unit_id: number;
  unit_name: string;
  owner_name: string | null;
  due: string | null;
  late: boolean;
  open_questions: number;
  event_text: string | null;
  control_title: string | null;
  analysis: string | null;
  updated_at: string;
}

export interface Evidence {
  id: number;
  name: string;
  size: number;
  sha256: string;
  media_type: string;
  uploaded_by: string;
  uploaded_at: string;
}

export interface ActionLink {
  id: number;
  number: number;
  text: string;
  status: Status;
}

export interface ActionView {
  action: Action;
  unit_name: string;
  owner_name: string | null;
  late: boolean;
  event: UnwantedEvent | null;
  control: Control | null;
  findings: { id: number; title: string }[];
  source: { import_id: number; file_name: string; sha256: string; row: number; text: string } | null;
  questions: Question[];
  evidence: Evidence[];
  comments_count: number;
  predecessor: ActionLink | null;
  successor: ActionLink | null;
  recurring_control: Control | null;
  depends_on: ActionLink | null;
  escalation: Escalation | null;
  next_statuses: { to: Status; requires: string[]; one_of: string[][] }[];
}

/** What was not carried out, raised to the level above, which must answer. */
export interface Escalation {
  id: number;
  version: number;
  unit_id: number;
  action_id: number;
  from_unit_id: number;
  reason: string;
  state: 'open' | 'answered' | 'withdrawn';
  raised_at: string;
  answer: string | null;
  new_due: string | null;
  answered_by: string | null;
  answered_at: string | null;
}

export interface StatusChange {
  to: Status;
  analysis?: string | null;
  reason?: string | null;
  due?: string | null;
  effect?: string | null;
  effect_review_on?: string | null;
  no_evidence_reason?: string | null;
  document_ref?: string | null;
  recurring_control_id?: number | null;
  decided_by?: string | null;
}

export interface HistoryEntry {
  audit_id: number;
  at: string;
  who: string;
  operation: string;
  changes: { field: string; before: unknown; after: unknown }[];
  undoable: boolean;
}

export interface Comment {
  id: number;
  text: string;
  who: string;
  at: string;
}

export type Basis = 'efficiency' | 'reporting' | 'goal_fulfilment' | 'budget' | 'compliance';
export type Cause = 'routine_missing' | 'unknown_to_staff' | 'known_not_followed';

export interface Finding {
  id: number;
  version: number;
  unit_id: number;
  level: 'overall' | 'unit';
  title: string;
  text: string;
  bases: Basis[];
  cause: Cause | null;
  assessment: Assessment;
  year: number;
  repeats_finding_id: number | null;
}

export interface FindingView {
  finding: Finding;
  unit_name: string;
  actions: ActionLink[];
  reviews: { id: number; year: number; text: string; assessment: Assessment }[];
}

export interface Round {
  id: number;
  version: number;
  name: string;
  kind: RoundKind;
  year: number;
  committee_id: number;
  opens: string;
  deadline: string;
  state: 'planned' | 'open' | 'closed';
  closed_at: string | null;
}

export interface RoundUnit {
  unit_id: number;
  unit_name: string;
  state: ReportState;
  answered: number;
  total: number;
  late: boolean;
  submitted_by: string | null;
  submitted_at: string | null;
  approved_by: string | null;
  approved_at: string | null;
  open_questions: number;
  minutes_to_send: number | null;
}

export interface RoundView {
  round: Round;
  units: RoundUnit[];
  snapshot_id: number | null;
}

export interface Answer {
  unchanged: boolean;
  status: Status | null;
  analysis: string | null;
  reason: string | null;
  due: string | null;
  effect: string | null;
  no_evidence_reason: string | null;
  effect_review_on?: string | null;
  document_ref?: string | null;
  recurring_control_id?: number | null;
  decided_by?: string | null;
}

/** Beside an answer: stored, or without id while the answer is being written. */
export type AnswerQuestion = Pick<
  Question,
  'rule' | 'severity' | 'field' | 'text' | 'quote' | 'begin' | 'end' | 'suggestion'
> & { id: number | null };

export interface UnitReportItem {
  action_id: number;
  version: number;
  number: number;
  text: string;
  event_text: string | null;
  previous: { status: Status; analysis: string | null; due: string | null };
  answer: Answer | null;
  questions: AnswerQuestion[];
  evidence_count: number;
  complete: boolean;
  missing: string[];
}

export interface UnitReport {
  round: Round;
  unit_id: number;
  unit_name: string;
  state: ReportState;
  return_reason: string | null;
  items: UnitReportItem[];
}

export interface Report {
  id: number;
  version: number;
  title: string;
  round_id: number;
  snapshot_id: number;
  created_at: string;
  created_by: string;
  content_sha256: string;
}

export type Block = { type: string } & Record<string, unknown>;

export interface Job {
  id: number;
  kind: string;
  state: 'queued' | 'running' | 'done' | 'failed' | 'cancelled';
  progress: number;
  total: number;
  message: string | null;
  result: unknown;
  problem: string | null;
}

export interface MyPage {
  greeting_name: string;
  round: { id: number; name: string; deadline: string } | null;
  tasks: MyTask[];
  soon: MyTask[];
  feedback: MyTask[];
  done_count: number;
}

export interface MyTask {
  kind: string;
  title: string;
  subtitle: string | null;
  due: string | null;
  late: boolean;
  link: string;
}

export interface SearchHit {
  kind: string;
  id: number;
  title: string;
  excerpt: string;
  unit_name: string | null;
  link: string;
}

export interface AuditEntry {
  id: number;
  at: string;
  person_id: number;
  who: string;
  operation: string;
  object_kind: string;
  object_id: number;
  note: string;
  changes: unknown;
  unit_id: number;
  unit_name: string;
}
