import { defineConfig } from '@playwright/test';

// RIMLIG_URL points at a server that already runs; otherwise one is started with the sample municipality.
const running = process.env.RIMLIG_URL;
const port = Number(process.env.RIMLIG_E2E_PORT ?? 8177);

export default defineConfig({
  testDir: '../tests/e2e',
  outputDir: '../build/playwright',
  timeout: 120_000,
  expect: { timeout: 15_000 },
  workers: 1,
  reporter: 'list',
  use: {
    baseURL: running ?? `http://127.0.0.1:${port}`,
    locale: 'sv-SE',
    timezoneId: 'Europe/Stockholm',
    viewport: { width: 1440, height: 900 },
    launchOptions: {
      executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
      // Chromium refuses to sandbox itself when the tests run as root, as they do in a container.
      args: ['--no-sandbox'],
    },
  },
  webServer: running
    ? undefined
    : {
        command: `node ../tests/e2e/server.mjs ${port}`,
        url: `http://127.0.0.1:${port}/healthz`,
        timeout: 180_000,
        reuseExistingServer: false,
        gracefulShutdown: { signal: 'SIGTERM', timeout: 5000 },
      },
});
