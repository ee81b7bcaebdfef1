import { afterEach, expect, test } from 'vitest';
import { chooseUnit, chosenUnit, followAddress, inChosenUnit } from './unit_choice';

afterEach(() => chooseUnit(null));

test('the menu leads to the chosen unit where a list can be narrowed by it, and elsewhere as before', () => {
  expect(inChosenUnit('/actions')).toEqual({ path: '/actions' });
  chooseUnit('7');
  expect(inChosenUnit('/actions')).toEqual({ path: '/actions', query: { unit: '7' } });
  expect(inChosenUnit('/rounds')).toEqual({ path: '/rounds' });
});

test('a list’s address decides: a link without a unit clears the choice, other pages leave it', () => {
  followAddress({ path: '/questions', query: { unit: '7' } });
  expect(chosenUnit.value).toBe('7');
  followAddress({ path: '/actions/12', query: {} });
  expect(chosenUnit.value).toBe('7');
  followAddress({ path: '/actions', query: { late: 'true' } });
  expect(chosenUnit.value).toBe(null);
});
