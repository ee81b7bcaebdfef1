// Serves the built application and the invented district, with the headers that the real server sends.
// Used by tests of the user interface and when working on it; see README.md.
import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname } from 'node:path';
import { routes } from './routes.mjs';

const dist = new URL('../dist', import.meta.url).pathname;
const types = {
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
  '.html': 'text/html; charset=utf-8',
};
const policy =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; require-trusted-types-for 'script'";

async function bodyOf(request) {
  const parts = [];
  for await (const part of request) parts.push(part);
  const text = Buffer.concat(parts).toString();
  try {
    return text ? JSON.parse(text) : undefined;
  } catch {
    return text;
  }
}

export function startServer(port = 0) {
  const server = createServer(async (request, response) => {
    const url = new URL(request.url, 'http://localhost');
    if (url.pathname.startsWith('/api/')) {
      const body = await bodyOf(request);
      const query = Object.fromEntries(url.searchParams);
      for (const [method, pattern, handler] of routes) {
        const found = method === request.method && new RegExp(`^${pattern}$`).exec(url.pathname);
        if (!found) continue;
        const answer = handler({ params: found.slice(1), query, body, headers: request.headers });
        const status = answer.status ?? 200;
        response.writeHead(status, {
          'content-type': status < 400 ? 'application/json' : 'application/problem+json',
        });
        return response.end(answer.body === undefined ? '' : JSON.stringify(answer.body));
      }
      response.writeHead(404, { 'content-type': 'application/problem+json' });
      return response.end(
        JSON.stringify({ type: '', title: '', status: 404, code: 'not_found', detail: 'Finns inte.' }),
      );
    }
    const path = existsSync(dist + url.pathname) && extname(url.pathname) ? url.pathname : '/index.html';
    response.writeHead(200, {
      'content-type': types[extname(path)] ?? 'application/octet-stream',
      'content-security-policy': policy,
    });
    response.end(readFileSync(dist + path));
  });
  return new Promise((resolve) => server.listen(port, '127.0.0.1', () => resolve(server)));
}

if (process.argv[1] === new URL(import.meta.url).pathname) {
  const server = await startServer(Number(process.env.PORT ?? 8099));
  console.log(`http://127.0.0.1:${server.address().port}`);
}
