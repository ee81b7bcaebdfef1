// The API as openapi-fetch reads it: the generated document, and the agreed form of what it does not have yet.
import type { paths as generated } from './api.gen';
import type * as m from './model';

type Nothing = Record<never, never>;
type PathPart<Path> = [keyof Path] extends [never] ? { path?: never } : { path: Path };
type HeaderPart<Locked> = Locked extends true ? { header: { 'If-Match': string } } : { header?: never };

interface Operation<Path, Query, Body, Result, Locked> {
  parameters: PathPart<Path> & { query?: Query } & HeaderPart<Locked>;
  requestBody: { content: { 'application/json': Body } };
  responses: {
    200: { headers: Record<string, unknown>; content: { 'application/json': Result } };
    default: { headers: Record<string, unknown>; content: { 'application/problem+json': m.Problem } };
  };
}
type Without<Path, Query, Result, Locked> = Omit<
  Operation<Path, Query, never, Result, Locked>,
  'requestBody'
> & { requestBody?: never };
type Id = { id: number };
type Get<Result, Query = Nothing, Path = Nothing> = Without<Path, Query, Result, false>;
type Send<Body, Result, Path = Nothing> = Operation<Path, Nothing, Body, Result, false>;
type Change<Body, Result, Path = Id> = Operation<Path, Nothing, Body, Result, true>;
type Do<Result, Path = Id> = Without<Path, Nothing, Result, false>;
type DoLocked<Result, Path = Id> = Without<Path, Nothing, Result, true>;

interface Paging {
  after?: string;
  limit?: number;
  sort?: string;
  q?: string;
}
export interface ActionFilter extends Paging {
  committee?: number;
  unit?: number;
  status?: m.Status;
  late?: boolean;
  owner?: number;
  lint?: string;
  area?: string;
}
type Draft<T> = Partial<Omit<T, 'id' | 'version'>>;
type AnswerPath = { id: number; unit_id: number; action_id: number };
type UnitPath = { id: number; unit_id: number };

