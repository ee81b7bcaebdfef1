// What a person does who has no mouse.
import { expect, settled, signIn, test } from './support';

test('the skip link leads past the menu', async ({ page }) => {
  await signIn(page, 'controller');
  await page.goto('/actions');
  await settled(page);
  await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
  await page.keyboard.press('Tab');
  await expect(page.getByRole('link', { name: 'Hoppa till innehållet' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.locator('main')).toBeFocused();
});

test('Ctrl+K finds an action by its number and Enter opens it', async ({ page }) => {
  await signIn(page, 'controller');
  const { items } = (await (await page.request.get('/api/actions?limit=1')).json()) as {
    items: { id: number; number: number; text: string }[];
  };
  const action = items[0];
  if (!action) throw new Error('no action in the sample data');
  await page.goto('/');
  await settled(page);
  await page.keyboard.press('Control+k');
  await page.keyboard.type(action.text.split(' ').slice(0, 4).join(' '));
  await expect(page.getByRole('option').filter({ hasText: 'Åtgärd' }).first()).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/actions\/\d+/);
});

test('Escape closes a sheet and focus goes back to the button', async ({ page }) => {
  await signIn(page, 'controller');
  await page.goto('/actions');
  await settled(page);
  const opener = page.getByRole('button', { name: 'Ny åtgärd' });
  await opener.focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog', { name: 'Ny åtgärd' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await expect(opener).toBeFocused();
});

test('? shows the shortcuts, but not while typing', async ({ page }) => {
  await signIn(page, 'controller');
  await page.goto('/actions');
  await settled(page);
  await page.getByLabel('Sök åtgärd').focus();
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await page.getByRole('heading', { level: 1 }).focus();
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog', { name: 'Kortkommandon' })).toBeVisible();
});

test('English and dark mode follow the choice', async ({ page }) => {
  await signIn(page, 'employee');
  await page.goto('/account');
  await settled(page);
  await page.getByText('English').click();
  await expect(page.locator('html')).toHaveAttribute('lang', 'en');
  await expect(page.getByRole('heading', { level: 1, name: 'My account' })).toBeVisible();
  await page.getByText('dark', { exact: true }).click();
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  await page.getByText('Svenska').click();
  await expect(page.getByRole('heading', { level: 1, name: 'Mitt konto' })).toBeVisible();
});
