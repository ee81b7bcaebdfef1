// The difference between two texts, word by word, for showing a change beside what was there.

interface Piece {
  kind: 'same' | 'removed' | 'added';
  text: string;
}

const words = (text: string) => text.match(/\S+\s*|\s+/g) ?? [];

export function wordDiff(before: string, after: string): Piece[] {
  const left = words(before);
  const right = words(after);
  // Long texts would need a table of millions of cells; two whole pieces say enough then.
  if (left.length * right.length > 250_000) {
    return [
      { kind: 'removed', text: before },
      { kind: 'added', text: after },
    ];
  }
  const width = right.length + 1;
  const common = new Uint16Array((left.length + 1) * width);
  for (let row = left.length - 1; row >= 0; row -= 1) {
    for (let column = right.length - 1; column >= 0; column -= 1) {
      const at = row * width + column;
      common[at] =
        left[row]?.trim() === right[column]?.trim()
          ? (common[at + width + 1] ?? 0) + 1
          : Math.max(common[at + width] ?? 0, common[at + 1] ?? 0);
    }
  }
  const pieces: Piece[] = [];
  const add = (kind: Piece['kind'], text: string) => {
    const last = pieces.at(-1);
    if (last?.kind === kind) last.text += text;
    else pieces.push({ kind, text });
  };
  let row = 0;
  let column = 0;
  while (row < left.length || column < right.length) {
    const oldWord = left[row];
    const newWord = right[column];
    if (oldWord !== undefined && newWord !== undefined && oldWord.trim() === newWord.trim()) {
      add('same', newWord);
      row += 1;
      column += 1;
    } else if (
      newWord === undefined ||
      (oldWord !== undefined &&
        (common[(row + 1) * width + column] ?? 0) >= (common[row * width + column + 1] ?? 0))
    ) {
      add('removed', oldWord ?? '');
      row += 1;
    } else {
      add('added', newWord);
      column += 1;
    }
  }
  return pieces;
}
