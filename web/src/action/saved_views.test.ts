import { expect, test } from 'vitest';
import { canonical, partsOf } from './saved_views';

test('the same question is the same text, and what is not asked is left out', () => {
  expect(canonical({ sort: '-due', late: 'true', q: undefined, unit: '' })).toBe('late=true&sort=-due');
  expect(canonical({ late: 'true', sort: '-due' })).toBe('late=true&sort=-due');
  expect(canonical({})).toBe('');
});

test('a kept query opens as it was asked, with Swedish letters and spaces', () => {
  const asked = { q: 'årlig översyn & plan', status: 'delayed' };
  expect(partsOf(canonical(asked))).toEqual(asked);
});
