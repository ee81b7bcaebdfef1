// The inbox of questions: equal questions together, answered at once or one by one.
import { expect, settled, signIn, test } from './support';

test('equal questions are one entry, unfolded to its objects, and answered at once with one text', async ({
  page,
}) => {
  await signIn(page, 'controller');
  await page.goto('/questions?severity=warning');
  await settled(page);
  const entries = page.locator('.inbox > li');
  const group = entries.filter({ hasText: /\d+ uppgifter/ }).last();
  const words = await group.locator('.question-text').first().innerText();
  const count = Number(/(\d+) uppgifter/.exec(await group.innerText())?.[1]);
  expect(count).toBeGreaterThan(1);

  await group.getByRole('button', { name: `Visa alla ${count}` }).click();
  const members = group.locator('.group-members > li');
  await expect(members).toHaveCount(Math.min(count, 25));
  await expect(members.first().getByRole('link')).toBeVisible();

  await group.getByRole('button', { name: 'Inte relevant' }).first().click();
  const dialog = page.getByRole('dialog', { name: `Svara inte relevant på ${count} frågor` });
  await dialog.getByRole('button', { name: 'Svara' }).click();
  await expect(dialog.getByRole('alert')).toBeVisible();
  await dialog.getByLabel(/Varför/).fill('Gäller inte här, vi har kontrollerat alla.');
  await dialog.getByRole('button', { name: 'Svara' }).click();
  await expect(page.getByRole('status').filter({ hasText: `${count} frågor är besvarade` })).toBeVisible();
  await expect(entries.filter({ hasText: words })).toHaveCount(0);

  await page.goto('/questions?state=not_relevant');
  await settled(page);
  await expect(page.getByText('Gäller inte här, vi har kontrollerat alla.').first()).toBeVisible();
});
