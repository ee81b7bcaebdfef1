// Stored and reflected script in every text that can be written, on every screen, in a real browser. The last
// file by name: what it leaves behind would be first in the lists of the others.
import type { Page } from '@playwright/test';
import { screens } from './screens';
import { account, expect, sample, settled, signIn, test, type Role } from './support';
import { Filler, hostileText, payloads, type OpenApi } from './hostile';

/** Routes that are not tried here, and why nothing is lost by it. */
const untried = new Set([
  ...[
    'signIn',
    'giveSignInCode',
    'confirmFactorAtSignIn',
    'confirmSecondFactor',
    'offerSecondFactor',
    'turnOffSecondFactor',
    'finishProviderSignIn',
  ],
  // A key's answer to a question; its name is tried where a key is (passkey.spec.ts).
  ...[
    'offerPasskey',
    'addPasskey',
    'offerPasskeyAtSignIn',
    'addPasskeyAtSignIn',
    'askPasskeyAtSignIn',
    'signInWithPasskey',
  ],
  ...['renewRecoveryCodes', 'changePassword', 'givePassword', 'setUp', 'createToken'], // secrets, never shown
  'changeActionStatus', // its texts are the action's own
  'carryOverAction', // as is this one's, and it needs an action that was not carried out
  'answerEscalation', // the same
  'returnUnitReport', // a text on the unit's report, shown by the component that shows comments
  'answerQuestionGroup', // a reason, shown where a question's own is
  'decideImport', // choices
]);

test.describe.configure({ mode: 'serial' });

/** What a browser would do if a text had become more than text. */
function watch(page: Page): string[] {
  const ran: string[] = [];
  page.on('dialog', (dialog) => {
    ran.push(dialog.message());
    void dialog.dismiss();
  });
  page.on('popup', () => ran.push('popup'));
  return ran;
}

async function expectOnlyText(page: Page, where: string) {
  await expect(page.locator('h1').first(), where).toBeVisible();
  await expect(page.getByText('Hämtar', { exact: true }), where).toHaveCount(0);
  const found = await page.evaluate(() => {
    const hostile =
      'script:not([src]), iframe, object, embed, base, math, [srcdoc], meta[http-equiv=refresh], main style, a[href^="javascript" i], form[action], [v-text]';
    const elements = [...document.querySelectorAll(hostile)].map((each) => each.outerHTML.slice(0, 120));
    for (const each of document.querySelectorAll('*')) {
      const handler = each.getAttributeNames().find((name) => name.startsWith('on'));
      if (handler) elements.push(each.outerHTML.slice(0, 120));
    }
    return { elements, computed: document.body.innerText.includes('1337') };
  });
  expect.soft(found.elements, `${where}: markup made of text`).toEqual([]);
  expect.soft(found.computed, `${where}: a text was computed`).toBe(false);
}

const made: Record<string, number[]> = {};
let comments = 0;
let unit = 0;

