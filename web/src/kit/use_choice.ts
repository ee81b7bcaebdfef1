// Options of a field that chooses among more rows than one page holds: what is typed is asked of the
// server, and what is already chosen keeps its name although it is not on the page.
import { useQuery } from '@tanstack/vue-query';
import { computed, ref, toValue, type MaybeRefOrGetter } from 'vue';
import type { Option } from './options';

export interface ChoiceSource {
  key: string;
  find: (q: string | undefined) => Promise<Option<number>[]>;
  one: (id: number) => Promise<Option<number>>;
}

export function useChoice(
  source: ChoiceSource,
  chosen: MaybeRefOrGetter<number | null | undefined>,
  enabled: MaybeRefOrGetter<boolean> = true,
) {
  const q = ref('');
  const { data: found } = useQuery({
    queryKey: computed(() => ['choice', source.key, q.value]),
    queryFn: () => source.find(q.value || undefined),
    enabled: computed(() => toValue(enabled)),
    placeholderData: (previous) => previous,
    staleTime: 60_000,
  });
  const missing = computed(() => {
    const id = toValue(chosen);
    return found.value && id && !found.value.some((option) => option.value === id) ? id : null;
  });
  const { data: named } = useQuery({
    queryKey: computed(() => ['choice', source.key, 'one', missing.value]),
    queryFn: () => source.one(missing.value ?? 0),
    enabled: computed(() => missing.value !== null && toValue(enabled)),
    staleTime: 60_000,
  });
  return {
    options: computed(() => [
      ...(missing.value && named.value?.value === missing.value ? [named.value] : []),
      ...(found.value ?? []),
    ]),
    search: (text: string) => (q.value = text.trim()),
  };
}
