// A reorganisation from plan to done and back: the preview says what changes, the page of the unit tells it after.
import type { Page } from '@playwright/test';
import { expect, expectNoSidewaysScroll, expectNoViolations, settled, signIn, test } from './support';

interface Row {
  id: number;
  name: string;
  kind: string;
  parent_id: number | null;
}

/** Units whose answer in an open round is signed: a reorganisation waits for the round to be closed. */
async function signed(page: Page): Promise<Set<number>> {
  await signIn(page, 'controller');
  const rounds = (await (await page.request.get('/api/rounds?limit=100')).json()) as {
    items: { id: number; state: string }[];
  };
  const found = new Set<number>();
  for (const round of rounds.items.filter(({ state }) => state !== 'closed')) {
    const view = (await (await page.request.get(`/api/rounds/${round.id}`)).json()) as {
      units: { unit_id: number; state: string }[];
    };
    for (const unit of view.units) {
      if (['submitted', 'approved'].includes(unit.state)) found.add(unit.unit_id);
    }
  }
  return found;
}

test('S0-37: units are merged with a preview, and the reorganisation is undone', async ({ page }) => {
  const waiting = await signed(page);
  await signIn(page, 'administrator');
  const { items } = (await (await page.request.get('/api/units')).json()) as { items: Row[] };
  const leaves = items.filter(
    (unit) =>
      !waiting.has(unit.id) &&
      items.some(
        (beside) => beside !== unit && !waiting.has(beside.id) && beside.parent_id === unit.parent_id,
      ) &&
      !items.some((below) => below.parent_id === unit.id),
  );
  const first = leaves[0];
  const second = leaves.find((unit) => unit !== first && unit.parent_id === first?.parent_id);
  if (!first || !second) throw new Error('the sample has no two units side by side');

  await page.goto('/admin/reorganisation');
  await settled(page);
  await page.getByRole('button', { name: 'Ny omorganisation' }).click();
  let sheet = page.getByRole('dialog', { name: 'Ny omorganisation' });
  const name = `Samling ${Date.now()}`;
  await sheet.getByLabel('Vad heter den?').fill(name);
  await sheet.getByRole('button', { name: 'Skapa och lägg till steg' }).click();
  await expect(page).toHaveURL(/\/admin\/reorganisation\/\d+$/);
  await settled(page);
  await expect(page.getByText('Lägg till det första steget')).toBeVisible();

  await page.getByRole('button', { name: 'Lägg till steg' }).click();
  sheet = page.getByRole('dialog', { name: 'Lägg till steg' });
  await expectNoViolations(page, 'step sheet');
  await sheet.getByLabel(first.name, { exact: true }).check();
  await sheet.getByRole('button', { name: 'Spara steget' }).click();
  await expect(sheet.getByText('Välj minst två enheter.').first()).toBeVisible();
  await sheet.getByLabel(second.name, { exact: true }).check();
  await sheet.getByLabel('Nytt namn').fill('Den samlade enheten');
  await sheet.getByRole('button', { name: 'Spara steget' }).click();
  await expect(page.getByRole('dialog')).toHaveCount(0);

  await expect(page.getByText('slås samman till Den samlade enheten')).toBeVisible();
  const preview = page.locator('section.card', { hasText: 'Det här ändras' });
  await expect(preview.getByText('ny enhet', { exact: false })).toBeVisible();
  await expect(preview.locator('tbody tr', { hasText: 'Åtgärder' }).first()).toBeVisible();
  await expect(preview.getByText('Stannar hos den gamla enheten')).toBeVisible();
  await settled(page);
  await expectNoViolations(page, 'preview');
  await page.setViewportSize({ width: 390, height: 844 });
  await expectNoViolations(page, 'preview, 390 px');
  await expectNoSidewaysScroll(page);
  await page.setViewportSize({ width: 1440, height: 900 });

  await preview.getByRole('button', { name: 'Genomför nu' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Genomför nu' }).click();
  await expect(page.getByRole('heading', { name: /^Genomförd/ })).toBeVisible();
  await settled(page);
  await expectNoViolations(page, 'done');

  // The old unit says that it ended and who took over; it is not offered for anything new.
  await page.goto(`/admin/units/${first.id}`);
  await settled(page);
  await expect(page.getByText('Enheten upphörde')).toBeVisible();
  await expect(page.getByRole('link', { name: 'Den samlade enheten' })).toBeVisible();
  await expectNoViolations(page, 'ended unit');

  await page.goBack();
  await settled(page);
  await page.getByRole('button', { name: 'Ångra omorganisationen' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Ångra omorganisationen' }).click();
  await expect(page.getByRole('button', { name: 'Genomför nu' })).toBeVisible();
  const after = (await (await page.request.get('/api/units')).json()) as { items: Row[] };
  expect(after.items.map((unit) => unit.name)).toEqual(items.map((unit) => unit.name));
});