export interface paths {
  '/api/session': {
    get: Get<m.Session>;
    post: Send<{ email: string; password: string }, m.Session>;
    delete: Do<unknown, Nothing>;
  };
  '/api/session/password': { post: Send<{ current: string; new: string }, unknown> };
  '/api/session/language': { put: Send<{ language: string }, unknown> };
  '/api/setup': {
    get: Get<{ needed: boolean }>;
    post: Send<{ name: string; email: string; password: string; organisation: string }, unknown>;
  };
  '/api/units': { get: Get<m.List<m.Unit>>; post: Send<Draft<m.Unit>, m.Unit> };
  '/api/units/{id}': { put: Change<Draft<m.Unit>, m.Unit> };
  '/api/persons': {
    get: Get<m.List<m.Person>, Paging & { unit?: number }>;
    post: Send<{ name: string; email: string; password?: string }, m.Person>;
  };
  '/api/persons/{id}': { put: Change<{ name: string; email: string }, m.Person> };
  '/api/persons/{id}/password': { post: Send<{ password: string }, unknown, Id> };
  '/api/persons/{id}/assignments': {
    post: Send<
      { role: m.RoleName; unit_id: number; valid_from: string | null; valid_to: string | null },
      unknown,
      Id
    >;
  };
  '/api/assignments/{id}': { delete: Do<unknown> };
  '/api/controls': {
    get: Get<m.List<m.Control>, Paging & { unit?: number }>;
    post: Send<Draft<m.Control>, m.Control>;
  };
  '/api/controls/{id}': { get: Get<m.Control, Nothing, Id>; put: Change<Draft<m.Control>, m.Control> };
  '/api/controls/{id}/occurrences': { get: Get<m.List<m.Occurrence>, { year?: number }, Id> };
  '/api/events': {
    get: Get<m.List<m.UnwantedEvent>, Paging & { control?: number; unit?: number }>;
    post: Send<Draft<m.UnwantedEvent>, m.UnwantedEvent>;
  };
  '/api/events/{id}': {
    get: Get<m.UnwantedEvent, Nothing, Id>;
    put: Change<Draft<m.UnwantedEvent>, m.UnwantedEvent>;
  };
  '/api/actions': {
    get: Get<m.List<m.ActionRow>, ActionFilter>;
    post: Send<Draft<m.Action>, m.Action>;
  };
  '/api/actions/{id}': { get: Get<m.ActionView, Nothing, Id>; put: Change<Draft<m.Action>, m.Action> };
  '/api/actions/{id}/status': { post: Change<m.StatusChange, m.Action> };
  '/api/actions/{id}/carry-over': { post: Send<{ year: number }, m.Action, Id> };
  '/api/actions/{id}/history': { get: Get<m.List<m.HistoryEntry>, Paging, Id> };
  '/api/actions/{id}/comments': {
    get: Get<m.List<m.Comment>, Nothing, Id>;
    post: Send<{ text: string }, m.Comment, Id>;
  };
  '/api/evidence/{id}': { delete: Do<unknown> };
  '/api/findings': {
    get: Get<
      m.List<m.Finding>,
      Paging & { unit?: number; level?: string; assessment?: string; year?: number }
    >;
    post: Send<Draft<m.Finding>, m.Finding>;
  };
  '/api/findings/{id}': { get: Get<m.FindingView, Nothing, Id>; put: Change<Draft<m.Finding>, m.Finding> };
  '/api/findings/{id}/reviews': {
    post: Send<{ year: number; text: string; assessment: m.Assessment }, unknown, Id>;
  };
  '/api/imports': { get: Get<m.List<m.ImportFile>, Paging> };
  '/api/imports/{id}': { get: Get<m.ImportFile, Nothing, Id> };
  '/api/imports/{id}/rows': { get: Get<m.List<m.ImportRow>, Paging, Id> };
  '/api/imports/{id}/rows/{seq}': {
    put: Change<
      { decision: m.ImportRow['decision']; reading: m.Reading },
      m.ImportRow,
      { id: number; seq: number }
    >;
  };
  '/api/imports/{id}/decisions': { post: Send<{ decision: string }, unknown, Id> };
  '/api/imports/{id}/store': { post: Send<{ unit_id: number }, m.ImportFile, Id> };
  '/api/imports/{id}/reject': { post: Do<m.ImportFile> };
  '/api/lint/questions': {
    get: Get<
      m.List<m.Question>,
      Paging & {
        state?: string;
        rule?: string;
        severity?: string;
        unit?: number;
        object_kind?: string;
        object_id?: number;
      }
    >;
  };
  '/api/lint/questions/{id}/answer': {
    post: Change<{ state: m.QuestionState; answer: string | null }, m.Question>;
  };
  '/api/lint/run': { post: Do<m.Job, Nothing> };
  '/api/lint/rules': { get: Get<m.List<m.LintRule>> };
  '/api/rounds': {
    get: Get<m.List<m.Round>, Paging>;
    post: Send<Draft<m.Round> & { unit_ids: number[] }, m.Round>;
  };
  '/api/rounds/{id}': { get: Get<m.RoundView, Nothing, Id> };
  '/api/rounds/{id}/open': { post: DoLocked<m.Round> };
  '/api/rounds/{id}/close': { post: DoLocked<m.Round> };
  '/api/rounds/{id}/units/{unit_id}': { get: Get<m.UnitReport, Nothing, UnitPath> };
  '/api/rounds/{id}/units/{unit_id}/answers/{action_id}': {
    put: Change<m.Answer, m.UnitReportItem, AnswerPath>;
  };
  '/api/rounds/{id}/units/{unit_id}/submit': { post: Do<m.UnitReport, UnitPath> };
  '/api/rounds/{id}/units/{unit_id}/approve': { post: Do<m.UnitReport, UnitPath> };
  '/api/rounds/{id}/units/{unit_id}/return': { post: Send<{ reason: string }, m.UnitReport, UnitPath> };
  '/api/reports': {
    get: Get<m.List<m.Report>, Paging>;
    post: Send<{ round_id: number; unit_id: number | null }, m.Report>;
  };
  '/api/reports/{id}': { get: Get<{ report: m.Report; blocks: m.Block[] }, Nothing, Id> };
  '/api/reports/{id}/files': { post: Send<{ format: string }, m.Job, Id> };
  '/api/my-page': { get: Get<m.MyPage> };
  '/api/jobs/{id}': { get: Get<m.Job, Nothing, Id>; delete: Do<unknown> };
  '/api/jobs': { get: Get<m.List<m.Job>> };
  '/api/search': { get: Get<m.List<m.SearchHit>, Paging> };
  '/api/audit': {
    get: Get<m.List<m.AuditEntry>, Paging & { object_kind?: string; object_id?: number; person?: number }>;
  };
}

export type AllPaths = generated & Omit<paths, keyof generated>;
