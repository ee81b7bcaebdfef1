import { useQuery } from '@tanstack/vue-query';
import { computed, toValue, type MaybeRefOrGetter } from 'vue';
import { restricting, type RestrictedKind } from './kinds';

/** What exists in the filtered units and is shown to its circle alone. */
export function useRestricted(
  kind: RestrictedKind,
  filters: MaybeRefOrGetter<Record<string, string | undefined>>,
) {
  const query = computed(() => ({
    unit: Number(toValue(filters).unit) || undefined,
    committee: Number(toValue(filters).committee) || undefined,
  }));
  return useQuery({
    queryKey: computed(() => [`${kind}s`, 'restricted', query.value]),
    queryFn: () => restricting[kind].list(query.value),
  });
}
