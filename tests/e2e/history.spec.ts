// What happened to a finding, a control and an unwanted event stands beside it, and the last change is taken back there.
import { expect, expectNoViolations, settled, signIn, test } from './support';

test('S4-52: the last change of a finding, a control and an event is seen and taken back on its page', async ({
  page,
}) => {
  const mark = Date.now();
  const csrf = await signIn(page, 'controller');
  const units = (await (await page.request.get('/api/units')).json()) as { items: { id: number }[] };
  const unit_id = units.items[0]?.id;
  const control = await created('/api/controls', {
    unit_id,
    title: `Kontroll ${mark}`,
    kind: 'scheduled',
    frequency: 'monthly',
  });
  const kinds = [
    {
      path: '/findings',
      draft: {
        unit_id,
        level: 'unit',
        title: `Fynd ${mark}`,
        text: '',
        assessment: 'not_assessed',
        year: 2026,
      },
      field: 'title',
    },
    {
      path: '/controls',
      draft: { unit_id, title: `Avstämning ${mark}`, kind: 'scheduled', frequency: 'monthly' },
      field: 'title',
    },
    { path: '/events', draft: { unit_id, control_id: control, text: `Händelse ${mark}` }, field: 'text' },
  ] as const;
  for (const { path, draft, field } of kinds) {
    const id = await created(`/api${path}`, draft);
    const before = await page.request.get(`/api${path}/${id}`);
    const answer = await page.request.put(`/api${path}/${id}`, {
      headers: { 'X-CSRF-Token': csrf, 'If-Match': before.headers()['etag'] ?? '' },
      data: { ...draft, [field]: `Ändrat till ${mark}` },
    });
    expect(answer.ok(), await answer.text()).toBe(true);
    await page.goto(`${path}/${id}`);
    await settled(page);
    const history = page.locator('section').filter({ has: page.getByRole('heading', { name: 'Historik' }) });
    await expect(history.getByRole('listitem').first()).toContainText(`Ändrat till ${mark}`);
    await expectNoViolations(page, `history of ${path}`);
    await history.getByRole('button', { name: 'Ångra' }).click();
    await expect(page.getByRole('heading', { level: 1 })).not.toContainText('Ändrat till');
    await expect(history.getByRole('listitem')).toHaveCount(3);
  }

  async function created(path: string, data: unknown) {
    const made = await page.request.post(path, { headers: { 'X-CSRF-Token': csrf }, data });
    expect(made.status(), await made.text()).toBe(201);
    return ((await made.json()) as { id: number }).id;
  }
});
