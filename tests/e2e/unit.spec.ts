// A unit through time: what came before it and after it, from before the program kept them.
import { expect, expectNoSidewaysScroll, expectNoViolations, settled, signIn, test } from './support';

test('S0-37: what a unit came of is added by hand, seen from both ends, and taken away', async ({ page }) => {
  await signIn(page, 'administrator');
  const { items } = (await (await page.request.get('/api/units')).json()) as {
    items: { id: number; name: string; kind: string }[];
  };
  const [unit, former] = items.filter((each) => each.kind === 'unit');
  if (!unit || !former) throw new Error('the sample has fewer than two units');
  await page.goto(`/admin/units/${unit.id}`);
  await settled(page);
  await page.getByRole('button', { name: 'Lägg till vad enheten kom av' }).click();
  const sheet = page.getByRole('dialog', { name: 'Lägg till vad enheten kom av' });
  await sheet.getByRole('button', { name: 'Spara' }).click();
  await expect(sheet.getByRole('alert')).toContainText('Välj en enhet');
  await sheet.getByLabel('Enhet').selectOption({ label: former.name });
  await sheet.getByLabel('Orsak').fill('Bildades av den');
  await expectNoViolations(page, 'what a unit came of');
  await sheet.getByRole('button', { name: 'Spara' }).click();
  await expect(page.getByText('Bildades av den')).toBeVisible();
  await page.setViewportSize({ width: 390, height: 844 });
  await expectNoSidewaysScroll(page);
  await page.setViewportSize({ width: 1440, height: 900 });

  await page.goto(`/admin/units/${former.id}`);
  await settled(page);
  await expect(page.getByRole('link', { name: unit.name })).toBeVisible();
  await page.getByRole('button', { name: `Ta bort kopplingen till ${unit.name}` }).click();
  await expect(page.getByText('Kopplingen är borttagen')).toBeVisible();
  await expect(page.getByText('Bildades av den')).toHaveCount(0);
});
