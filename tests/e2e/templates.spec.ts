// The library of standard actions: written, found, taken as an action, followed to where it is used, retired.
import { expect, settled, signIn, test } from './support';

test('S4-8: a standard action is written once, becomes an action in two clicks, and is retired', async ({
  page,
}) => {
  await signIn(page, 'controller');
  const text = `Provet ${Date.now()} görs varje höst`;
  await page.goto('/actions');
  await settled(page);
  await page.getByRole('link', { name: 'Standardåtgärder' }).click();
  await settled(page);
  await page.getByRole('button', { name: 'Ny standardåtgärd' }).click();
  let sheet = page.getByRole('dialog', { name: 'Ny standardåtgärd' });
  await sheet.getByLabel('Standardåtgärd', { exact: true }).fill(text);
  await sheet.getByLabel('Vägledning').fill('Räkna proven och skriv hur många som avvek.');
  await sheet.getByRole('button', { name: 'Lägg i biblioteket' }).click();
  await expect(page.getByRole('dialog')).toHaveCount(0);

  await page.getByLabel('Sök standardåtgärd').fill(text.slice(0, 14));
  const row = page.locator('tbody tr', { hasText: text });
  await expect(page.locator('tbody tr')).toHaveCount(1);
  await expect(row.getByText('Inte använd än')).toBeVisible();
  await row.getByRole('button', { name: /Skapa åtgärd/ }).click();
  sheet = page.getByRole('dialog', { name: 'Ny åtgärd' });
  await expect(sheet.getByLabel('Åtgärd', { exact: true })).toHaveValue(text);
  await expect(sheet.getByText('Räkna proven')).toBeVisible();
  await sheet.getByRole('button', { name: 'Skapa åtgärden' }).click();
  await expect(page).toHaveURL(/\/actions\/\d+$/);
  await settled(page);
  await page.locator('.summary-list').getByRole('link', { name: text }).click();
  await expect(page).toHaveURL(/\/actions\?template=\d+$/);
  await expect(page.locator('tbody tr')).toHaveCount(1);

  await page.goto(`/actions/templates?q=${encodeURIComponent(text)}`);
  await settled(page);
  await expect(row.getByRole('link', { name: '1 åtgärd' })).toBeVisible();
  await row.getByRole('button', { name: /Ändra/ }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Sluta erbjuda' }).click();
  await expect(row).toHaveCount(0);
  await page.getByLabel('Visa', { exact: true }).selectOption('true');
  await expect(row).toBeVisible();
  await expect(row.getByRole('button', { name: /Skapa åtgärd/ })).toHaveCount(0);
});
