// The units that the person may see, loaded once and used in every choice of unit.
import { useQuery } from '@tanstack/vue-query';
import { computed, toValue, type MaybeRefOrGetter } from 'vue';
import { api, ok } from '@/api/client';
import type { Unit } from '@/api/model';
import { today } from '@/identity/session';
import type { Option } from '@/kit/options';
import { t } from '@/text/t';

const ended = (unit: Unit) => unit.valid_to !== null && unit.valid_to < today.value;
/** A unit that is no more says so wherever it is named. */
const label = (unit: Unit) => (ended(unit) ? t('org.ended_name', unit.name, unit.valid_to ?? '') : unit.name);

/** `kept` is what an object already stands with: offered although the unit has ended. */
export function useUnits(kept?: MaybeRefOrGetter<number | null | undefined>) {
  const query = useQuery({
    queryKey: ['units'],
    queryFn: () => ok(api.GET('/api/units')),
    staleTime: 300_000,
  });
  const units = computed(() => query.data.value?.items ?? []);
  const inForce = computed(() => units.value.filter((unit) => !ended(unit)));
  const asOptions = (from: Unit[]): Option<number>[] =>
    from.map((unit) => ({ value: unit.id, label: label(unit) }));
  return {
    ...query,
    units,
    inForce,
    /** What may be chosen for something new: units that are in force. */
    options: computed(() =>
      asOptions(units.value.filter((unit) => !ended(unit) || unit.id === toValue(kept))),
    ),
    /** With "all" first and the ended ones last, for filters, where the value is text from the address. */
    filterOptions: computed<Option[]>(() => [
      { value: null, label: t('org.all_units') },
      ...asOptions([...inForce.value, ...units.value.filter(ended)]).map((option) => ({
        ...option,
        value: String(option.value),
      })),
    ]),
    committees: computed(() =>
      asOptions(inForce.value.filter((unit) => ['committee', 'board', 'council'].includes(unit.kind))),
    ),
    ended,
    nameOf: (id: number | null | undefined) => {
      const unit = units.value.find((each) => each.id === id);
      return unit ? label(unit) : '';
    },
  };
}
