// Planning a round: made, changed and removed before its day; afterwards only the last day moves.
import { expect, expectNoViolations, settled, signIn, test } from './support';

test('S0-9: a planned round is changed and removed, and says when it opens by itself', async ({ page }) => {
  await signIn(page, 'controller');
  const year = new Date().getFullYear() + 1;
  await page.goto('/rounds');
  await settled(page);
  await page.getByRole('button', { name: 'Ny omgång' }).click();
  let sheet = page.getByRole('dialog', { name: 'Ny omgång' });
  await sheet.getByLabel('Namn').fill(`Prov ${Date.now()}`);
  await sheet.getByLabel('Öppnar', { exact: true }).fill(`${year}-01-10`);
  await sheet.getByLabel('Sista dag', { exact: true }).fill(`${year}-01-31`);
  await sheet.getByRole('button', { name: 'Välj alla' }).click();
  await sheet.getByRole('button', { name: 'Skapa omgången' }).click();
  await expect(page).toHaveURL(/\/rounds\/\d+$/);
  await expect(page.getByText(`Öppnar av sig själv 10 januari ${year}`)).toBeVisible();
  await settled(page);
  await expectNoViolations(page, 'planned');

  await page.getByRole('button', { name: 'Ändra omgången' }).click();
  sheet = page.getByRole('dialog', { name: 'Ändra omgången' });
  await settled(page);
  await expectNoViolations(page, 'open dialog');
  await sheet.getByLabel('Sista dag', { exact: true }).fill(`${year}-02-15`);
  await sheet.getByRole('button', { name: 'Spara' }).click();
  await expect(page.getByText(`senast 15 februari ${year}`)).toBeVisible();

  await page.getByRole('button', { name: 'Ta bort omgången' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Ta bort omgången' }).click();
  await expect(page).toHaveURL(/\/rounds$/);
  await expect(page.getByText('Omgången är borttagen')).toBeVisible();
});

test('S0-9: the last day of an open round moves forward with a reason', async ({ page }) => {
  await signIn(page, 'controller');
  const { items } = (await (await page.request.get('/api/rounds?limit=10')).json()) as {
    items: { id: number; state: string; deadline: string }[];
  };
  const round = items.find((each) => each.state === 'open');
  await page.goto(`/rounds/${round?.id}`);
  await page.getByRole('button', { name: 'Flytta fram sista dagen' }).click();
  const sheet = page.getByRole('dialog', { name: 'Flytta fram sista dagen' });
  await sheet.getByRole('button', { name: 'Flytta fram sista dagen' }).click();
  await expect(sheet.getByRole('alert')).toBeFocused();
  await settled(page);
  await expectNoViolations(page, 'open dialog with errors');
  const day = new Date(`${round?.deadline}T12:00:00Z`);
  day.setUTCDate(day.getUTCDate() + 1);
  await sheet.getByLabel('Ny sista dag', { exact: true }).fill(day.toISOString().slice(0, 10));
  await sheet.getByLabel('Varför flyttas dagen?').fill('Två enheter har bytt chef.');
  await sheet.getByRole('button', { name: 'Flytta fram sista dagen' }).click();
  await expect(sheet).toHaveCount(0);
  await expect(page.getByText(/flyttade sista dagen från .* Två enheter har bytt chef\./)).toBeVisible();
});
