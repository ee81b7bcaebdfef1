// The blocks that a report is made of, as the server writes them; the same ones become DOCX, XLSX and PDF.

export interface Run {
  text: string;
  bold?: boolean;
  italic?: boolean;
  link?: string;
}
export interface ReportTable {
  caption: string;
  columns: { title: string; width: number; kind: 'text' | 'number' | 'date' | 'status' }[];
  row_header: number;
  rows: { cells: { text: string; mark?: string }[]; total?: boolean }[];
  notes: string[];
}
export type ReportBlock =
  | { type: 'heading'; level: number; text: string }
  | { type: 'paragraph'; runs: Run[] }
  | { type: 'list'; ordered?: boolean; items: Run[][] }
  | ({ type: 'table' } & ReportTable)
  | { type: 'chart'; alt: string; svg: string; data: ReportTable }
  | { type: 'page_break' }
  | { type: 'orientation'; landscape: boolean }
  | { type: 'contents'; title: string };

/** The report's own title is the page's h1, so its chapters begin at h2. */
export const headingTag = (level: number) => `h${Math.min(6, level + 1)}`;

export function contentsOf(blocks: ReportBlock[]): { text: string; level: number; id: string }[] {
  return blocks.flatMap((block, index) =>
    block.type === 'heading' ? [{ text: block.text, level: block.level, id: `part-${index}` }] : [],
  );
}

/** A drawing as an address that an image may have under the content policy. Nothing in it can run. */
export const asImage = (svg: string) => `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
