// Passkeys from end to end with Chromium's own software authenticator: added, asked for at sign-in, renamed and
// removed; made at sign-in when a role needs a second factor. Chromium takes a key for a name, not for an address
// of numbers, so these pages are read at localhost.
import type { CDPSession, Page } from '@playwright/test';
import { fillPassword, makePerson, password } from './person';
import { expect, expectNoSidewaysScroll, expectNoViolations, settled, signIn, test } from './support';

const port = new URL(process.env.RIMLIG_URL ?? `http://127.0.0.1:${process.env.RIMLIG_E2E_PORT ?? 8177}`)
  .port;
test.use({ baseURL: `http://localhost:${port}` });

interface Key {
  id: string;
  session: CDPSession;
}
async function plugIn(page: Page): Promise<Key> {
  const session = await page.context().newCDPSession(page);
  await session.send('WebAuthn.enable');
  const { authenticatorId } = await session.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  return { id: authenticatorId, session };
}

async function narrowToo(page: Page) {
  await page.setViewportSize({ width: 390, height: 844 });
  await expectNoSidewaysScroll(page);
  await page.setViewportSize({ width: 1440, height: 900 });
}

const hostile = '<img src=x onerror=alert(1)>{{7*191}}';

test('S4-20: a passkey is added, asked for at sign-in, renamed and removed', async ({ page }) => {
  const { email } = await makePerson(page, 'Nadja Nyckel', 'employee');
  const key = await plugIn(page);
  await fillPassword(page, email);
  await page.waitForURL('**/');
  await page.goto('/account');
  await settled(page);
  const section = page.getByRole('region', { name: 'Tvåstegsinloggning' });
  await section.getByRole('button', { name: 'Lägg till en nyckel (passkey)' }).click();
  await expect(section.getByLabel('Nyckelns namn')).toBeFocused();
  await expectNoViolations(page, 'a key to add');
  await narrowToo(page);
  await section.getByRole('button', { name: 'Lägg till nyckeln' }).click();
  await expect(section.getByText('Ge nyckeln ett namn.').first()).toBeVisible();
  await section.getByLabel('Nyckelns namn').fill('Jobbdatorn');
  await section.getByLabel('Nuvarande lösenord').fill(password);
  await section.getByRole('button', { name: 'Lägg till nyckeln' }).click();
  const listed = section.getByRole('list', { name: 'Reservkoder' }).getByRole('listitem');
  await expect(listed).toHaveCount(10);
  const codes = await listed.allTextContents();
  await section.getByRole('button', { name: 'Jag har sparat dem' }).click();
  await expect(section).toContainText('10 reservkoder kvar.');
  const keys = section.getByRole('list', { name: 'Nycklar' });
  await expect(keys).toContainText('Jobbdatorn');
  await expect(keys).toContainText('Aldrig använd.');
  await expectNoViolations(page, 'keys listed');
  await narrowToo(page);

  // The same key is not added twice; the browser says so.
  await section.getByRole('button', { name: 'Lägg till en nyckel (passkey)' }).click();
  await section.getByLabel('Nyckelns namn').fill('Igen');
  await section.getByLabel('Nuvarande lösenord').fill(password);
  await section.getByRole('button', { name: 'Lägg till nyckeln' }).click();
  await expect(section.getByRole('alert')).toContainText('Nyckeln är redan tillagd');
  await section.getByRole('button', { name: 'Avbryt' }).click();

  await page.context().clearCookies();
  await fillPassword(page, email);
  await expect(page.getByRole('heading', { name: 'Använd din nyckel' })).toBeVisible();
  await expectNoViolations(page, 'key asked for');
  await narrowToo(page);
  // The right password opens nothing by itself.
  expect((await page.request.get('/api/session')).status()).toBe(401);
  await page.getByRole('button', { name: 'Använd en kod i stället' }).click();
  await expect(page.getByRole('heading', { name: 'Ange din kod' })).toBeVisible();
  await page.getByRole('button', { name: 'Använd nyckel i stället' }).click();
  await page.getByRole('button', { name: 'Använd nyckel', exact: true }).click();
  await page.waitForURL('**/');
  expect((await page.request.get('/api/session')).status()).toBe(200);

  // Without the key: a sentence about it, and a recovery code instead.
  await page.context().clearCookies();
  await key.session.send('WebAuthn.removeVirtualAuthenticator', { authenticatorId: key.id });
  await fillPassword(page, email);
  const other = await plugIn(page);
  await page.getByRole('button', { name: 'Använd nyckel', exact: true }).click();
  await expect(page.getByRole('alert')).toContainText('Nyckeln användes inte');
  await expectNoViolations(page, 'key not used');
  await page.getByRole('button', { name: 'Använd en kod i stället' }).click();
  await page.getByLabel('Kod', { exact: true }).fill(codes[0]?.trim() ?? '');
  await page.getByRole('button', { name: 'Logga in' }).click();
  await page.waitForURL('**/');

  await page.goto('/account');
  await settled(page);
  await expect(keys).toContainText('Senast använd');
  await section.getByRole('button', { name: 'Byt namn på nyckeln Jobbdatorn' }).click();
  await section.getByLabel('Nyckelns namn').fill(hostile);
  await section.getByRole('button', { name: 'Byt namn' }).click();
  await expect(keys).toContainText(hostile);
  expect(await keys.locator('img').count(), 'a name is text').toBe(0);
  // Another key, with a recovery code; then the first is removed with it.
  await section.getByRole('button', { name: 'Lägg till en nyckel (passkey)' }).click();
  await section.getByLabel('Nyckelns namn').fill('Nya datorn');
  await section.getByLabel('Nuvarande lösenord').fill(password);
  await section.getByLabel('Kod').fill(codes[1]?.trim() ?? '');
  await section.getByRole('button', { name: 'Lägg till nyckeln' }).click();
  await expect(keys.getByRole('listitem')).toHaveCount(2);
  await section.getByRole('button', { name: `Ta bort nyckeln ${hostile}` }).click();
  await expectNoViolations(page, 'a key to remove');
  await section.getByLabel('Nuvarande lösenord').fill(password);
  await section.getByRole('button', { name: 'Ta bort', exact: true }).click();
  await expect(keys.getByRole('listitem')).toHaveCount(1);
  await section.getByRole('button', { name: 'Ta bort nyckeln Nya datorn' }).click();
  await section.getByLabel('Nuvarande lösenord').fill(password);
  await section.getByRole('button', { name: 'Ta bort', exact: true }).click();
  await expect(section).toContainText('Du har inga nycklar.');
  await expect(section.getByRole('button', { name: 'Slå på tvåstegsinloggning' })).toBeVisible();
  await other.session.detach();

  await page.context().clearCookies();
  await fillPassword(page, email);
  await page.waitForURL('**/');
});

