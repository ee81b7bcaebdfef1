// A closed round becomes a report: made in the page, read there, and taken home in each format.
import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { expect, expectNoSidewaysScroll, expectNoViolations, settled, signIn, test } from './support';

interface Round {
  id: number;
  state: string;
  deadline: string;
}

/** A closed round over the units of the sample's own, with a deadline that is long past. */
async function closedRound(page: Page, csrf: string, name: string): Promise<number> {
  const rounds = (await (await page.request.get('/api/rounds?limit=10')).json()) as { items: Round[] };
  const open = rounds.items.find((each) => each.state === 'open');
  const view = (await (await page.request.get(`/api/rounds/${open?.id}`)).json()) as {
    units: { unit_id: number }[];
  };
  const send = async (path: string, data: object, version?: number) => {
    const headers = { 'X-CSRF-Token': csrf, ...(version ? { 'If-Match': `"${version}"` } : {}) };
    const answer = await page.request.post(path, { data, headers });
    expect(answer.ok(), await answer.text()).toBe(true);
    return (await answer.json()) as { id: number; version: number };
  };
  const year = new Date().getFullYear() - 1;
  const made = await send('/api/rounds', {
    name,
    kind: 't2',
    year,
    opens: `${year}-08-20`,
    deadline: `${year}-09-10`,
    unit_ids: view.units.map((unit) => unit.unit_id),
  });
  const opened = await send(`/api/rounds/${made.id}/open`, {}, made.version);
  await send(`/api/rounds/${made.id}/close`, {}, opened.version);
  return made.id;
}

const formats = [
  { button: 'Hämta Word', ending: '.docx', starts: 'PK' },
  { button: 'Hämta Excel', ending: '.xlsx', starts: 'PK' },
  { button: 'Hämta PDF', ending: '.pdf', starts: '%PDF-' },
];

test('S4-10: a report is made of a closed round, read in the page, and taken home in every format', async ({
  page,
}) => {
  const csrf = await signIn(page, 'controller');
  const name = `Tertial 2, prov ${Date.now()}`;
  const round = await closedRound(page, csrf, name);

  await page.goto(`/rounds/${round}`);
  await page.getByRole('button', { name: 'Gör rapport' }).click();
  const dialog = page.getByRole('dialog', { name: 'Ny rapport' });
  await expect(dialog.getByLabel('Omgång')).toHaveValue(/.+/);
  await settled(page);
  await expectNoViolations(page, 'new report');
  await dialog.getByRole('button', { name: 'Gör rapporten' }).click();
  await expect(page).toHaveURL(/\/reports\/\d+$/);

  const paper = page.getByRole('article', { name: 'Förhandsvisning' });
  await expect(paper.getByRole('table').first()).toBeVisible();
  await expect(paper.getByRole('heading', { name: 'Sammanfattning' })).toBeVisible();
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Uppföljning av åtgärder');
  await expect(page.getByText(/kontrollsumma: [0-9a-f]{64}/)).toBeVisible();
  await settled(page);
  await expectNoViolations(page, 'filled');
  await page.emulateMedia({ colorScheme: 'dark' });
  await expectNoViolations(page, 'dark');
  await page.emulateMedia({ colorScheme: 'light' });
  await page.keyboard.press('Control+k');
  await page.locator('dialog[open]').waitFor();
  await settled(page);
  await expectNoViolations(page, 'open dialog');
  await page.keyboard.press('Escape');
  await page.setViewportSize({ width: 390, height: 844 });
  await settled(page);
  await expectNoViolations(page, '390 px');
  await expectNoSidewaysScroll(page);
  await page.setViewportSize({ width: 1440, height: 900 });

  for (const format of formats) {
    const get = page.getByRole('button', { name: format.button });
    if (format.ending === '.pdf' && (await get.count()) === 0) {
      // Where no Typst is installed the page says so, and what to do.
      await expect(page.getByText(/PDF/).first()).toBeVisible();
      continue;
    }
    // The work is quick; its answers are held back until what one waits with has been seen.
    let held = true;
    await page.route(/\/api\/jobs\/\d+$/, async (route) => {
      const answer = await route.fetch();
      const job = (await answer.json()) as object;
      const running = { ...job, state: 'running', progress: 1, total: 3 };
      await route.fulfill(held ? { json: running } : { response: answer });
    });
    const saved = page.waitForEvent('download');
    await get.click();
    const waiting = page.getByRole('region', { name: 'Hämta rapporten' });
    await expect(waiting.getByRole('progressbar')).toHaveAttribute('value', '1');
    held = false;
    const download = await saved;
    expect(download.suggestedFilename()).toContain(format.ending);
    const bytes = readFileSync(await download.path());
    expect(bytes.subarray(0, format.starts.length).toString('latin1')).toBe(format.starts);
    expect(bytes.length).toBeGreaterThan(2000);
    await expect(waiting).toHaveCount(0);
    await page.unrouteAll({ behavior: 'wait' });
  }
});

test('S2-62: an elected official reads a report from when it is published until it is taken back', async ({
  page,
}) => {
  const csrf = await signIn(page, 'controller');
  const round = await closedRound(page, csrf, `Tertial 2, för nämnden ${Date.now()}`);
  const made = await page.request.post('/api/reports', {
    data: { round_id: round, unit_id: null },
    headers: { 'X-CSRF-Token': csrf },
  });
  const { id, title } = (await made.json()) as { id: number; title: string };
  const asElected = async () => {
    await page.context().clearCookies();
    await signIn(page, 'elected_official');
  };
  await asElected();
  expect((await page.request.get(`/api/reports/${id}`)).status()).toBe(404);

  await page.context().clearCookies();
  await signIn(page, 'controller');
  await page.goto(`/reports/${id}`);
  await settled(page);
  await page.getByRole('button', { name: 'Publicera' }).click();
  const asked = page.getByRole('dialog', { name: 'Publicera' });
  await expectNoViolations(page, 'asked before publishing');
  await asked.getByRole('button', { name: 'Publicera' }).click();
  await expect(page.getByText(/Publicerad .* av Amina Haddad/)).toBeVisible();

  await asElected();
  await page.goto(`/reports/${id}`);
  await settled(page);
  await expect(page.getByRole('heading', { level: 1 })).toContainText(title);
  await expect(page.getByRole('button', { name: 'Ta tillbaka publiceringen' })).toHaveCount(0);
  await page.setViewportSize({ width: 390, height: 844 });
  await expectNoSidewaysScroll(page);
  await page.goto('/reports');
  await settled(page);
  await expect(page.getByRole('link', { name: title }).first()).toBeVisible();
});

test('a report that could not be fetched says so, and can be tried again', async ({ page }) => {
  await signIn(page, 'controller');
  const problem = { type: 'urn:problem:internal', title: 'internal', status: 500, code: 'internal' };
  await page.route(/\/api\/reports\/\d+$/, (route) =>
    route.fulfill({ status: 500, json: { ...problem, detail: 'Något gick fel hos oss.' } }),
  );
  await page.goto('/reports/1');
  await page.getByRole('alert').first().waitFor();
  await expectNoViolations(page, 'error');
  await expect(page.getByRole('button', { name: 'Försök igen' })).toBeVisible();
});
