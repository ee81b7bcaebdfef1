// What can be restricted to a circle, and how each kind is read of and decided on: the screens are the same.
import { api, ifMatch, ok } from '@/api/client';
import type { AccessDraft } from '@/api/model';
import { actionNumber } from '@/text/format';
import { t } from '@/text/t';

export type RestrictedKind = 'action' | 'finding';
export interface RestrictedFilter {
  unit?: number;
  committee?: number;
}

const at = (id: number, version: number) => ({ params: { path: { id }, header: ifMatch(version) } });

export const restricting = {
  action: {
    list: (query: RestrictedFilter) => ok(api.GET('/api/actions/restricted', { params: { query } })),
    draw: (id: number, version: number, body: AccessDraft) =>
      ok(api.POST('/api/actions/{id}/restriction', { ...at(id, version), body })),
    change: (id: number, version: number, body: AccessDraft) =>
      ok(api.PUT('/api/actions/{id}/restriction', { ...at(id, version), body })),
    lift: (id: number) => ok(api.DELETE('/api/actions/{id}/restriction', { params: { path: { id } } })),
    /** How those outside may call it. */
    called: (number: number) => actionNumber(number),
  },
  finding: {
    list: (query: RestrictedFilter) => ok(api.GET('/api/findings/restricted', { params: { query } })),
    /** With `actionsToo` its open actions get the same circle. */
    draw: (id: number, version: number, body: AccessDraft, actionsToo: boolean) =>
      ok(
        api.POST('/api/findings/{id}/restriction', {
          ...at(id, version),
          body: { ...body, actions_too: actionsToo },
        }),
      ),
    change: (id: number, version: number, body: AccessDraft) =>
      ok(api.PUT('/api/findings/{id}/restriction', { ...at(id, version), body })),
    lift: (id: number) => ok(api.DELETE('/api/findings/{id}/restriction', { params: { path: { id } } })),
    called: (number: number) => t('finding.number', number),
  },
};
