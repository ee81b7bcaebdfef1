import { useQuery } from '@tanstack/vue-query';
import { computed, toValue, type MaybeRefOrGetter } from 'vue';
import { api, ifMatch, ok } from '@/api/client';
import type { AnswerDraft, UnitReport, UnitReportItem } from '@/api/model';
import { queryClient } from '@/api/query_client';
import { can } from '@/identity/session';

export interface Place {
  id: number;
  unit_id: number;
}

export function useRounds(query: MaybeRefOrGetter<Record<string, unknown>>) {
  return useQuery({
    enabled: can('round.read'),
    queryKey: computed(() => ['rounds', toValue(query)]),
    queryFn: () => ok(api.GET('/api/rounds', { params: { query: toValue(query) } })),
    placeholderData: (previous) => previous,
  });
}

export function useRound(id: MaybeRefOrGetter<number>) {
  return useQuery({
    queryKey: computed(() => ['round', toValue(id)]),
    queryFn: () => ok(api.GET('/api/rounds/{id}', { params: { path: { id: toValue(id) } } })),
    refetchInterval: 30_000,
  });
}

const reportKey = (place: Place) => ['unit_report', place.id, place.unit_id];

export function useUnitReport(place: MaybeRefOrGetter<Place>) {
  return useQuery({
    queryKey: computed(() => reportKey(toValue(place))),
    queryFn: () => ok(api.GET('/api/rounds/{id}/units/{unit_id}', { params: { path: toValue(place) } })),
    // What is being written must not be replaced under the writer's hands.
    refetchOnWindowFocus: false,
  });
}

export async function saveAnswer(place: Place, item: UnitReportItem, answer: AnswerDraft) {
  const saved = await ok(
    api.PUT('/api/rounds/{id}/units/{unit_id}/answers/{action_id}', {
      params: { path: { ...place, action_id: item.action_id }, header: ifMatch(item.version) },
      body: answer,
    }),
  );
  queryClient.setQueryData<UnitReport>(
    reportKey(place),
    (report) =>
      report && {
        ...report,
        state: report.state === 'not_started' ? 'draft' : report.state,
        items: report.items.map((each) => (each.action_id === item.action_id ? { ...each, ...saved } : each)),
      },
  );
  return saved;
}

export function refreshRounds() {
  for (const kind of ['rounds', 'round', 'unit_report', 'my_page', 'actions']) {
    void queryClient.invalidateQueries({ queryKey: [kind] });
  }
}
