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

test('S4-20: old entries of the log take two years, a decision, and say that only what they said goes', async ({
  page,
}) => {
  await signIn(page, 'administrator');
  await page.goto('/admin/retention');
  await settled(page);
  const row = page.getByRole('row').filter({ hasText: 'Loggen: läsningar' });
  await expect(row).toContainText('Bevaras');
  await row.getByRole('button', { name: /^Ändra/ }).click();
  const sheet = page.getByRole('dialog', { name: 'Loggen: läsningar' });
  await sheet.getByRole('radio', { name: /^Gallras/ }).check();
  await expect(sheet).toContainText('Postens nummer och kontrollsumma finns kvar');
  await sheet.getByLabel('Dagar').fill('365');
  await sheet.getByLabel('Gallringsbeslut').fill('Dokumenthanteringsplan 2026-03-01 § 14');
  await sheet.getByRole('button', { name: 'Spara', exact: true }).click();
  await expect(sheet.getByRole('alert').first()).toContainText('Minst 730 dagar');
  await expectNoViolations(page, 'rule of the log');
  await sheet.getByRole('button', { name: 'Avbryt' }).click();
  await expect(row).toContainText('Bevaras');
});

test('S4-20: whoever reads the log is told what is gone from it, by what decision', async ({ page }) => {
  const decision = 'Dokumenthanteringsplan 2026-03-01 § 14';
  await page.route('**/api/log-disposals', (route) =>
    route.fulfill({
      json: {
        items: [
          { kind: 'log_read', first_month: '2019-06', last_month: '2021-10', entries: 559, decision },
          { kind: 'log_sign_in', first_month: '2021-01', last_month: '2021-01', entries: 4, decision },
        ],
      },
    }),
  );
  await signIn(page, 'auditor');
  await page.goto('/audit');
  await settled(page);
  const summary = page.getByText(
    'Gallrat ur loggen: läsningar till och med oktober 2021, in- och utloggningar till och med januari 2021',
  );
  await summary.click();
  await expect(
    page.getByText(`Läsningar, juni 2019 till oktober 2021: 559 poster. Beslut: ${decision}`),
  ).toBeVisible();
  await expect(
    page.getByText(`In- och utloggningar, januari 2021: 4 poster. Beslut: ${decision}`),
  ).toBeVisible();
  await expectNoViolations(page, 'what is gone from the log');
  await page.setViewportSize({ width: 390, height: 844 });
  await expectNoSidewaysScroll(page);
});
