// A personal identity number is stopped before it is stored, in any field; the person may certify that it is something else.
import { expect, expectNoViolations, settled, signIn, test } from './support';

test('S1-12: a personal identity number is asked about before it is stored', async ({ page }) => {
  await signIn(page, 'controller');
  await page.goto('/actions');
  await settled(page);
  // The tax agency's number for tests.
  const text = `Följa upp ärende 19121212-1212 ${Date.now()}`;
  await page.getByRole('button', { name: 'Ny åtgärd' }).click();
  const sheet = page.getByRole('dialog', { name: 'Ny åtgärd' });
  await sheet.getByLabel('Åtgärd', { exact: true }).fill(text);
  await sheet.getByRole('button', { name: 'Skapa åtgärden' }).click();

  const question = page.getByRole('dialog', { name: 'Är det ett personnummer?' });
  await expect(question).toBeVisible();
  await expect(question).toContainText('19121212-••••');
  await expect(question).not.toContainText('1212-1212');
  await expectNoViolations(page, 'question');
  await page.keyboard.press('Escape');
  await expect(question).toHaveCount(0);
  await expect(sheet.getByRole('alert')).toContainText('personnummer');
  const before = await page.request.get(`/api/actions?sort=-number&limit=1`);
  expect(await before.text()).not.toContain('19121212');

  await sheet.getByLabel('Klart senast', { exact: true }).fill(`${new Date().getFullYear()}-12`);
  await sheet.getByRole('button', { name: 'Skapa åtgärden' }).click();
  await page.getByRole('button', { name: 'Det är något annat: spara' }).click();
  await expect(page).toHaveURL(/\/actions\/\d+$/);
  await expect(page.getByText(text).first()).toBeVisible();
  const history = await page.request.get(`/api${new URL(page.url()).pathname}/history`);
  expect(await history.text()).toContain('Intygat att det inte är ett personnummer: /text');
});
