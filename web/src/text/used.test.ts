// Texts that nothing shows, and what the server names that has no word here.
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { sv as core } from './sv';
import { administration } from './sv/administration';

const sv = { ...core, ...administration };
const sources = Object.entries(
  import.meta.glob<string>(
    ['../**/*.vue', '../**/*.ts', '!../**/*.test.ts', '!./sv/*', '!./en/*', '!../api/api.gen.ts'],
    {
      query: '?raw',
      import: 'default',
      eager: true,
    },
  ),
)
  .map(([, text]) => text)
  .join('\n');
const all = (pattern: RegExp) => new Set([...sources.matchAll(pattern)].map(([, found]) => found as string));

interface Schema {
  properties?: Record<string, unknown>;
}
const { schemas } = (
  JSON.parse(readFileSync('../openapi.json', 'utf8')) as { components: { schemas: Record<string, Schema> } }
).components;

describe('every text', () => {
  it('is shown somewhere', () => {
    const named = all(/['"`]([a-z_0-9]+(?:\.[a-z_0-9]+)+)['"`]/g);
    // t(`status.${status}`) and wordFor('status', …): any text that begins so.
    const begun = [
      ...all(/`([a-z_0-9.]+\.)\$\{/g),
      ...[...all(/wordFor\(\s*'([a-z_0-9.]+)'/g)].map((prefix) => `${prefix}.`),
    ];
    const unused = Object.keys(sv).filter(
      (key) => !named.has(key) && !begun.some((prefix) => key.startsWith(prefix)),
    );
    expect(unused).toEqual([]);
  });
});

describe('every field that the log of changes can name', () => {
  // These change by themselves and are not shown.
  const hidden = ['id', 'version', 'created_at', 'updated_at'];
  const logged = [
    'Action',
    'ActionTemplate',
    'Control',
    'Escalation',
    'EvidenceRow',
    'Finding',
    'Report',
    'Review',
    'Round',
    'Unit',
    'UnwantedEvent',
  ];
  it.each(logged)('has a word: %s', (name) => {
    const fields = Object.keys(schemas[name]?.properties ?? {});
    expect(fields).not.toEqual([]);
    expect(fields.filter((field) => !hidden.includes(field) && !(`field.${field}` in sv))).toEqual([]);
  });
});

describe('every permission that an API token can be given', () => {
  it('has words', () => {
    const page = readFileSync('../docs/permissions.md', 'utf8');
    const named = [...page.matchAll(/^\| `([a-z_.]+)`/gm)].map(([, name]) => name as string);
    expect(named.length).toBeGreaterThan(10);
    const wordless = named.filter((name) => !name.startsWith('account.') && !(`permission.${name}` in sv));
    expect(wordless).toEqual([]);
  });
});

describe('texts of administration', () => {
  it('are named only by pages that fetch them', () => {
    const files = import.meta.glob<string>(['../**/*.vue', '../**/*.ts', '!../**/*.test.ts', '!./*/*'], {
      query: '?raw',
      import: 'default',
      eager: true,
    });
    const text = (path: string) => files[path] ?? '';
    const path = (from: string, to: string) => {
      const whole = to.startsWith('@/')
        ? `../${to.slice(2)}`
        : new URL(to, `file:///src/text/${from}`).pathname
            .replace('/src/text/', './')
            .replace('/src/', '../');
      return [whole, `${whole}.ts`, `${whole}.vue`].find((each) => each in files);
    };
    // The router's own imports lead to every page; those wrapped in administration() have what they need.
    const router = text('../router.ts').replace(/administration\(\(\) => import\([^)]*\)\)/g, '');
    expect(router.length).toBeLessThan(text('../router.ts').length);
    const reached = new Set<string>();
    const open = ['../main.ts'];
    while (open.length) {
      const file = open.pop() as string;
      if (reached.has(file)) continue;
      reached.add(file);
      const body = file === '../router.ts' ? router : text(file);
      for (const [, to] of body.matchAll(/(?:from|import\()\s*'([.@][^']*)'/g)) {
        const next = path(file, to as string);
        if (next) open.push(next);
      }
    }
    expect(reached.size).toBeGreaterThan(50);
    const missing = [...reached].flatMap((file) =>
      Object.keys(administration)
        .filter((key) => text(file).includes(`'${key}'`))
        .map((key) => `${file}: ${key}`),
    );
    expect(missing).toEqual([]);
  });
});
