// API tokens from end to end: made in the page, used by another program, told in the log, revoked.
import { fillPassword, makePerson, password } from './person';
import { expect, expectNoSidewaysScroll, expectNoViolations, settled, signIn, test } from './support';

test('S4-20: a token is made, used without a browser, seen by the administrator, and revoked', async ({
  page,
  request,
}) => {
  const { email } = await makePerson(page, 'Tova Tjänst', 'controller');
  await fillPassword(page, email);
  await page.waitForURL('**/');
  await page.goto('/account');
  await settled(page);
  const section = page.getByRole('region', { name: 'API-nycklar' });
  await section.getByRole('button', { name: 'Ny API-nyckel' }).click();
  await section.getByLabel('Namn').fill('Bokslut');
  await section.getByLabel('Valda behörigheter').check();
  await section.getByRole('button', { name: 'Skapa nyckel' }).click();
  await expect(section.getByRole('alert')).toContainText('minst en behörighet');
  await expectNoViolations(page, 'token form');
  await page.setViewportSize({ width: 390, height: 844 });
  await expectNoSidewaysScroll(page);
  await page.setViewportSize({ width: 1440, height: 900 });
  await section.getByLabel('Läsa åtgärder').check();
  await section.getByLabel('Läsa loggen').check();
  await section.getByLabel('Nuvarande lösenord').fill(password);
  await section.getByRole('button', { name: 'Skapa nyckel' }).click();
  const token = (await section.locator('code.secret').textContent()) ?? '';
  expect(token).toMatch(/^rimlig_/);
  await expectNoViolations(page, 'token shown');
  await section.getByRole('button', { name: 'Jag har sparat den' }).click();
  await expect(section.locator('code.secret')).toHaveCount(0);
  await expect(section).toContainText('Inte använd än.');

  const headers = { Authorization: `Bearer ${token}` };
  expect((await request.get('/api/actions?limit=1', { headers })).status()).toBe(200);
  expect((await request.get('/api/reports', { headers })).status()).toBe(403);
  expect((await request.get('/api/session', { headers })).status()).toBe(403);
  expect((await request.post('/api/actions', { headers, data: {} })).status()).toBe(403);
  expect((await request.get('/api/actions?limit=1')).status()).toBe(401);

  await page.context().clearCookies();
  await signIn(page, 'administrator');
  await page.goto('/admin/persons?q=Tova');
  await settled(page);
  await page.getByRole('button', { name: 'Ändra Tova Tjänst' }).first().click();
  const sheet = page.getByRole('dialog', { name: 'Ändra person' });
  await expect(sheet).toContainText('Bokslut');
  await expect(sheet).toContainText('Läsa åtgärder, Läsa loggen');
  await sheet.getByRole('button', { name: 'Återkalla Bokslut' }).click();
  const asked = page.getByRole('dialog', { name: 'Återkalla nyckeln Bokslut?' });
  await expectNoViolations(page, 'asked before revoking');
  await asked.getByRole('button', { name: 'Återkalla' }).click();
  await expect(sheet).toContainText('Inga API-nycklar.');
  expect((await request.get('/api/actions?limit=1', { headers })).status()).toBe(401);
});
