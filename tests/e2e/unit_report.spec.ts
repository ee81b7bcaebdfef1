// ui.md 5.2: one click per unchanged action, three per changed, whole report sent within the count.
import { Clicks, expect, settled, signIn, test } from './support';

interface RoundView {
  round: { id: number; state: string };
  units: { unit_id: number; state: string; total: number }[];
}

test('S4-10: a unit reports by one click per unchanged and three per changed action', async ({ page }) => {
  await signIn(page, 'unit_manager');
  const { items } = (await (await page.request.get('/api/rounds?limit=10')).json()) as {
    items: { id: number; state: string }[];
  };
  const round = items.find((each) => each.state === 'open');
  const view = (await (await page.request.get(`/api/rounds/${round?.id}`)).json()) as RoundView;
  const unit = view.units.find((each) => ['not_started', 'draft', 'returned'].includes(each.state));
  if (!round || !unit) throw new Error('the sample data has no report to write');

  await page.goto(`/rounds/${round.id}/units/${unit.unit_id}`);
  await settled(page);
  const clicks = new Clicks();
  const open = page.locator('form.answer');
  const report = async () =>
    (await (await page.request.get(`/api/rounds/${round.id}/units/${unit.unit_id}`)).json()) as {
      state: string;
      items: { complete: boolean }[];
    };
  const left = (await report()).items.filter((each) => !each.complete).length;
  expect(left).toBeGreaterThan(1);

  // The first is changed: status, the reason and new date that a delay needs, save. Typing is not counted.
  await clicks.click(open.getByText('Försenad', { exact: true }).last());
  await open.getByLabel('Orsak').fill('Två vakanser sedan september; en är tillsatt.');
  await open.getByLabel('Nytt slutdatum', { exact: true }).fill(`${new Date().getFullYear() + 1}-03-31`);
  await page.keyboard.press('Tab');
  await clicks.click(open.getByRole('button', { name: /Spara/ }));
  await expect
    .poll(async () => (await report()).items.filter((each) => !each.complete).length)
    .toBe(left - 1);
  expect(clicks.count, 'clicks for a changed action').toBeLessThanOrEqual(3);

  for (let remaining = left - 1; remaining > 0; remaining -= 1) {
    const before = clicks.count;
    await clicks.click(open.getByRole('button', { name: 'Oförändrat sedan sist' }));
    await expect
      .poll(async () => (await report()).items.filter((each) => !each.complete).length)
      .toBe(remaining - 1);
    expect(clicks.count - before, 'clicks for an unchanged action').toBe(1);
  }
  await clicks.click(page.getByRole('button', { name: 'Granska och skicka' }));
  await expect(page.getByRole('heading', { level: 1, name: 'Granska svaren' })).toBeVisible();
  await clicks.click(page.getByRole('button', { name: 'Skicka för godkännande' }));
  await expect.poll(async () => (await report()).state).toBe('submitted');
  expect(clicks.count, 'clicks for the whole report').toBeLessThanOrEqual(3 + (left - 1) + 2);
});

test('5.2: a draft survives leaving, and Ctrl+Enter saves and goes on', async ({ page }) => {
  await signIn(page, 'controller');
  const { items } = (await (await page.request.get('/api/rounds?limit=10')).json()) as {
    items: { id: number; state: string }[];
  };
  const round = items.find((each) => each.state === 'open');
  const view = (await (await page.request.get(`/api/rounds/${round?.id}`)).json()) as RoundView;
  const unit = view.units.find((each) => each.state === 'not_started' && each.total > 1);
  if (!round || !unit) throw new Error('the sample data has no report that is not begun');
  await page.goto(`/rounds/${round.id}/units/${unit.unit_id}`);
  await settled(page);
  const open = page.locator('form.answer');
  const heading = await open.getByRole('heading').innerText();
  await open.getByText('Försenad', { exact: true }).last().click();
  await open.getByLabel('Orsak').fill('Väntar på upphandlingen.');
  await expect(open.getByRole('status')).toHaveText('Sparat');

  await page.goto('/');
  await settled(page);
  await page.goBack();
  await settled(page);
  await expect(open.getByRole('heading')).toHaveText(heading);
  await expect(open.getByLabel('Orsak')).toHaveValue('Väntar på upphandlingen.');
  await open.getByLabel('Nytt slutdatum', { exact: true }).fill(`${new Date().getFullYear() + 1}-03`);
  await page.keyboard.press('Control+Enter');
  await expect(open.getByRole('heading')).not.toHaveText(heading);
  await expect(open.getByRole('heading')).toBeFocused();
});

test('5.1: the first task of my page opens in one click', async ({ page }) => {
  await signIn(page, 'unit_manager');
  await page.goto('/');
  await settled(page);
  const clicks = new Clicks();
  await clicks.click(page.locator('.task').first());
  await expect(page.locator('dialog[open], form.answer, main h1').first()).toBeVisible();
  expect(clicks.count).toBe(1);
});
