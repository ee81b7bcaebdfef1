// A person of the test's own, so that the sample accounts stay as they are.
import type { Page } from '@playwright/test';
import { expect, signIn } from './support';

export const password = 'sommar regn hav';

/** A person of their own at the first unit, laid up by the administrator. */
export async function makePerson(page: Page, name: string, role: string) {
  const csrf = await signIn(page, 'administrator');
  const headers = { 'X-CSRF-Token': csrf };
  const plain = name
    .toLowerCase()
    .normalize('NFD')
    .replaceAll(/[^a-z ]/g, '');
  const email = `${plain.replaceAll(' ', '.')}.${Date.now()}@kommun.example`;
  const made = await page.request.post('/api/persons', { headers, data: { name, email } });
  const { id } = (await made.json()) as { id: number };
  const units = (await (await page.request.get('/api/units')).json()) as { items: { id: number }[] };
  await page.request.post(`/api/persons/${id}/password`, { headers, data: { password } });
  const given = await page.request.post(`/api/persons/${id}/assignments`, {
    headers,
    data: { role, unit_id: units.items[0]?.id },
  });
  expect(given.status(), await given.text()).toBe(201);
  await page.context().clearCookies();
  return { id, email, headers };
}

export async function fillPassword(page: Page, email: string) {
  await page.goto('/login');
  await page.getByLabel('E-post').fill(email);
  await page.getByLabel('Lösenord').fill(password);
  await page.getByRole('button', { name: 'Logga in' }).click();
}
