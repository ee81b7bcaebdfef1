// A document from upload to stored actions and back, and files that are refused.
import { expect, expectNoSidewaysScroll, expectNoViolations, settled, signIn, test } from './support';
import type { Page } from '@playwright/test';

const heading = 'Kontrollmoment\tOönskad händelse\tÅtgärd\tStatus\tStartdatum\tSlutdatum\tAnalys\n';
const line = (event: string, action: string) =>
  `Stickprov varje månad\t${event}\t${action}\tPågår\t2026-01-01\t2027-12-31\tArbetet pågår.\n`;

/** Words of this run alone, so that nothing in the sample data is the same. */
const run = Date.now();
const first = `Följa upp förfallna fakturor ${run}`;
const second = `Granska loggar ${run}`;

async function upload(page: Page, name: string, content: string | Buffer) {
  await page.goto('/imports');
  await settled(page);
  await page.getByLabel('Läs in ett dokument').setInputFiles({
    name,
    mimeType: 'application/octet-stream',
    buffer: Buffer.from(content),
  });
  await expect(page).toHaveURL(/\/imports\/\d+$/);
}

async function storeAll(page: Page) {
  await page.getByRole('button', { name: 'Godta alla' }).click();
  await page.getByRole('button', { name: /^Spara \d+ rad/ }).click();
  const dialog = page.getByRole('dialog', { name: 'Spara de godtagna raderna?' });
  await dialog.getByRole('button', { name: /^Spara/ }).click();
  await expect(page.getByText(/rader är sparade/)).toBeVisible();
}

test('S4-1: a document is read, corrected, accepted and stored, and the whole import taken back', async ({
  page,
}) => {
  await signIn(page, 'controller');
  await upload(
    page,
    `uppföljning ${run}.txt`,
    heading + line(`Fakturor betalas sent ${run}`, first) + line(`Loggar granskas inte ${run}`, second),
  );
  const row = page.getByRole('article').filter({ hasText: first });
  await expect(row.getByText('Källans text')).toBeVisible();
  await settled(page);
  await expectNoViolations(page, 'preview');

  await page.getByRole('button', { name: 'Rätta läsningen Rad 2' }).click();
  const sheet = page.getByRole('dialog', { name: 'Rätta läsningen' });
  await settled(page);
  await expectNoViolations(page, 'open dialog');
  await sheet.getByLabel('Åtgärd', { exact: true }).fill(`${second} varje kvartal`);
  await sheet.getByRole('button', { name: 'Spara' }).click();
  await expect(sheet).toHaveCount(0);
  await expect(page.getByText('Rättad av dig')).toBeVisible();
  await expect(page.getByText('1 av 2 bedömda')).toBeVisible();

  await storeAll(page);
  const imported = page.url();
  await page.setViewportSize({ width: 390, height: 844 });
  await settled(page);
  await expectNoViolations(page, 'stored, 390 px');
  await expectNoSidewaysScroll(page);
  await page.setViewportSize({ width: 1440, height: 900 });

  await page.getByRole('link', { name: 'Visa åtgärderna' }).click();
  await page.goto(`/actions?q=${run}`);
  await expect(page.getByRole('link', { name: new RegExp(`${second} varje kvartal`) }).first()).toBeVisible();
  await expect(page.getByText(first).first()).toBeVisible();

  await page.goto(imported);
  await page.getByRole('button', { name: 'Ångra importen' }).click();
  const dialog = page.getByRole('dialog', { name: 'Ångra hela importen?' });
  await expect(dialog.getByText('2 åtgärder')).toBeVisible();
  await settled(page);
  await expectNoViolations(page, 'undo');
  await dialog.getByRole('button', { name: 'Ångra importen' }).click();
  await expect(page.getByText('Allt som den sparade är borttaget.')).toBeVisible();
  await page.goto(`/actions?q=${run}`);
  await settled(page);
  await expect(page.getByText(first)).toHaveCount(0);
});

test('S4-1: an import that somebody has worked on is not taken back, and says why', async ({ page }) => {
  const csrf = await signIn(page, 'controller');
  const text = `Larma vid avvikelse ${run}`;
  await upload(page, `larm ${run}.txt`, heading + line(`Larm saknas ${run}`, text));
  await expect(page.getByRole('article').filter({ hasText: text })).toBeVisible();
  await page.getByRole('button', { name: 'Godta alla' }).click();
  await page.getByRole('button', { name: 'Spara 1 rad' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Spara 1 rad' }).click();
  await expect(page.getByText('1 rad är sparad')).toBeVisible();
  const found = (await (await page.request.get(`/api/actions?q=${run}&limit=5`)).json()) as {
    items: { id: number; text: string }[];
  };
  const action = found.items.find((each) => each.text === text);
  const commented = await page.request.post(`/api/actions/${action?.id}/comments`, {
    data: { text: 'Larmet är beställt.' },
    headers: { 'X-CSRF-Token': csrf },
  });
  expect(commented.status()).toBe(201);

  await page.getByRole('button', { name: 'Ångra importen' }).click();
  const sheet = page.getByRole('dialog', { name: 'Ångra importen' });
  await expect(sheet.getByRole('alert')).toContainText('kan inte ångras');
  await settled(page);
  await expectNoViolations(page, 'undo refused');
  await expect(sheet.getByText('har kommentarer')).toBeVisible();
  await sheet.getByRole('link', { name: new RegExp(text) }).click();
  await expect(page).toHaveURL(`/actions/${action?.id}`);
});

for (const [what, name, content, sentence] of [
  [
    'a web page named as a table',
    'uppföljning.csv',
    '<!DOCTYPE html><html><head><title>404</title></head><body>Sidan finns inte</body></html>',
    /webbsida/,
  ],
  ['a program', 'uppföljning.xlsx', Buffer.from([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1, 0, 0, 0, 0, 0]), /./],
] as const) {
  test(`S0-1: ${what} is refused in Swedish`, async ({ page }) => {
    await signIn(page, 'controller');
    await upload(page, name, content);
    await expect(page.getByRole('heading', { name: 'Gick inte att läsa' })).toBeVisible();
    const told = page.getByRole('alert');
    await expect(told).toContainText(sentence);
    expect((await told.innerText()).length).toBeGreaterThan(20);
    await settled(page);
    await expectNoViolations(page, 'refused');
    await expect(page.getByRole('button', { name: /^Spara/ })).toHaveCount(0);
  });
}
