import { describe, expect, it } from 'vitest';
import { fieldsFor, looks, statuses } from './status';

describe('status of an action', () => {
  it('S4-5: finishing asks for analysis, effect, and a reason when there is no evidence', () => {
    expect(fieldsFor('done', false)).toEqual([
      'analysis',
      'no_evidence_reason',
      'effect',
      'effect_review_on',
    ]);
    expect(fieldsFor('done', true)).not.toContain('no_evidence_reason');
  });
  it('S4-5: a delay asks for reason and new date', () => {
    expect(fieldsFor('delayed', false)).toEqual(['reason', 'due']);
  });
  it('S4-9: part of the routine asks for document and recurring control', () => {
    expect(fieldsFor('part_of_routine', false)).toEqual(['document_ref', 'recurring_control_id']);
  });
  it('S4-4: no two statuses share shape and colour', () => {
    const seen = statuses.map((status) => `${looks[status].shape} ${looks[status].tone}`);
    expect(new Set(seen).size).toBe(statuses.length);
  });
});
