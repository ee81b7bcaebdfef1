import { describe, expect, it } from 'vitest';
import { wordDiff } from './word_diff';

const before = (left: string, right: string) =>
  wordDiff(left, right)
    .filter((piece) => piece.kind !== 'added')
    .map((piece) => piece.text.trim())
    .join(' ');
const after = (left: string, right: string) =>
  wordDiff(left, right)
    .filter((piece) => piece.kind !== 'removed')
    .map((piece) => piece.text)
    .join('');

describe('wordDiff', () => {
  it('marks only the words that changed', () => {
    expect(wordDiff('Klart i maj', 'Klart i juni')).toEqual([
      { kind: 'same', text: 'Klart i ' },
      { kind: 'removed', text: 'maj' },
      { kind: 'added', text: 'juni' },
    ]);
  });
  it('gives both texts back', () => {
    const texts = ['', 'en rutin', 'en ny rutin för alla', 'alla rutiner är nya', 'ny\nrad'];
    for (const left of texts) {
      for (const right of texts) {
        expect(after(left, right)).toBe(right);
        expect(before(left, right).split(/\s+/).join(' ')).toBe(left.split(/\s+/).join(' '));
      }
    }
  });
  it('does not spend a minute on two long texts', () => {
    const long = (word: string) => `${word} `.repeat(5000);
    expect(wordDiff(long('a'), long('b'))).toHaveLength(2);
  });
});
