// Starts the built program over an empty folder with the sample municipality, and takes the folder away after.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const binary = process.env.RIMLIG_BINARY ?? join(root, 'build/release/rimlig');
const data = mkdtempSync(join(tmpdir(), 'rimlig-e2e-'));
const options = [
  'serve',
  '--data',
  data,
  '--sample',
  join(root, 'samples'),
  '--port',
  process.argv[2] ?? '8177',
];
if (process.env.RIMLIG_WEB) options.push('--web', process.env.RIMLIG_WEB);

const server = spawn(binary, options, {
  cwd: root,
  stdio: ['ignore', 'inherit', 'inherit'],
});
server.on('exit', (code) => {
  rmSync(data, { recursive: true, force: true });
  process.exit(code ?? 1);
});
for (const signal of ['SIGTERM', 'SIGINT']) process.on(signal, () => server.kill('SIGTERM'));