test('every text of every object takes what looks like script', async ({ page }) => {
  const csrf: Partial<Record<Role, string>> = {};
  const get = async <T>(path: string) => (await (await page.request.get(path)).json()) as T;
  csrf.administrator = await signIn(page, 'administrator');
  const units = (await get<{ items: { id: number }[] }>('/api/units')).items;
  const persons = (await get<{ items: { id: number }[] }>('/api/persons?limit=5')).items;
  unit = units[units.length - 1]?.id ?? 0;
  const api = await get<OpenApi>('/api/openapi.json');
  const filler = new Filler(api, {
    units: unit,
    former: units[units.length - 2]?.id ?? 0,
    persons: persons[0]?.id ?? 0,
  });

  const refused: string[] = [];
  for (const role of ['administrator', 'controller'] as const) {
    csrf[role] ??= await signIn(page, role);
    for (const [path, methods] of Object.entries(api.paths)) {
      const operation = methods.post;
      const body = operation && filler.bodyOf(operation);
      if (!operation || !body || untried.has(operation.operationId) || !filler.shortest(body)) continue;
      const kind = path.split('/')[2]?.replace(/^events$/, 'unwanted_events') ?? '';
      const parent = path.includes('{') ? (made[kind]?.[0] ?? filler.objects[kind]) : undefined;
      if (/{.*{/.test(path) || (path.includes('{') && !parent)) continue;
      for (let from = 0; from < payloads.length;) {
        const answer = await page.request.post(path.replace(/{\w+}/, String(parent)), {
          data: filler.object(body, from),
          headers: { 'X-CSRF-Token': csrf[role] ?? '' },
        });
        // Not this role's, or a change of what is there already.
        if (answer.status() === 403 || answer.status() === 428) break;
        if (!answer.ok()) {
          const problem = (await answer.json()) as { errors?: { code: string }[] };
          // A person's name with letters that do not show is stopped, as it should be.
          if (problem.errors?.[0]?.code !== 'hidden') {
            refused.push(`${operation.operationId} from ${from}: ${JSON.stringify(problem)}`);
          }
        } else if (!path.includes('{')) {
          const { id } = (await answer.json()) as { id: number };
          (made[kind] ??= []).push(id);
          filler.objects[kind] ??= id;
        } else {
          comments += 1;
        }
        from = hostileText(filler.shortest(body), from).next;
      }
    }
    if (role === 'administrator') await page.context().clearCookies();
  }
  expect(refused).toEqual([]);
  // The objects that people write texts in; a new kind comes by itself, a lost one is noticed.
  for (const kind of [
    'actions',
    'controls',
    'unwanted_events',
    'findings',
    'persons',
    'units',
    'positions',
    'roles',
    'rounds',
    'reorganisations',
    'action-templates',
    'saved-views',
  ]) {
    expect.soft(made[kind]?.length ?? 0, kind).toBeGreaterThan(0);
  }
  expect(comments).toBeGreaterThan(1);
});

test('no screen runs, computes or makes markup of what people have written', async ({ page }) => {
  const ran = watch(page);
  let role: Role | undefined;
  for (const screen of [...screens].sort((a, b) => (a.role ?? '').localeCompare(b.role ?? ''))) {
    if (screen.role !== role) {
      await page.context().clearCookies();
      if (screen.role) await signIn(page, screen.role);
      role = screen.role;
    }
    await page.goto(typeof screen.path === 'string' ? screen.path : await screen.path(page));
    await expectOnlyText(page, screen.name);
  }
  expect(ran).toEqual([]);
});

test('each object’s own page shows the texts literally', async ({ page }) => {
  const ran = watch(page);
  await signIn(page, 'controller');
  const pages = {
    actions: '/actions',
    controls: '/controls',
    unwanted_events: '/events',
    findings: '/findings',
    rounds: '/rounds',
  };
  for (const [kind, address] of Object.entries(pages)) {
    for (const id of (made[kind] ?? []).slice(0, 4)) {
      await page.goto(`${address}/${id}`);
      await settled(page);
      await expectOnlyText(page, `${kind} ${id}`);
    }
    await page.goto(`${address}/${made[kind]?.[0]}`);
    await expect(page.locator('main'), kind).toContainText('<script>alert(1)</script>');
  }
  await page.goto(`/actions/${made.actions?.[0]}`);
  await settled(page);
  for (const payload of payloads.slice(0, 16)) {
    expect
      .soft(await page.locator('main').innerText(), 'literally')
      .toContain(payload.replaceAll(/\s+/g, ' '));
  }
  await page.context().clearCookies();
  await signIn(page, 'administrator');
  for (const [kind, address] of Object.entries({
    units: '/admin/units',
    reorganisations: '/admin/reorganisation',
  })) {
    await page.goto(`${address}/${made[kind]?.[0]}`);
    await settled(page);
    await expectOnlyText(page, kind);
  }
  expect(ran).toEqual([]);
});

test('a file of hostile texts is shown beside its source as text', async ({ page }) => {
  const ran = watch(page);
  const csrf = await signIn(page, 'controller');
  const heading = 'Kontrollmoment\tOönskad händelse\tÅtgärd\tStatus\tStartdatum\tSlutdatum\tAnalys\n';
  const rows = payloads
    .slice(0, 20)
    .map((text) => [...Array<string>(3).fill(text), 'Pågår', '2026-01-01', '2027-12-31', text].join('\t'));
  const name = '"><img src=x onerror=alert(60)>.txt';
  const answer = await page.request.post(`/api/imports?name=${encodeURIComponent(name)}`, {
    data: Buffer.from(heading + rows.join('\n')),
    headers: { 'X-CSRF-Token': csrf, 'Content-Type': 'application/octet-stream' },
  });
  expect(answer.ok(), await answer.text()).toBe(true);
  const { id } = (await answer.json()) as { id: number };
  await page.goto(`/imports/${id}`);
  await expect(page.getByRole('article').first()).toContainText('<script>alert(1)</script>');
  await expect(page.locator('main')).toContainText(name);
  await expectOnlyText(page, 'import');
  await page.goto('/imports');
  await expect(page.locator('main')).toContainText(name);
  await expectOnlyText(page, 'imports');
  expect(ran).toEqual([]);
});

test('what stands in an address is text, and leads nowhere else', async ({ page, baseURL }) => {
  const ran = watch(page);
  await signIn(page, 'controller');
  const origin = new URL(String(baseURL)).origin;
  for (let from = 0; from < payloads.length; from += 3) {
    const text = encodeURIComponent(payloads.slice(from, from + 3).join(' '));
    const places = [
      `/search?q=${text}`,
      `/actions?q=${text}&sort=${text}&late=${text}#${text}`,
      `/findings?q=${text}`,
      `/${text.replaceAll('.', '')}`,
      `/audit?person=${text}`,
    ];
    await page.goto(places[(from / 3) % places.length] ?? '/');
    await expectOnlyText(page, places[(from / 3) % places.length] ?? '');
  }
  await page.goto(`/search?q=${encodeURIComponent(payloads.slice(0, 4).join(' '))}`);
  await expectOnlyText(page, 'search');

  for (const to of [
    '//evil.example',
    '/\\evil.example',
    'https://evil.example',
    'javascript:alert(30)',
    '/\t/evil.example',
    '/%09/evil.example',
    '///evil.example',
    '/..//evil.example',
  ]) {
    await page.context().clearCookies();
    await page.goto(`/login?to=${encodeURIComponent(to)}`);
    await page.getByLabel('E-post').fill(account('controller').email);
    await page.getByLabel('Lösenord').fill(sample.password);
    await page.getByRole('button', { name: 'Logga in' }).click();
    await page.waitForURL((url) => !url.pathname.startsWith('/login'));
    expect(new URL(page.url()).origin, to).toBe(origin);
  }
  expect(ran).toEqual([]);
});

test('a report of hostile texts is read in the browser as text', async ({ page }) => {
  const ran = watch(page);
  const csrf = await signIn(page, 'controller');
  const send = async (path: string, data: object, version?: number) => {
    const headers = { 'X-CSRF-Token': csrf, ...(version ? { 'If-Match': `"${version}"` } : {}) };
    const answer = await page.request.post(path, { data, headers });
    expect(answer.ok(), `${path}: ${await answer.text()}`).toBe(true);
    return (await answer.json()) as { id: number; version: number };
  };
  const year = new Date().getFullYear() - 1;
  const round = await send('/api/rounds', {
    name: payloads.slice(1, 6).join(' '),
    kind: 'extra',
    year,
    opens: `${year}-08-20`,
    deadline: `${year}-09-10`,
    unit_ids: [unit],
  });
  const opened = await send(`/api/rounds/${round.id}/open`, {}, round.version);
  await send(`/api/rounds/${round.id}/close`, {}, opened.version);
  const report = await send('/api/reports', { round_id: round.id });
  await page.goto(`/reports/${report.id}`);
  await expect(page.locator('main')).toContainText('<script>alert(1)</script>');
  await expectOnlyText(page, 'report');
  expect(ran).toEqual([]);
});

test('an attachment is saved and never shown, whatever it says that it is', async ({ page }) => {
  const ran = watch(page);
  const csrf = await signIn(page, 'controller');
  const script =
    '<html><script>alert(40)</script><svg xmlns="http://www.w3.org/2000/svg" onload="alert(41)"/></html>';
  for (const name of [
    'sida.html',
    'bild.svg',
    'bild.png',
    'fil.pdf',
    '"><img src=x onerror=alert(42)>.html',
    'rapport\u202Efdp.exe',
    'a\r\nSet-Cookie: x=1.txt',
  ]) {
    const kept = await page.request.post(
      `/api/actions/${made.actions?.[0]}/evidence?name=${encodeURIComponent(name)}`,
      {
        data: Buffer.from(script),
        headers: { 'X-CSRF-Token': csrf, 'Content-Type': 'application/octet-stream' },
      },
    );
    expect(kept.ok(), await kept.text()).toBe(true);
    const { id, name: shown } = (await kept.json()) as { id: number; name: string };
    expect(shown).not.toMatch(/[\u202a-\u202e\u2066-\u2069\r\n]/);
    const answer = await page.request.get(`/api/evidence/${id}/file`);
    const headers = answer.headers();
    expect(headers['content-disposition']).toMatch(
      /^attachment; filename="[^"\r\n]*"; filename\*=UTF-8''[\w%.~-]+$/,
    );
    expect(headers['x-content-type-options']).toBe('nosniff');
    expect(headers['content-security-policy']).toMatch(/default-src 'none'; sandbox;/);
    expect(headers['content-type'], name).toBe(
      /txt$/.test(name) ? 'text/plain; charset=utf-8' : 'application/octet-stream',
    );
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.goto(`/api/evidence/${id}/file`).catch(() => undefined),
    ]);
    await download.cancel();
  }
  await page.goto(`/actions/${made.actions?.[0]}`);
  await expect(page.getByText('"><img src=x onerror=alert(42)>.html').first()).toBeVisible();
  await expectOnlyText(page, 'attachments');
  expect(ran).toEqual([]);
});

