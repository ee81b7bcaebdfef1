import { render, screen } from '@testing-library/vue';
import { describe, expect, it } from 'vitest';
import BlockView from './BlockView.vue';
import { contentsOf, headingTag, type ReportBlock } from './blocks';

const table: ReportBlock = {
  type: 'table',
  caption: 'Åtgärder per enhet',
  columns: [
    { title: 'Enhet', width: 3, kind: 'text' },
    { title: 'Avslutad', width: 1, kind: 'number' },
  ],
  row_header: 0,
  rows: [
    { cells: [{ text: 'Hemtjänst Öster' }, { text: '2', mark: 'L4' }] },
    { cells: [{ text: 'Summa' }, { text: '2' }], total: true },
  ],
  notes: ['L4: status mot text.'],
};

describe('preview of a report', () => {
  it('keeps the order of headings under the page’s own', () => {
    expect(headingTag(1)).toBe('h2');
    expect(headingTag(6)).toBe('h6');
    const blocks: ReportBlock[] = [{ type: 'heading', level: 1, text: 'Läget' }, table];
    expect(contentsOf(blocks)).toEqual([{ text: 'Läget', level: 1, id: 'part-0' }]);
  });
  it('draws a table with named rows, marks and notes', () => {
    render(BlockView, { props: { block: table, index: 0, contents: [] } });
    expect(screen.getByRole('table', { name: 'Åtgärder per enhet' })).toBeTruthy();
    expect(screen.getByRole('rowheader', { name: 'Hemtjänst Öster' })).toBeTruthy();
    expect(screen.getByText('L4: status mot text.')).toBeTruthy();
  });
  it('shows text as text, whatever it holds', () => {
    const { container } = render(BlockView, {
      props: {
        block: { type: 'paragraph', runs: [{ text: '<img src=x onerror=alert(1)>', bold: true }] },
        index: 0,
        contents: [],
      },
    });
    expect(container.querySelector('img')).toBeNull();
    expect(container.querySelector('strong')?.textContent).toBe('<img src=x onerror=alert(1)>');
  });
});
