// Restricted access from end to end: a circle is chosen, the unit's manager is told only that something exists,
// is let in, and the restriction is lifted. The same for an action, and for a finding with its action.
import type { Page } from '@playwright/test';
import { fillPassword, makePerson, password } from './person';
import { expect, expectNoSidewaysScroll, expectNoViolations, settled, signIn, test } from './support';

const words = 'Utreda en hemligstämplad händelse i arbetsgruppen';

async function signInAs(page: Page, email: string) {
  await page.context().clearCookies();
  await fillPassword(page, email);
  await page.waitForURL('**/');
}

test('S2-63: an action is restricted, its manager sees only that it exists, is let in, and it is lifted', async ({
  page,
}) => {
  const mark = Date.now();
  const controller = await makePerson(page, `Cia Krets ${mark}`, 'controller');
  const manager = await makePerson(page, `Max Chef ${mark}`, 'unit_manager');
  const csrf = await signIn(page, 'controller');
  const units = (await (await page.request.get('/api/units')).json()) as { items: { id: number }[] };
  const made = await page.request.post('/api/actions', {
    headers: { 'X-CSRF-Token': csrf },
    data: { unit_id: units.items[0]?.id, text: `${words} ${mark}`, owner_id: manager.id, due: '2030-01-31' },
  });
  expect(made.status(), await made.text()).toBe(201);
  const { id, number } = (await made.json()) as { id: number; number: number };

  await signInAs(page, controller.email);
  await page.goto(`/actions/${id}`);
  await settled(page);
  await page.getByRole('button', { name: 'Begränsa åtkomst' }).click();
  const sheet = page.getByRole('dialog', { name: 'Begränsa åtkomst' });
  await sheet.getByRole('button', { name: 'Begränsa åtkomst' }).click();
  await expect(sheet.getByRole('alert')).toContainText('Skriv varför åtkomsten begränsas.');
  await expectNoViolations(page, 'restricting');
  await page.setViewportSize({ width: 390, height: 844 });
  await expectNoSidewaysScroll(page);
  await page.setViewportSize({ width: 1440, height: 900 });
  await sheet.getByLabel('Varför').fill('Rör en medarbetare i gruppen.');
  await sheet.getByRole('button', { name: 'Begränsa åtkomst' }).click();
  const box = page.getByRole('region', { name: 'Begränsad åtkomst' });
  await expect(box).toContainText(`Läses av Cia Krets ${mark}.`);
  await expect(box).toContainText('Rör en medarbetare i gruppen.');
  await expectNoViolations(page, 'restricted action');
  await page.goto(`/actions?q=${mark}`);
  await settled(page);
  await expect(page.getByRole('row', { name: new RegExp(String(mark)) })).toContainText('Begränsad');

  await signInAs(page, manager.email);
  await page.goto(`/actions/${id}`);
  await expect(page.getByRole('alert')).toContainText('begränsad åtkomst');
  await expect(page.getByRole('alert')).toContainText(`Cia Krets ${mark}`);
  await expect(page.getByText(words)).toHaveCount(0);
  await expectNoViolations(page, 'what others see');
  await page.goto('/actions');
  await settled(page);
  await page.getByText(/åtgärd(er)? har begränsad åtkomst/).click();
  await expect(page.getByRole('listitem').filter({ hasText: `ÅT-${number}` })).toContainText(
    `Fråga Cia Krets ${mark}`,
  );
  await expect(page.getByText(words)).toHaveCount(0);
  await expectNoViolations(page, 'the line above the list');
  await page.goto('/');
  await settled(page);
  await expect(page.getByText(`ÅT-${number} har fått begränsad åtkomst`)).toBeVisible();

  await signInAs(page, controller.email);
  await page.goto(`/actions/${id}`);
  await settled(page);
  await page.getByRole('button', { name: 'Ändra vilka som får läsa' }).click();
  const change = page.getByRole('dialog', { name: 'Ändra vilka som får läsa' });
  // A plain list until the names have come, and then one to type in.
  await change
    .getByRole('combobox', { name: 'Lägg till person' })
    .and(page.locator('input'))
    .fill(`Max Chef ${mark}`);
  await page.getByRole('option', { name: `Max Chef ${mark}` }).click();
  await expect(change.getByRole('button', { name: `Ta bort Max Chef ${mark}` })).toBeVisible();
  await change.getByRole('button', { name: 'Spara' }).click();
  await expect(box).toContainText(`Max Chef ${mark}`);

  await signInAs(page, manager.email);
  await page.goto(`/actions/${id}`);
  await settled(page);
  await expect(page.getByText(words).first()).toBeVisible();
  await expect(box).toBeVisible();
  await expect(page.getByRole('button', { name: 'Häv begränsningen' })).toHaveCount(0);

  await signInAs(page, controller.email);
  await page.goto(`/actions/${id}`);
  await settled(page);
  await page.getByRole('button', { name: 'Häv begränsningen' }).click();
  await page
    .getByRole('dialog', { name: 'Häv begränsningen' })
    .getByRole('button', { name: 'Häv begränsningen' })
    .click();
  await expect(box).toHaveCount(0);
  await expect(page.getByRole('button', { name: 'Begränsa åtkomst' })).toBeVisible();
});

