// Named views of the action list: saved, opened, changed, renamed, removed, and always a link that works for others.
import { expect, settled, signIn, test } from './support';

test('a view is saved under a name, opened by keys, kept up to date, renamed, removed and taken back', async ({
  page,
}) => {
  await signIn(page, 'controller');
  const name = `Sena ${Date.now()}`;
  await page.goto('/actions');
  await settled(page);
  const views = page.getByRole('navigation', { name: 'Mina vyer' });
  await expect(views.getByRole('button', { name: 'Spara som vy' })).toHaveCount(0);
  await page.getByLabel('Tid').selectOption('true');
  await views.getByRole('button', { name: 'Spara som vy' }).click();
  const sheet = page.getByRole('dialog', { name: 'Spara som vy' });
  await sheet.getByRole('button', { name: 'Spara' }).click();
  await expect(sheet.getByRole('alert')).toBeFocused();
  await sheet.getByLabel('Namn på vyn').fill(name);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  const link = views.getByRole('link', { name });
  await expect(link).toHaveAttribute('aria-current', 'page');
  await expect(link).toBeFocused();

  await views.getByRole('link', { name: 'Alla åtgärder' }).click();
  await expect(page).toHaveURL(/\/actions$/);
  await link.focus();
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/actions\?late=true$/);
  await expect(page.getByLabel('Tid')).toHaveValue('true');

  await page.getByRole('button', { name: 'Nr' }).click();
  await views.getByRole('button', { name: `Spara ändringen i ${name}` }).click();
  await expect(link).toHaveAttribute('aria-current', 'page');
  await expect(link).toHaveAttribute('href', /late=true&sort=number/);

  await views.getByRole('button', { name: 'Byt namn' }).click();
  await page.getByRole('textbox', { name: 'Namn på vyn' }).fill(`${name} igen`);
  await page.keyboard.press('Enter');
  await expect(views.getByRole('link', { name: `${name} igen` })).toBeFocused();

  await views.getByRole('button', { name: 'Ta bort vyn' }).click();
  await expect(views.getByRole('link', { name: `${name} igen` })).toHaveCount(0);
  await page.getByRole('status').getByRole('button', { name: 'Ångra' }).click();
  await expect(views.getByRole('link', { name: `${name} igen` })).toBeVisible();
  await views.getByRole('button', { name: 'Ta bort vyn' }).click();
});

test('a view is one’s own, and its link shows another person their own rows', async ({ page }) => {
  const csrf = await signIn(page, 'controller');
  const name = `Min egen ${Date.now()}`;
  const made = await page.request.post('/api/saved-views', {
    headers: { 'X-CSRF-Token': csrf },
    data: { name, query: 'status=in_progress&sort=-number' },
  });
  expect(made.status(), await made.text()).toBe(201);
  const { id } = (await made.json()) as { id: number };
  await signIn(page, 'unit_manager');
  await page.goto('/actions?status=in_progress&sort=-number');
  await settled(page);
  await expect(page.getByRole('link', { name })).toHaveCount(0);
  await expect(page.locator('tbody tr').first()).toBeVisible();
  const again = await signIn(page, 'controller');
  await page.request.delete(`/api/saved-views/${id}`, { headers: { 'X-CSRF-Token': again } });
});
