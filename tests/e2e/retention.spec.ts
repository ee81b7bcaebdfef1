// Retention: what would be removed is said before it is saved, and removing records takes a named decision.
import { expect, expectNoSidewaysScroll, expectNoViolations, settled, signIn, test } from './support';

test('S4-20: a rule takes a decision, says what it would remove, and can be taken back', async ({ page }) => {
  await signIn(page, 'administrator');
  await page.goto('/admin/retention');
  await settled(page);
  const row = page.getByRole('row').filter({ hasText: 'Inlästa filer som aldrig sparades' });
  await expect(row).toContainText('Bevaras');
  await row.getByRole('button', { name: /^Ändra/ }).click();
  const sheet = page.getByRole('dialog', { name: 'Inlästa filer som aldrig sparades' });
  await sheet.getByRole('radio', { name: /^Gallras/ }).check();
  await sheet.getByLabel('Dagar').fill('400');
  await expect(sheet.getByRole('status')).toContainText('finns inget att ta bort');
  await sheet.getByRole('button', { name: 'Spara', exact: true }).click();
  await expect(sheet.getByRole('alert').first()).toContainText('gallringsbeslut');
  await expectNoViolations(page, 'rule');
  await page.setViewportSize({ width: 390, height: 844 });
  await expectNoSidewaysScroll(page);
  await page.setViewportSize({ width: 1440, height: 900 });
  await sheet.getByLabel('Gallringsbeslut').fill('Dokumenthanteringsplan 2026-03-01 § 12');
  await sheet.getByRole('button', { name: 'Spara', exact: true }).click();
  await expect(row).toContainText('Gallras efter 400 dagar');
  await expect(row).toContainText('Dokumenthanteringsplan 2026-03-01 § 12');

  await row.getByRole('button', { name: /^Ändra/ }).click();
  await sheet.getByRole('radio', { name: /^Bevaras/ }).check();
  await sheet.getByRole('button', { name: 'Spara', exact: true }).click();
  await expect(row).toContainText('Bevaras');
  await signIn(page, 'controller');
  expect((await page.request.get('/api/retention-rules')).status()).toBe(403);
});