test('the page’s policy is enforced: no script from a text, no policy but the framework’s', async ({
  browser,
  baseURL,
}) => {
  // A page of its own: what is done here on purpose must not count as a fault.
  const page = await browser.newPage({ baseURL });
  const answer = await page.request.get('/');
  const policy = answer.headers()['content-security-policy'] ?? '';
  for (const part of [
    "default-src 'none'",
    "script-src 'self';",
    "require-trusted-types-for 'script'",
    'trusted-types vue',
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ]) {
    expect(policy).toContain(part);
  }
  expect(policy).not.toMatch(/unsafe|\*/);
  await page.goto('/healthz');
  const outcome = await page.evaluate(() => {
    const tried: Record<string, string> = {};
    const attempt = (name: string, work: () => unknown) => {
      try {
        work();
        tried[name] = 'done';
      } catch (error) {
        tried[name] = (error as Error).name;
      }
    };
    attempt('markup', () => (document.body.innerHTML = '<b>x</b>'));
    attempt('script', () => (document.createElement('script').text = 'alert(50)'));
    attempt('policy', () =>
      (
        window as unknown as { trustedTypes: { createPolicy: (name: string, rules: object) => unknown } }
      ).trustedTypes.createPolicy('egen', {}),
    );
    return tried;
  });
  await page.close();
  expect(outcome).toEqual({ markup: 'TypeError', script: 'TypeError', policy: 'TypeError' });
});
