// A role of the municipality's own, from the form to what its holder sees.
import { fillPassword, makePerson } from './person';
import { expect, expectNoSidewaysScroll, expectNoViolations, settled, signIn, test } from './support';

test('S4-52: a role is made, given, tried and cannot be removed while somebody holds it', async ({
  page,
}) => {
  const { email } = await makePerson(page, 'Ekon Om', 'employee');
  await page.context().clearCookies();
  await signIn(page, 'administrator');
  await page.goto('/admin/roles');
  await settled(page);
  await page.getByRole('button', { name: 'Ny roll' }).click();
  const sheet = page.getByRole('dialog', { name: 'Ny roll' });
  await sheet.getByLabel('Namn').fill('Ekonom');
  await sheet.getByRole('button', { name: 'Spara' }).click();
  await expect(sheet.getByRole('alert')).toContainText('Välj minst en behörighet');
  await sheet.getByLabel('Läsa in filer och avgöra rader').check();
  await expect(sheet.getByLabel('Se inlästa filer och deras rader')).toBeChecked();
  await sheet.getByLabel('Se inlästa filer och deras rader').uncheck();
  await expect(sheet.getByLabel('Läsa in filer och avgöra rader')).not.toBeChecked();
  await sheet.getByLabel('Läsa loggen').check();
  await expectNoViolations(page, 'role form');
  await page.setViewportSize({ width: 390, height: 844 });
  await expectNoSidewaysScroll(page);
  await page.setViewportSize({ width: 1440, height: 900 });
  await sheet.getByRole('button', { name: 'Spara' }).click();
  const row = page.getByRole('row', { name: /Ekonom/ });
  await expect(row).toContainText('3 behörigheter');

  await page.goto('/admin/persons?q=Ekon');
  await settled(page);
  await page.getByRole('button', { name: 'Ändra Ekon Om' }).first().click();
  const person = page.getByRole('dialog', { name: 'Ändra person' });
  await person.getByLabel('Roll').selectOption('Ekonom');
  await person.getByLabel('Enhet').selectOption({ index: 1 });
  await person.getByRole('button', { name: 'Ge en roll' }).click();
  await expect(person).toContainText('Ekonom,');

  await page.goto('/admin/roles');
  await settled(page);
  await row.getByRole('button', { name: /Ändra/ }).click();
  const change = page.getByRole('dialog', { name: 'Ändra rollen' });
  await change.getByRole('button', { name: 'Ta bort rollen' }).click();
  await page
    .getByRole('dialog', { name: 'Ta bort rollen' })
    .getByRole('button', { name: 'Ta bort rollen' })
    .click();
  await expect(page.getByText('Rollen står i uppdrag för 1 person.')).toBeVisible();

  await page.context().clearCookies();
  await fillPassword(page, email);
  await page.waitForURL('**/');
  await page.goto('/audit');
  await settled(page);
  await expect(page.getByRole('table')).toBeVisible();
});
