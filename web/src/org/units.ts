// The units that the person may see, loaded once and used in every choice of unit.
import { useQuery } from '@tanstack/vue-query';
import { computed } from 'vue';
import { api, ok } from '@/api/client';
import type { Option } from '@/kit/options';
import { t } from '@/text/t';

export function useUnits() {
  const query = useQuery({
    queryKey: ['units'],
    queryFn: () => ok(api.GET('/api/units')),
    staleTime: 300_000,
  });
  const units = computed(() => query.data.value?.items ?? []);
  const asOptions = (kinds?: string[]): Option<number>[] =>
    units.value
      .filter((unit) => !kinds || kinds.includes(unit.kind))
      .map((unit) => ({ value: unit.id, label: unit.name }));
  return {
    ...query,
    units,
    options: computed(() => asOptions()),
    /** With "all" first, for filters, where the value is text from the address. */
    filterOptions: computed<Option[]>(() => [
      { value: null, label: t('org.all_units') },
      ...asOptions().map((option) => ({ ...option, value: String(option.value) })),
    ]),
    committees: computed(() => asOptions(['committee', 'board', 'council'])),
    nameOf: (id: number | null | undefined) => units.value.find((unit) => unit.id === id)?.name ?? '',
  };
}
