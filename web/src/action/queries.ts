// What the action screens ask the server for, and what a change makes stale.
import { useQuery } from '@tanstack/vue-query';
import { computed, toValue, type MaybeRefOrGetter } from 'vue';
import { api, ifMatch, ok } from '@/api/client';
import type { ActionDraft, ActionFilter, StatusChange } from '@/api/model';
import { queryClient } from '@/api/query_client';
import { historyOf, undo } from '@/history/queries';
import { showToast } from '@/kit/toast';
import { tryOrTell } from '@/kit/use_attempt';
import { t } from '@/text/t';

const path = (id: number) => ({ path: { id } });

export function useActions(query: MaybeRefOrGetter<Record<string, unknown>>) {
  return useQuery({
    queryKey: computed(() => ['actions', toValue(query)]),
    queryFn: () => ok(api.GET('/api/actions', { params: { query: toValue(query) as ActionFilter } })),
    placeholderData: (previous) => previous,
  });
}

export function useAction(id: MaybeRefOrGetter<number>) {
  return useQuery({
    queryKey: computed(() => ['action', toValue(id)]),
    queryFn: () => ok(api.GET('/api/actions/{id}', { params: path(toValue(id)) })),
  });
}

export function refreshActions(id?: number) {
  void queryClient.invalidateQueries({ queryKey: ['actions'] });
  void queryClient.invalidateQueries({ queryKey: ['my_page'] });
  if (id) void queryClient.invalidateQueries({ queryKey: ['action', id] });
}

export function saveAction(id: number, draft: ActionDraft, version: number) {
  return ok(
    api.PUT('/api/actions/{id}', { params: { path: { id }, header: ifMatch(version) }, body: draft }),
  );
}

/** The finding that a new action is made of. */
export interface Origin {
  id: number;
  unitId: number;
  restricted: boolean;
}

export function createAction(draft: ActionDraft, of?: Origin, sameCircle = true) {
  if (!of) return ok(api.POST('/api/actions', { body: draft }));
  return ok(
    api.POST('/api/findings/{id}/new-action', {
      params: { path: { id: of.id }, query: { same_circle: sameCircle } },
      body: draft,
    }),
  );
}

export function changeStatus(id: number, change: StatusChange, version: number) {
  return ok(
    api.POST('/api/actions/{id}/status', {
      params: { path: { id }, header: ifMatch(version) },
      body: change,
    }),
  );
}

/** Tells that a change was saved, and takes the last one back if asked. */
export function savedWithUndo(id: number, text: string) {
  refreshActions(id);
  showToast(text, () =>
    tryOrTell(async () => {
      const history = await historyOf('action', id);
      const last = history.items.find((entry) => entry.undoable);
      if (!last) return showToast(t('kit.cannot_undo'));
      await undo(last.audit_id);
      refreshActions(id);
      showToast(t('kit.undone'));
    }),
  );
}