test('S2-63: a finding is restricted with its action, others see only that they exist, and each is lifted by itself', async ({
  page,
}) => {
  const mark = Date.now();
  const found = `Hemligstämplat förhållande i gruppen ${mark}`;
  const controller = await makePerson(page, `Cia Fynd ${mark}`, 'controller');
  const manager = await makePerson(page, `Max Fynd ${mark}`, 'unit_manager');
  const csrf = await signIn(page, 'controller');
  const units = (await (await page.request.get('/api/units')).json()) as { items: { id: number }[] };
  const unit_id = units.items[0]?.id;
  const make = async (path: string, data: unknown) => {
    const made = await page.request.post(path, { headers: { 'X-CSRF-Token': csrf }, data });
    expect(made.ok(), await made.text()).toBe(true);
    return made.status() === 204
      ? { id: 0, number: 0 }
      : ((await made.json()) as { id: number; number: number });
  };
  const finding = await make('/api/findings', {
    unit_id,
    level: 'unit',
    title: found,
    text: 'Står bara här.',
    assessment: 'does_not_meet',
    year: 2026,
  });
  const kept = await make('/api/actions', { unit_id, text: `${words} ${mark}` });
  const open = await make('/api/actions', { unit_id, text: `Öppen åtgärd ${mark}` });
  await make(`/api/findings/${finding.id}/actions`, { action_id: kept.id });

  await signInAs(page, controller.email);
  await page.goto(`/findings/${finding.id}`);
  await settled(page);
  await page.getByRole('button', { name: 'Begränsa åtkomst' }).click();
  const sheet = page.getByRole('dialog', { name: 'Begränsa åtkomst' });
  await expect(sheet.getByRole('checkbox', { name: 'Begränsa också dess åtgärd' })).toBeChecked();
  await sheet.getByRole('button', { name: 'Begränsa åtkomst' }).click();
  await expect(sheet.getByRole('alert')).toContainText('Skriv varför åtkomsten begränsas.');
  await expectNoViolations(page, 'restricting a finding');
  await page.setViewportSize({ width: 390, height: 844 });
  await expectNoSidewaysScroll(page);
  await page.setViewportSize({ width: 1440, height: 900 });
  await sheet.getByLabel('Varför').fill('Rör en medarbetare i gruppen.');
  await sheet.getByRole('button', { name: 'Begränsa åtkomst' }).click();
  const box = page.getByRole('region', { name: 'Begränsad åtkomst' });
  await expect(box).toContainText(`Läses av Cia Fynd ${mark}.`);
  await expect(page.getByRole('link', { name: new RegExp(words) })).toContainText('Begränsad');
  await expectNoViolations(page, 'restricted finding');
  // What is made of it gets the same circle, and nothing is filled in from it.
  await page.getByRole('button', { name: 'Ny åtgärd' }).click();
  const making = page.getByRole('dialog', { name: 'Ny åtgärd' });
  await expect(
    making.getByRole('checkbox', { name: 'Begränsa åtgärden till samma krets som iakttagelsen' }),
  ).toBeChecked();
  await expect(making.getByLabel('Åtgärd', { exact: true })).toHaveValue('');
  await expectNoViolations(page, 'making an action of a restricted finding');
  await making.getByLabel('Åtgärd', { exact: true }).fill(`Ny hemligstämplad åtgärd ${mark}`);
  await making.getByRole('button', { name: 'Skapa' }).click();
  await expect(page.getByRole('link', { name: /Ny hemligstämplad/ })).toContainText('Begränsad');
  await page.goto(`/findings?q=${mark}`);
  await settled(page);
  await expect(page.getByRole('row', { name: new RegExp(String(mark)) })).toContainText('Begränsad');
  // Another action of it stays for everybody, and says only that it belongs to something.
  const session = await page.request.post('/api/session', { data: { email: controller.email, password } });
  const own = (await session.json()) as { csrf: string };
  const linked = await page.request.post(`/api/findings/${finding.id}/actions`, {
    headers: { 'X-CSRF-Token': own.csrf },
    data: { action_id: open.id, same_circle: false },
  });
  expect(linked.status(), await linked.text()).toBe(204);

  await signInAs(page, manager.email);
  for (const address of [`/findings/${finding.id}`, `/actions/${kept.id}`]) {
    await page.goto(address);
    await expect(page.getByRole('alert')).toContainText('begränsad åtkomst');
    await expect(page.getByRole('alert')).toContainText(`Cia Fynd ${mark}`);
    await expect(page.getByText('emligstämpla')).toHaveCount(0);
  }
  await page.goto('/findings');
  await settled(page);
  await page.getByText(/iakttagelser? har begränsad åtkomst/).click();
  await expect(page.getByRole('listitem').filter({ hasText: `Iakttagelse ${finding.id}` })).toContainText(
    `Fråga Cia Fynd ${mark}`,
  );
  await expect(page.getByText('emligstämpla')).toHaveCount(0);
  await expectNoViolations(page, 'the line above the findings');
  await page.goto(`/actions?q=${mark}`);
  await settled(page);
  await expect(page.getByText('emligstämpla')).toHaveCount(0);
  await page.goto(`/actions/${open.id}`);
  await settled(page);
  await expect(page.getByText(`Iakttagelse ${finding.id}`)).toBeVisible();
  await expect(page.getByText('emligstämpla')).toHaveCount(0);
  await expectNoViolations(page, 'an action of a restricted finding');

  await signInAs(page, controller.email);
  await page.goto(`/findings/${finding.id}`);
  await settled(page);
  await page.getByRole('button', { name: 'Häv begränsningen' }).click();
  await page
    .getByRole('dialog', { name: 'Häv begränsningen' })
    .getByRole('button', { name: 'Häv begränsningen' })
    .click();
  await expect(box).toHaveCount(0);

  await signInAs(page, manager.email);
  await page.goto(`/findings/${finding.id}`);
  await settled(page);
  await expect(page.getByRole('heading', { name: found })).toBeVisible();
  await expect(page.getByText(`ÅT-${kept.number}`)).toBeVisible();
  await expect(page.getByText(words)).toHaveCount(0);
  await expectNoViolations(page, 'a finding with a restricted action');
});
