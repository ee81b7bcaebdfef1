// Where in a text something was repaired or is doubtful, as pieces that can be drawn one after the other.

type MarkKind = 'repair' | 'question';
export interface Mark {
  begin: number;
  end: number;
  kind: MarkKind;
  title: string;
}
interface TextPiece {
  text: string;
  mark?: Mark;
}

/** Finds a quote; trusts the given place only when the quote really stands there. */
export function place(text: string, quote: string | null, begin?: number | null): [number, number] | null {
  if (!quote) return null;
  if (typeof begin === 'number' && text.slice(begin, begin + quote.length) === quote) {
    return [begin, begin + quote.length];
  }
  const found = text.indexOf(quote);
  return found < 0 ? null : [found, found + quote.length];
}

/** Cuts the text at its marks. Of two that overlap, the first one wins. */
export function cut(text: string, marks: Mark[]): TextPiece[] {
  const pieces: TextPiece[] = [];
  let from = 0;
  for (const mark of [...marks].sort((left, right) => left.begin - right.begin || right.end - left.end)) {
    if (mark.begin < from || mark.end <= mark.begin || mark.end > text.length) continue;
    if (mark.begin > from) pieces.push({ text: text.slice(from, mark.begin) });
    pieces.push({ text: text.slice(mark.begin, mark.end), mark });
    from = mark.end;
  }
  if (from < text.length) pieces.push({ text: text.slice(from) });
  return pieces;
}
