// Short names for what openapi.json describes. Names only: a member is never described here.
import type { components, operations } from './api.gen';

type Schemas = components['schemas'];
type ActionPage = operations['listActions']['responses'][200]['content']['application/json'];

export type Action = Schemas['Action'];
export type ActionDraft = Schemas['ActionDraftInput'];
export type ActionFilter = NonNullable<operations['listActions']['parameters']['query']>;
export type ActionRow = Schemas['ActionRow'];
export type ActionView = Schemas['ActionView'];
export type Answer = Schemas['RoundAnswer'];
export type AnswerDraft = Schemas['RoundAnswerInput'];
export type Assessment = Schemas['Finding']['assessment'];
export type Basis = Schemas['Finding']['bases'][number];
export type Cause = NonNullable<Schemas['Finding']['cause']>;
export type Control = Schemas['Control'];
export type Escalation = Schemas['Escalation'];
export type Evidence = Schemas['EvidenceRow'];
export type Finding = Schemas['Finding'];
export type Frequency = NonNullable<Schemas['Control']['frequency']>;
export type ImportFile = Schemas['Import'];
export type ImportQuestion = Schemas['ImportQuestion'];
export type ImportRepair = Schemas['ImportRepair'];
export type ImportRow = Schemas['ImportRowView'];
export type Job = Schemas['Job'];
export type MyTask = Schemas['MyTask'];
/** A page of any list. */
export type ListPage = Omit<ActionPage, 'items'> & { items: readonly unknown[] };
export type Person = Schemas['PersonView'];
export type Problem = Schemas['Problem'];
export type Question = Schemas['Question'];
export type QuestionState = Question['state'];
export type Reading = Schemas['ImportReading'];
export type ReadingField = keyof Reading;
export type ReportState = UnitReport['state'];
export type RoleName = Schemas['SessionRole']['role'];
export type Round = Schemas['Round'];
export type RoundKind = Round['kind'];
export type SearchHit = Schemas['SearchHit'];
export type Session = Schemas['Session'];
export type Severity = Question['severity'];
export type Status = Action['status'];
export type StatusChange = Schemas['ActionStatusChangeInput'];
export type Unit = Schemas['UnitRow'];
export type UnitKind = Unit['kind'];
export type UnitReport = Schemas['UnitReport'];
export type UnitReportItem = Schemas['RoundItem'];
export type UnwantedEvent = Schemas['UnwantedEvent'];
