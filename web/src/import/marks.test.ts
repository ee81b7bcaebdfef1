import { describe, expect, it } from 'vitest';
import { cut, place, type Mark } from './marks';

const mark = (begin: number, end: number, kind: Mark['kind'] = 'repair'): Mark => ({
  begin,
  end,
  kind,
  title: '',
});

describe('marks in an imported text', () => {
  it('find the quote where it stands, even when the place is counted in other units', () => {
    expect(place('Åtgärden pågår', 'pågår', 9)).toEqual([9, 14]);
    expect(place('Åtgärden pågår', 'pågår', 11)).toEqual([9, 14]);
    expect(place('Åtgärden pågår', 'klar')).toBeNull();
    expect(place('Åtgärden pågår', null)).toBeNull();
  });
  it('cut the text without losing a letter', () => {
    const text = 'gång-\ner per år';
    const pieces = cut(text, [mark(0, 8), mark(9, 12, 'question'), mark(4, 10)]);
    expect(pieces.map((piece) => piece.text).join('')).toBe(text);
    expect(pieces.filter((piece) => piece.mark)).toHaveLength(2);
  });
  it('leave out marks that reach outside the text', () => {
    expect(cut('kort', [mark(2, 99)])).toEqual([{ text: 'kort' }]);
  });
});
