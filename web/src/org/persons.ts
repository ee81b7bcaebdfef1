import { useQuery } from '@tanstack/vue-query';
import { computed } from 'vue';
import { api, ok } from '@/api/client';

export function usePersons() {
  const query = useQuery({
    queryKey: ['persons'],
    queryFn: () => ok(api.GET('/api/persons', { params: { query: { limit: 100 } } })),
    staleTime: 120_000,
  });
  return {
    ...query,
    persons: computed(() => query.data.value?.items ?? []),
    options: computed(() =>
      (query.data.value?.items ?? []).map((person) => ({ value: person.id, label: person.name })),
    ),
  };
}
