// A substitute from end to end: appointed in the page, told in the banner and on my page, named in the log, ended.
import { fillPassword, makePerson, password } from './person';
import { expect, expectNoSidewaysScroll, expectNoViolations, settled, signIn, test } from './support';

test('S2-26: somebody away appoints a substitute, whose work says for whom it is done', async ({ page }) => {
  const mark = Date.now();
  const substitute = `Eva Alm ${mark}`;
  const absent = `Bo Ek ${mark}`;
  const eva = await makePerson(page, substitute, 'employee');
  const bo = await makePerson(page, absent, 'controller');
  const csrf = await signIn(page, 'controller');
  const units = (await (await page.request.get('/api/units')).json()) as {
    items: { id: number }[];
  };
  const action = await page.request.post('/api/actions', {
    headers: { 'X-CSRF-Token': csrf },
    data: {
      unit_id: units.items[0]?.id,
      text: 'Gå igenom attestlistan med enhetscheferna',
      owner_id: bo.id,
      due: new Date(Date.now() + 3 * 86_400_000).toISOString().slice(0, 10),
    },
  });
  expect(action.status(), await action.text()).toBe(201);
  const { id } = (await action.json()) as { id: number };
  await page.context().clearCookies();

  await fillPassword(page, bo.email);
  await page.waitForURL('**/');
  await page.goto('/account');
  await settled(page);
  await page.getByRole('link', { name: 'Visa ersättare' }).click();
  await expect(page.getByRole('heading', { name: 'Inga ersättare' })).toBeVisible();
  await page.getByRole('button', { name: 'Utse ersättare' }).click();
  const sheet = page.getByRole('dialog', { name: 'Utse ersättare' });
  await sheet.getByRole('button', { name: 'Utse ersättare' }).click();
  await expect(sheet.getByRole('alert')).toContainText('Välj en ersättare.');
  await expectNoViolations(page, 'appointing');
  await sheet.getByRole('combobox', { name: 'Ersättare' }).fill(String(mark));
  await page.getByRole('option', { name: substitute }).click();
  await sheet.getByRole('button', { name: 'Utse ersättare' }).click();
  await expect(page.getByRole('region', { name: 'Gäller nu' })).toContainText(`${substitute} för ${absent}`);
  await page.setViewportSize({ width: 390, height: 844 });
  await expectNoSidewaysScroll(page);
  await expectNoViolations(page, 'one substitute, 390 px');
  await page.setViewportSize({ width: 1440, height: 900 });

  await page.context().clearCookies();
  await fillPassword(page, eva.email);
  await page.waitForURL('**/');
  await settled(page);
  await expect(page.getByRole('complementary', { name: 'Ersättare' })).toContainText(
    `Du är ersättare för ${absent} t.o.m.`,
  );
  const task = page.getByRole('button', { name: /attestlistan/ });
  await expect(task).toContainText(`som ersättare för ${absent}`);
  await expectNoViolations(page, 'banner and task');
  await page.setViewportSize({ width: 390, height: 844 });
  await expectNoSidewaysScroll(page);
  await page.setViewportSize({ width: 1440, height: 900 });
  // An employee may not change an action; a controller may.
  const session = (await (await page.request.get('/api/session')).json()) as {
    csrf: string;
  };
  const before = await page.request.get(`/api/actions/${id}`);
  const changed = await page.request.put(`/api/actions/${id}`, {
    headers: {
      'X-CSRF-Token': session.csrf,
      'If-Match': before.headers().etag ?? '',
    },
    data: {
      unit_id: units.items[0]?.id,
      text: 'Gå igenom attestlistan med alla chefer',
      owner_id: bo.id,
    },
  });
  expect(changed.status(), await changed.text()).toBe(200);
  await page.goto(`/actions/${id}`);
  await settled(page);
  await expect(page.locator('.timeline')).toContainText(`Som ersättare för ${absent}`);

  await page.goto('/account/substitutes');
  await settled(page);
  await page.getByRole('button', { name: `Avsluta ${substitute} för ${absent}` }).click();
  const asked = page.getByRole('dialog', { name: 'Avsluta i förtid?' });
  await expectNoViolations(page, 'asked before ending');
  await asked.getByRole('button', { name: 'Avsluta', exact: true }).click();
  await expect(page.getByRole('region', { name: 'Tidigare' })).toContainText('Avslutad i förtid');
  await expect(page.getByRole('complementary', { name: 'Ersättare' })).toHaveCount(0);
  const refused = await page.request.put(`/api/actions/${id}`, {
    headers: { 'X-CSRF-Token': session.csrf, 'If-Match': '"2"' },
    data: { unit_id: units.items[0]?.id, text: 'En gång till' },
  });
  expect(refused.status()).toBe(403);
});

test('S2-26: an administrator appoints for somebody who is ill, from the person in administration', async ({
  page,
}) => {
  const mark = Date.now();
  const substitute = await makePerson(page, `Nils Nord ${mark}`, 'employee');
  await makePerson(page, `Siri Sjuk ${mark}`, 'unit_manager');
  await signIn(page, 'administrator');
  await page.goto(`/admin/persons?q=Siri%20Sjuk%20${mark}`);
  await settled(page);
  await page
    .getByRole('button', { name: `Ändra Siri Sjuk ${mark}` })
    .first()
    .click();
  await page.getByRole('link', { name: 'Visa ersättare' }).click();
  await expect(page.getByRole('heading', { name: `Ersättare för Siri Sjuk ${mark}` })).toBeVisible();
  await page.getByRole('button', { name: 'Utse ersättare' }).click();
  const sheet = page.getByRole('dialog', { name: 'Utse ersättare' });
  await sheet.getByRole('combobox', { name: 'Ersättare' }).fill(`Nils Nord ${mark}`);
  await page.getByRole('option', { name: `Nils Nord ${mark}` }).click();
  await sheet.getByRole('button', { name: 'Utse ersättare' }).click();
  await expect(page.getByRole('region', { name: 'Gäller nu' })).toContainText('Enhetschef');

  await page.context().clearCookies();
  await page.request.post('/api/session', {
    data: { email: substitute.email, password },
  });
  await page.goto('/');
  await settled(page);
  await expect(page.getByRole('complementary', { name: 'Ersättare' })).toContainText(`Siri Sjuk ${mark}`);
});
