import { useQuery } from '@tanstack/vue-query';
import { computed, toValue, type MaybeRefOrGetter } from 'vue';
import { api, ok } from '@/api/client';
import { queryClient } from '@/api/query_client';

export function useControls(
  query: MaybeRefOrGetter<Record<string, unknown>>,
  enabled: MaybeRefOrGetter<boolean> = true,
) {
  return useQuery({
    queryKey: computed(() => ['controls', toValue(query)]),
    queryFn: () => ok(api.GET('/api/controls', { params: { query: toValue(query) } })),
    enabled: computed(() => toValue(enabled)),
    placeholderData: (previous) => previous,
  });
}

export function useEvents(
  query: MaybeRefOrGetter<Record<string, unknown>>,
  enabled: MaybeRefOrGetter<boolean> = true,
) {
  return useQuery({
    queryKey: computed(() => ['events', toValue(query)]),
    queryFn: () => ok(api.GET('/api/events', { params: { query: toValue(query) } })),
    enabled: computed(() => toValue(enabled)),
    placeholderData: (previous) => previous,
  });
}

export function refreshControls() {
  for (const kind of ['controls', 'events', 'control', 'event', 'action']) {
    void queryClient.invalidateQueries({ queryKey: [kind] });
  }
}
