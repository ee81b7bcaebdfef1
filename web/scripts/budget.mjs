// Fails when the first load or a lazy route has grown past what a phone on a slow line should fetch.
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';

const dist = new URL('../dist/', import.meta.url);
const manifest = JSON.parse(readFileSync(new URL('.vite/manifest.json', dist), 'utf8'));
const kilobytes = (file) => gzipSync(readFileSync(new URL(file, dist)), { level: 9 }).length / 1024;

// The chunk itself and everything that it imports before it can run.
function closure(name, seen = new Set()) {
  if (seen.has(name)) return seen;
  seen.add(name);
  for (const next of manifest[name].imports ?? []) closure(next, seen);
  return seen;
}
const files = (names) => ({
  js: [...names].map((name) => manifest[name].file).filter((file) => file.endsWith('.js')),
  css: [...new Set([...names].flatMap((name) => manifest[name].css ?? []))],
});
const sum = (list) => list.reduce((total, file) => total + kilobytes(file), 0);

const entry = Object.keys(manifest).find((name) => manifest[name].isEntry);
const first = closure(entry);
const rows = [
  ['first load, JS', sum(files(first).js), 110],
  ['first load, CSS', sum(files(first).css), 15],
];
for (const [name, chunk] of Object.entries(manifest)) {
  if (!chunk.isDynamicEntry) continue;
  const own = [...closure(name)].filter((part) => !first.has(part));
  rows.push([`lazy ${chunk.name ?? name}`, sum([...files(own).js, ...files(own).css]), 40]);
}
let over = false;
for (const [label, size, limit] of rows) {
  if (size > limit) over = true;
  console.log(`${size.toFixed(1).padStart(7)} of ${limit} kB  ${label}${size > limit ? '   TOO LARGE' : ''}`);
}
process.exit(over ? 1 : 0);