test('S4-20: a role that needs a second factor is content with a passkey', async ({ page }) => {
  const { email } = await makePerson(page, 'Rita Revisor', 'auditor');
  const csrf = await signIn(page, 'administrator');
  const headers = { 'X-CSRF-Token': csrf };
  // How it stands with the key of the sealed secrets is told there too, and is nothing to decide.
  const { sealing, ...rules } = (await (await page.request.get('/api/sign-in-rules')).json()) as Record<
    string,
    unknown
  >;
  expect(sealing).toMatchObject({ state: 'right' });
  const decided = await page.request.put('/api/sign-in-rules', {
    headers,
    data: { ...rules, second_factor_roles: ['auditor'] },
  });
  expect(decided.ok(), await decided.text()).toBe(true);
  await page.context().clearCookies();
  await plugIn(page);
  await fillPassword(page, email);
  await page.getByRole('button', { name: 'Eller använd en nyckel (passkey)' }).click();
  await expect(page.getByLabel('Nyckelns namn')).toBeFocused();
  await expectNoViolations(page, 'a first key at sign-in');
  await page.getByLabel('Nyckelns namn').fill('Jobbdatorn');
  await page.getByRole('button', { name: 'Lägg till nyckeln' }).click();
  await page.getByRole('button', { name: 'Jag har sparat dem, fortsätt' }).click();
  await page.waitForURL('**/');
  await page.context().clearCookies();
  await fillPassword(page, email);
  await page.getByRole('button', { name: 'Använd nyckel', exact: true }).click();
  await page.waitForURL('**/');
  // The only factor of somebody who must have one stays.
  await page.goto('/account');
  await settled(page);
  await expect(page.getByRole('button', { name: 'Byt namn på nyckeln Jobbdatorn' })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Ta bort nyckeln Jobbdatorn' })).toHaveCount(0);

  await page.context().clearCookies();
  const again = { 'X-CSRF-Token': await signIn(page, 'administrator') };
  await page.request.put('/api/sign-in-rules', { headers: again, data: rules });
});
