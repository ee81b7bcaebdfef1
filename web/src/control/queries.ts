import { useQuery } from '@tanstack/vue-query';
import { computed, toValue, type MaybeRefOrGetter } from 'vue';
import { api, ok } from '@/api/client';
import { queryClient } from '@/api/query_client';
import type { ChoiceSource } from '@/kit/use_choice';

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

const optionOf = (found: { id: number; text?: string; title?: string }) => ({
  value: found.id,
  label: found.title ?? found.text ?? '',
});

export const eventChoice: ChoiceSource = {
  key: 'events',
  find: async (q) =>
    (await ok(api.GET('/api/events', { params: { query: { q, limit: 50 } } }))).items.map(optionOf),
  one: async (id) => optionOf(await ok(api.GET('/api/events/{id}', { params: { path: { id } } }))),
};

export const controlChoice: ChoiceSource = {
  key: 'controls',
  find: async (q) =>
    (await ok(api.GET('/api/controls', { params: { query: { q, limit: 50 } } }))).items.map(optionOf),
  one: async (id) => optionOf(await ok(api.GET('/api/controls/{id}', { params: { path: { id } } }))),
};

export function refreshControls() {
  for (const kind of ['choice', 'controls', 'events', 'control', 'event', 'action']) {
    void queryClient.invalidateQueries({ queryKey: [kind] });
  }
}
