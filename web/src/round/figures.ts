// Adding up and ordering the units' figures: all of them are here at once.
import type { UnitStanding } from '@/api/model';

const counts = [
  'total',
  'not_started',
  'in_progress',
  'delayed',
  'done',
  'part_of_routine',
  'not_done',
  'cancelled',
  'late',
  'open_questions',
] as const satisfies readonly (keyof UnitStanding)[];
export type Figures = Record<(typeof counts)[number], number>;

export function sumOf(units: Figures[]): Figures {
  const sum = Object.fromEntries(counts.map((count) => [count, 0])) as Figures;
  for (const unit of units) for (const count of counts) sum[count] += unit[count];
  return sum;
}

/** What each column is ordered by; what has no column of its own is two statuses together. */
const valueOf = (unit: UnitStanding, key: string): number | string => {
  if (key === 'done') return unit.done + unit.part_of_routine;
  if (key === 'behind') return unit.delayed + unit.not_done;
  return unit[key as keyof Figures] ?? unit.name;
};

/** In the organisation's own order without a key; "-late" is the largest first. Equals keep their order. */
export function inOrder(units: UnitStanding[], sort: string): UnitStanding[] {
  if (!sort) return units;
  const descending = sort.startsWith('-');
  const key = descending ? sort.slice(1) : sort;
  const swedish = new Intl.Collator('sv');
  const order = (a: UnitStanding, b: UnitStanding) => {
    const [x, y] = [valueOf(a, key), valueOf(b, key)];
    return typeof x === 'string' || typeof y === 'string' ? swedish.compare(String(x), String(y)) : x - y;
  };
  return [...units].sort((a, b) => (descending ? order(b, a) : order(a, b)));
}
