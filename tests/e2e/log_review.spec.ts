// The monthly review of the access log: drawn by itself, judged by keys, refused to whoever did it, and signed.
import type { Page } from '@playwright/test';
import { fillPassword, makePerson } from './person';
import {
  expect,
  expectNoSidewaysScroll,
  expectNoViolations,
  firstId,
  settled,
  signIn,
  test,
} from './support';

const entries = (page: Page) => page.locator('.inbox > li');

test('S4-20: the sample of last month is on my page, judged with the keyboard, and signed', async ({
  page,
}) => {
  await signIn(page, 'controller');
  await page.goto('/');
  await settled(page);
  await page.getByRole('link', { name: /Granska åtkomstloggen för/ }).click();
  await settled(page);
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Loggranskning för');
  await expect(entries(page)).toHaveCount(20);
  await expect(page.getByText(/Det här har du själv gjort/).first()).toBeVisible();
  await expectNoViolations(page, 'review');
  await page.setViewportSize({ width: 390, height: 844 });
  await expectNoSidewaysScroll(page);
  await page.setViewportSize({ width: 1440, height: 900 });

  // One judged by its keys, one with a reason that is demanded.
  const judged = page.getByRole('status').filter({ hasText: 'av 20 bedömda' });
  await page.getByRole('button', { name: 'Börja granska' }).click();
  await page.keyboard.press('1');
  await expect(judged).toHaveText('1 av 20 bedömda');
  await page.keyboard.press('3');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('alert')).toContainText('Skriv varför åtkomsten var obefogad.');
  await page.keyboard.type('Inget ärende hos enheten.');
  await page.keyboard.press('Enter');
  await expect(judged).toHaveText('2 av 20 bedömda');
  const wrong = entries(page).filter({ hasText: 'Inget ärende hos enheten.' });
  await wrong.getByRole('button', { name: 'Gör till iakttagelse' }).click();
  await expect(wrong.getByRole('link', { name: 'Har blivit en iakttagelse' })).toBeVisible();
  const open = page.locator('.inbox > li').filter({ hasText: 'Inte bedömd' });
  const own = await open.filter({ hasText: 'Det här har du själv gjort' }).count();
  for (let left = await open.count(); left > own; left -= 1) {
    await open
      .filter({ has: page.getByRole('button', { name: 'Befogad', exact: true }) })
      .first()
      .focus();
    await page.keyboard.press('1');
    await expect(judged).toHaveText(`${20 - left + 1} av 20 bedömda`);
  }
  await page.getByRole('button', { name: 'Signera granskningen' }).click({ force: true });
  await expect(page.getByRole('dialog')).toHaveCount(0);

  // Somebody else judges what the controller did, and signs.
  const id = Number(/access-reviews\/(\d+)/.exec(page.url())?.[1]);
  const other = await makePerson(page, `Rut Granskare ${Date.now()}`, 'controller');
  await page.context().clearCookies();
  await fillPassword(page, other.email);
  await page.waitForURL('**/');
  await page.goto(`/access-reviews/${id}`);
  await settled(page);
  for (let left = await open.count(); left > 0; left -= 1) {
    await open.first().getByRole('button', { name: 'Befogad', exact: true }).click();
    await expect(judged).toHaveText(`${20 - left + 1} av 20 bedömda`);
  }
  await page.getByRole('button', { name: 'Signera granskningen' }).click();
  const dialog = page.getByRole('dialog', { name: 'Signera granskningen?' });
  await expect(dialog).toContainText('19 befogad, 1 obefogad');
  await expectNoViolations(page, 'signing');
  await dialog.getByRole('button', { name: 'Signera granskningen' }).click();
  await expect(page.getByText(/^Signerad av Rut Granskare/)).toBeVisible();
  await expect(page.getByRole('button', { name: 'Ändra bedömningen' })).toHaveCount(0);
  await page.getByText(/har tittat$/).click();
  await expect(
    page
      .locator('details')
      .filter({ hasText: 'har tittat' })
      .getByRole('listitem')
      .filter({ hasText: 'Amina' }),
  ).toBeVisible();
  await page.goto('/access-reviews');
  await settled(page);
  await expect(page.getByRole('row').filter({ hasText: 'Rut Granskare' })).toContainText('1 obefogad');
});

test('S4-20: how much is reviewed is set by the administrator, who does not see the reviews', async ({
  page,
}) => {
  await signIn(page, 'administrator');
  await page.goto('/admin/log-rules');
  await settled(page);
  await page.getByLabel('Poster per nämnd och månad').fill('0');
  await page.getByRole('button', { name: 'Spara' }).click();
  await expect(page.getByRole('alert').first()).toBeVisible();
  await page.getByLabel('Poster per nämnd och månad').fill('25');
  await page.getByRole('button', { name: 'Spara' }).click();
  await expect(page.getByRole('status').filter({ hasText: 'Sparat' })).toBeVisible();
  expect((await page.request.get('/api/access-reviews')).status()).toBe(403);
  await signIn(page, 'auditor');
  expect(await firstId(page, '/api/access-reviews')).toBeGreaterThan(0);
});
