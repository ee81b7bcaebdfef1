// S3-11: figures are added up and ordered in the browser, where all units are.
import { describe, expect, it } from 'vitest';
import type { UnitStanding } from '@/api/model';
import { inOrder, sumOf } from './figures';

const unit = (id: number, name: string, figures: Partial<UnitStanding> = {}): UnitStanding => ({
  id,
  name,
  kind: 'unit',
  committee_id: 1,
  committee_name: 'Nämnden',
  total: 0,
  not_started: 0,
  in_progress: 0,
  delayed: 0,
  done: 0,
  part_of_routine: 0,
  not_done: 0,
  cancelled: 0,
  late: 0,
  open_questions: 0,
  restricted: 0,
  report_state: null,
  ...figures,
});
const units = [
  unit(1, 'Örnen', { total: 4, done: 1, part_of_routine: 2, late: 1 }),
  unit(2, 'Almen', { total: 3, delayed: 1, not_done: 1 }),
  unit(3, 'Ängen', { total: 4, done: 1 }),
];

describe('S3-11: figures', () => {
  it('adds every count', () => {
    expect(sumOf(units)).toMatchObject({
      total: 11,
      done: 2,
      part_of_routine: 2,
      delayed: 1,
      not_done: 1,
      late: 1,
    });
    expect(sumOf([])).toMatchObject({ total: 0, late: 0 });
  });
  it('orders by a count, by two together and by Swedish names, and leaves what is equal in place', () => {
    const ids = (sort: string) => inOrder(units, sort).map((each) => each.id);
    expect(ids('')).toEqual([1, 2, 3]);
    expect(ids('-total')).toEqual([1, 3, 2]);
    expect(ids('-done')).toEqual([1, 3, 2]);
    expect(ids('-behind')).toEqual([2, 1, 3]);
    expect(ids('name')).toEqual([2, 3, 1]);
    expect(ids('-name')).toEqual([1, 3, 2]);
  });
});
