// Two-step sign-in from end to end: turned on, used, a recovery code, another administrator's help, and the rule
// that a role must have it. Each test makes its own person, so that the sample accounts stay as they are.
import { createHmac } from 'node:crypto';
import type { Page } from '@playwright/test';
import { fillPassword, makePerson, password } from './person';
import { expect, expectNoSidewaysScroll, expectNoViolations, settled, signIn, test } from './support';

/** What an authenticator app does with the key (RFC 6238). `ahead` is in steps of half a minute. */
function codeOf(key: string, ahead = 0): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
  const bits = [...key.replaceAll(' ', '')]
    .map((c) => alphabet.indexOf(c).toString(2).padStart(5, '0'))
    .join('');
  const bytes = Buffer.from((bits.match(/.{8}/g) ?? []).map((each) => parseInt(each, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000) + ahead));
  const hash = createHmac('sha1', bytes).update(counter).digest();
  const at = (hash.at(-1) ?? 0) & 15;
  return String((hash.readUInt32BE(at) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}

async function give(page: Page, code: string) {
  await page.getByLabel('Kod', { exact: true }).fill(code);
  await page.getByRole('button', { name: 'Logga in' }).click();
}

test('S4-20: codes are turned on, asked for at sign-in, replaced by a recovery code, and turned off', async ({
  page,
}) => {
  const { email } = await makePerson(page, 'Tora Tvåsteg', 'employee');
  await fillPassword(page, email);
  await page.waitForURL('**/');
  await page.goto('/account');
  await settled(page);
  const section = page.getByRole('region', { name: 'Tvåstegsinloggning' });
  await section.getByRole('button', { name: 'Slå på tvåstegsinloggning' }).click();
  await expect(section.getByLabel('Nuvarande lösenord')).toBeFocused();
  await section.getByLabel('Nuvarande lösenord').fill(password);
  await section.getByRole('button', { name: 'Nästa' }).click();
  const key = (await section.locator('code.secret').textContent()) ?? '';
  expect(key.replaceAll(' ', '')).toMatch(/^[A-Z2-7]{32}$/);
  await expect(section.getByRole('img', { name: 'QR-kod' })).toBeVisible();
  await expectNoViolations(page, 'key shown');
  await section.getByLabel('Kod', { exact: true }).fill('000000');
  await section.getByRole('button', { name: 'Slå på tvåstegsinloggning' }).click();
  await expect(section.getByRole('alert')).toContainText('Koden stämmer inte');
  // Each code is good once, so the test walks from this half minute to the next.
  await section.getByLabel('Kod', { exact: true }).fill(codeOf(key));
  await section.getByRole('button', { name: 'Slå på tvåstegsinloggning' }).click();
  const listed = section.getByRole('list', { name: 'Reservkoder' }).getByRole('listitem');
  await expect(listed).toHaveCount(10);
  const codes = await listed.allTextContents();
  await expectNoViolations(page, 'recovery codes');
  await page.setViewportSize({ width: 390, height: 844 });
  await expectNoSidewaysScroll(page);
  await page.setViewportSize({ width: 1440, height: 900 });
  await section.getByRole('button', { name: 'Jag har sparat dem' }).click();
  await expect(section).toContainText('10 reservkoder kvar');

  await page.context().clearCookies();
  await fillPassword(page, email);
  await expect(page.getByRole('heading', { name: 'Ange din kod' })).toBeVisible();
  await expect(page.getByLabel('Kod', { exact: true })).toBeFocused();
  await expectNoViolations(page, 'code asked for');
  await give(page, '000000');
  await expect(page.getByRole('alert')).toContainText('Koden stämmer inte');
  // The right password opens nothing else.
  expect((await page.request.get('/api/session')).status()).toBe(401);
  await give(page, codeOf(key, 1));
  await page.waitForURL('**/');
  expect((await page.request.get('/api/session')).status()).toBe(200);

  await page.context().clearCookies();
  await fillPassword(page, email);
  await give(page, codes[0]?.trim() ?? '');
  await page.waitForURL('**/');
  await page.context().clearCookies();
  await fillPassword(page, email);
  await give(page, codes[0]?.trim() ?? '');
  await expect(page.getByRole('alert')).toContainText('Koden stämmer inte');
  await give(page, codes[1]?.trim() ?? '');
  await page.waitForURL('**/');

  await page.goto('/account');
  await settled(page);
  await expect(section).toContainText('8 reservkoder kvar');
  await section.getByRole('button', { name: 'Slå av' }).click();
  await section.getByLabel('Nuvarande lösenord').fill(password);
  await section.getByLabel('Kod', { exact: true }).fill(codes[2]?.trim() ?? '');
  await section.getByRole('button', { name: 'Slå av' }).click();
  await expect(section.getByRole('button', { name: 'Slå på tvåstegsinloggning' })).toBeVisible();
});

test('S4-20: a role that needs codes has them set up at sign-in, and an administrator helps who lost the phone', async ({
  page,
}) => {
  const { email } = await makePerson(page, 'Ruben Revisor', 'auditor');
  await signIn(page, 'administrator');
  await page.goto('/admin/sign-in');
  await settled(page);
  await page.getByLabel('Revisor').check();
  await page.getByRole('button', { name: 'Spara' }).click();
  await expect(page.getByRole('status')).toContainText('Sparat');
  await expectNoViolations(page, 'rules');

  await page.context().clearCookies();
  await fillPassword(page, email);
  await expect(page.getByRole('heading', { name: 'Skaffa tvåstegsinloggning' })).toBeVisible();
  await expectNoViolations(page, 'set up at sign-in');
  const key = (await page.locator('code.secret').textContent()) ?? '';
  await page.getByLabel('Kod', { exact: true }).fill(codeOf(key));
  await page.getByRole('button', { name: 'Slå på tvåstegsinloggning' }).click();
  await page.getByRole('button', { name: 'Jag har sparat dem, fortsätt' }).click();
  await page.waitForURL('**/');
  await page.goto('/account');
  await expect(page.getByText('Din roll kräver tvåstegsinloggning.')).toBeVisible();

  await page.context().clearCookies();
  await signIn(page, 'administrator');
  await page.goto('/admin/sign-in');
  await settled(page);
  await expect(page.getByLabel('Revisor')).toBeChecked();
  await page.getByLabel('Revisor').uncheck();
  await page.getByRole('button', { name: 'Spara' }).click();
  await expect(page.getByRole('status')).toContainText('Sparat');
  await page.goto('/admin/persons?q=Ruben');
  await settled(page);
  await page.getByRole('button', { name: 'Ändra Ruben Revisor' }).first().click();
  const sheet = page.getByRole('dialog', { name: 'Ändra person' });
  await expect(sheet).toContainText('Loggar in med lösenord och ett andra steg.');
  await sheet.getByRole('button', { name: 'Ta bort tvåstegsinloggning' }).click();
  const asked = page.getByRole('dialog', { name: /Ta bort tvåstegsinloggning för/ });
  await expectNoViolations(page, 'asked before removal');
  await asked.getByRole('button', { name: 'Ta bort tvåstegsinloggning' }).click();
  await expect(sheet).toContainText('Loggar in med bara lösenord.');

  await page.context().clearCookies();
  await fillPassword(page, email);
  await page.waitForURL('**/');
});
