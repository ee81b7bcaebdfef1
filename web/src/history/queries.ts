import { useQuery } from '@tanstack/vue-query';
import { computed, toValue, type MaybeRefOrGetter } from 'vue';
import { api, ok } from '@/api/client';

const paths = {
  action: '/api/actions/{id}/history',
  control: '/api/controls/{id}/history',
  event: '/api/events/{id}/history',
  finding: '/api/findings/{id}/history',
} as const;

export type HistoryKind = keyof typeof paths;

export const historyOf = (kind: HistoryKind, id: number) =>
  ok(api.GET(paths[kind], { params: { path: { id } } }));

/** Under the object's own key, so that it is fetched anew when the object is. */
export function useHistory(kind: HistoryKind, id: MaybeRefOrGetter<number>) {
  return useQuery({
    queryKey: computed(() => [kind, toValue(id), 'history']),
    queryFn: () => historyOf(kind, toValue(id)),
  });
}

export async function undo(auditId: number) {
  await ok(api.POST('/api/undo/{audit_id}', { params: { path: { audit_id: auditId } } }));
}
