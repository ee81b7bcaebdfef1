// Working with one action from creation to finished, with two people at it at once, and taking a change back.
import { expect, settled, signIn, test } from './support';

test('S4-5: an action is created, reported on under the rules, and finished with evidence', async ({
  page,
}) => {
  await signIn(page, 'controller');
  await page.goto('/actions');
  await settled(page);
  const text = `Prova larm i korridoren ${Date.now()}`;

  await page.getByRole('button', { name: 'Ny åtgärd' }).click();
  const sheet = page.getByRole('dialog', { name: 'Ny åtgärd' });
  await sheet.getByRole('button', { name: 'Skapa åtgärden' }).click();
  await expect(sheet.getByRole('alert')).toBeFocused();
  await sheet.getByLabel('Åtgärd', { exact: true }).fill(text);
  await sheet.getByLabel('Klart senast', { exact: true }).fill(`${new Date().getFullYear()}-12`);
  await sheet.getByRole('button', { name: 'Skapa åtgärden' }).click();
  await expect(page).toHaveURL(/\/actions\/\d+$/);
  await expect(page.getByText(text).first()).toBeVisible();

  const report = async (status: string) => {
    await page.locator('main').getByRole('button', { name: 'Rapportera' }).click();
    const dialog = page.getByRole('dialog', { name: /Rapportera ÅT-/ });
    await dialog.getByText(status, { exact: true }).last().click();
    return dialog;
  };
  let dialog = await report('Försenad');
  await dialog.getByRole('button', { name: 'Spara' }).click();
  await expect(dialog.getByRole('alert')).toBeVisible();
  await dialog.getByLabel('Orsak').fill('Leverantören är sen.');
  await dialog.getByLabel('Nytt slutdatum', { exact: true }).fill(`${new Date().getFullYear() + 1}-02-28`);
  await dialog.getByRole('button', { name: 'Spara' }).click();
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await expect(page.locator('main .badge', { hasText: 'Försenad' }).first()).toBeVisible();
  await expect(page.getByText(/Från början/)).toBeVisible();

  await page.getByRole('status').getByRole('button', { name: 'Ångra' }).click();
  await expect(page.locator('main .summary-list .badge', { hasText: 'Ej påbörjad' })).toBeVisible();

  await page.locator('main input[type=file]').setInputFiles({
    name: 'protokoll.txt',
    mimeType: 'text/plain',
    buffer: Buffer.from('Larmet provades och hördes i alla rum.'),
  });
  await expect(page.getByRole('link', { name: 'protokoll.txt' })).toBeVisible();
  dialog = await report('Avslutad');
  await dialog.getByLabel('Analys').fill('Larmet är provat och hörs i alla rum.');
  await dialog.getByLabel('Effekt', { exact: true }).fill('Ja, svarstiden har halverats.');
  await dialog.getByRole('button', { name: 'Spara' }).click();
  await expect(page.locator('main .summary-list .badge', { hasText: 'Avslutad' })).toBeVisible();

  await page.getByLabel('Ny kommentar').fill('Tack, nu är det klart.');
  await page.getByRole('button', { name: 'Lägg till kommentar' }).click();
  await expect(page.locator('main li', { hasText: 'Tack, nu är det klart.' })).toBeVisible();
});

test('two people at once: the other’s change is shown and nothing is lost', async ({ page }) => {
  const stamp = Date.now();
  const csrf = await signIn(page, 'controller');
  const list = (await (await page.request.get('/api/actions?limit=1&status=not_started')).json()) as {
    items: { id: number; version: number; unit_id: number; text: string }[];
  };
  const action = list.items[0];
  if (!action) throw new Error('no action in the sample data');
  await page.goto(`/actions/${action.id}`);
  await settled(page);
  await page.getByRole('button', { name: 'Ändra' }).click();
  const sheet = page.getByRole('dialog');
  await sheet.getByLabel('Analys').fill(`Min text ${stamp}.`);

  const other = await page.request.put(`/api/actions/${action.id}`, {
    headers: { 'X-CSRF-Token': csrf, 'If-Match': `"${action.version}"` },
    data: {
      unit_id: action.unit_id,
      text: action.text,
      analysis: `Den andras text ${stamp}.`,
    },
  });
  expect(other.ok(), await other.text()).toBe(true);

  await sheet.getByRole('button', { name: 'Spara' }).click();
  await expect(sheet.locator('del').first()).toBeVisible();
  await expect(sheet.getByLabel('Analys')).toHaveValue(`Min text ${stamp}.`);
  await sheet.getByRole('button', { name: 'Spara ändå' }).click();
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await expect(page.locator('main .summary-list').getByText(`Min text ${stamp}.`)).toBeVisible();
});

test('a list’s view is its address, and what is filtered is what is fetched', async ({ page }) => {
  await signIn(page, 'controller');
  await page.goto('/actions?late=true&sort=-number');
  await settled(page);
  await expect(page.getByLabel('Tid')).toHaveValue('true');
  const rows = await page.locator('tbody tr').count();
  expect(rows).toBeGreaterThan(0);
  await page.locator('summary', { hasText: 'Hämta' }).click();
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: 'CSV' }).click(),
  ]);
  const content = await (await import('node:fs/promises')).readFile(await download.path(), 'utf8');
  expect(content.trim().split('\n').length - 1).toBeGreaterThanOrEqual(rows);
  await page.getByRole('button', { name: 'Rensa filter' }).click();
  await expect(page).toHaveURL(/\/actions$/);
});
