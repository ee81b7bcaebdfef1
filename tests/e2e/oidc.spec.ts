// Signing in through a provider, from end to end, in a browser against a provider that runs here: the first time and
// the next, roles and levels, what a thief gets, keys that change, clocks that differ, and logging out on both sides.
import { fork, spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test, type BrowserContext, type Page } from '@playwright/test';
import { expectNoSidewaysScroll, expectNoViolations } from './support';

const root = join(__dirname, '../..');
const password = 'sommar regn hav';
const folder = mkdtempSync(join(tmpdir(), 'rimlig-oidc-'));
let here = '';
let there = '';
let server: ChildProcess;
let provider: ChildProcess;
let csrf = '';
let unit = 0;

const freePort = () =>
  new Promise<number>((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as AddressInfo;
      probe.close(() => resolve(port));
    });
  });

const tell = (what: object) =>
  new Promise((resolve) => {
    provider.once('message', resolve);
    provider.send(what);
  });

const usual = {
  eva: { email: 'eva@kommun.example', email_verified: true, groups: ['chefer'] },
  ada: { email: 'ada@kommun.example', email_verified: true, groups: [] },
  okand: { email: 'okand@kommun.example', email_verified: true, groups: [] },
};

test.describe.configure({ mode: 'serial' });

test.beforeAll(async ({ playwright }) => {
  const [herePort, therePort] = [await freePort(), await freePort()];
  here = `http://127.0.0.1:${herePort}`;
  there = `http://127.0.0.1:${therePort}`;
  const client = {
    client_id: 'rimlig',
    client_secret: 'bara i testet',
    redirect_uris: [`${here}/login/return`],
    post_logout_redirect_uris: [`${here}/login`],
    backchannel_logout_uri: `${here}/api/sign-in/providers/kommun/back-channel-logout`,
    backchannel_logout_session_required: true,
  };
  provider = fork(join(__dirname, 'provider.mjs'), [String(therePort), JSON.stringify(client)], {
    cwd: __dirname,
    silent: true,
  });
  await new Promise((resolve) => provider.once('message', resolve));
  await tell({ accounts: usual });

  writeFileSync(join(folder, 'secret'), client.client_secret);
  const settings = {
    base_url: here,
    providers: [
      {
        name: 'kommun',
        label: 'Kommunkonto',
        issuer: there,
        client_id: 'rimlig',
        client_secret_file: join(folder, 'secret'),
        scopes: ['email', 'groups'],
        levels: [
          { acr: 'loa2', level: 2 },
          { acr: 'loa3', level: 3 },
        ],
        assignments: [
          { claim: 'groups', value: 'chefer', role: 'enhetschef', unit: 'Förskolan Eken' },
          { claim: 'groups', value: 'vilse', role: 'enhetschef', unit: 'Ingenstans' },
        ],
      },
    ],
  };
  writeFileSync(join(folder, 'oidc.json'), JSON.stringify(settings));
  const binary = process.env.RIMLIG_BINARY ?? join(root, 'build/release/rimlig');
  const web = process.env.RIMLIG_WEB ? ['--web', process.env.RIMLIG_WEB] : [];
  const options = [
    'serve',
    '--data',
    join(folder, 'data'),
    '--port',
    String(herePort),
    '--log',
    join(folder, 'log'),
  ];
  server = spawn(binary, [...options, '--oidc', join(folder, 'oidc.json'), ...web], { stdio: 'ignore' });

  const api = await playwright.request.newContext({ baseURL: here });
  await expect(async () => expect((await api.get('/healthz')).ok()).toBe(true)).toPass({ timeout: 60_000 });
  const first = { name: 'Ada Admin', email: usual.ada.email, password, organisation: 'Ekdalens kommun' };
  await api.post('/api/setup', { data: first });
  const session = await api.post('/api/session', { data: { email: usual.ada.email, password } });
  ({ csrf } = (await session.json()) as { csrf: string });
  const headers = { 'X-CSRF-Token': csrf };
  const units = (await (await api.get('/api/units')).json()) as { items: { id: number }[] };
  const made = await api.post('/api/units', {
    headers,
    data: { name: 'Förskolan Eken', kind: 'unit', parent_id: units.items[0]?.id, area: '', aliases: [] },
  });
  expect(made.status(), await made.text()).toBe(201);
  unit = ((await made.json()) as { id: number }).id;
  const person = await api.post('/api/persons', {
    headers,
    data: { name: 'Eva Enhetschef', email: usual.eva.email },
  });
  expect(person.status(), await person.text()).toBe(201);
  await api.storageState({ path: join(folder, 'admin.json') });
  await api.dispose();
});

test.afterAll(() => {
  server.kill('SIGTERM');
  provider.kill();
  rmSync(folder, { recursive: true, force: true });
});

async function leave(page: Page) {
  await page.goto(`${here}/login`);
  await page.getByRole('button', { name: 'Logga in med Kommunkonto' }).click();
  await expect(page.getByRole('heading', { name: 'Provider' })).toBeVisible();
}

async function signIn(page: Page, who: string) {
  await leave(page);
  await page.getByRole('button', { name: who }).click();
}

/** Comes back from there, but what came back is not handed in; gives the address with the code in it. */
async function stopAtReturn(page: Page, who: string) {
  let stolen = '';
  page.on('request', (request) => {
    if (request.url().startsWith(`${here}/login/return?`)) stolen = request.url();
  });
  await page.route('**/api/sign-in/return', (route) => route.abort());
  await signIn(page, who);
  await expect(refused(page)).toBeVisible();
  await page.unroute('**/api/sign-in/return');
  expect(stolen).toContain('code=');
  return stolen;
}

const isIn = async (context: BrowserContext) => (await context.request.get(`${here}/api/session`)).ok();
const home = (page: Page) => expect(page).toHaveURL(`${here}/`);
const refused = (page: Page) => page.getByRole('alert');

test('S4-20: the municipality’s own account opens Rimlig, with the role that its group gives', async ({
  page,
  context,
}) => {
  const breaches: string[] = [];
  page.on('console', (message) => {
    if (/Content Security Policy|TrustedHTML/.test(message.text())) breaches.push(message.text());
  });
  await page.goto(`${here}/login`);
  await expect(page.getByRole('button', { name: 'Logga in med Kommunkonto' })).toBeVisible();
  await expectNoViolations(page, 'sign-in with a provider');
  await page.setViewportSize({ width: 320, height: 700 });
  await expectNoSidewaysScroll(page);
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.goto(`${here}/account`);
  await page.getByRole('button', { name: 'Logga in med Kommunkonto' }).click();
  await page.getByRole('button', { name: 'eva loa2' }).click();
  await page.waitForURL(`${here}/account`);
  await expect(page.getByText('Inloggad via Kommunkonto')).toBeVisible();
  const session = await (await context.request.get(`${here}/api/session`)).json();
  expect(session.roles).toMatchObject([{ role: 'unit_manager', unit_id: unit }]);
  expect(page.url()).not.toContain('code=');
  expect(breaches).toEqual([]);
});

test('S4-20: a stolen code opens nothing in another browser, and is spent when it has been used', async ({
  page,
  context,
  browser,
}) => {
  const stolen = await stopAtReturn(page, 'eva loa2');
  const thief = await browser.newContext();
  const other = await thief.newPage();
  await other.goto(stolen);
  await expect(refused(other)).toContainText('Börja om');
  expect(await isIn(thief)).toBe(false);
  // One that has begun a sign-in of its own has a cookie, but not the one that the code was asked for with.
  await leave(other);
  await other.goto(stolen);
  await expect(refused(other)).toContainText('Börja om');
  expect(await isIn(thief)).toBe(false);
  await thief.close();

  await page.goto(stolen);
  await home(page);
  expect(await isIn(context)).toBe(true);
  await context.clearCookies({ name: 'rimlig_session' });
  await page.goto(stolen);
  await expect(refused(page)).toContainText('Börja om');
  expect(await isIn(context)).toBe(false);
});

test('S4-20: a wrong nonce and a replayed token sign nobody in', async ({ page, context }) => {
  await page.goto(`${here}/login`);
  let leaving = '';
  await page.route(`${there}/auth?**`, async (route) => {
    leaving = route.request().url();
    await route.abort();
  });
  await page.getByRole('button', { name: 'Logga in med Kommunkonto' }).click();
  await expect.poll(() => leaving).toContain('nonce=');
  await page.unroute(`${there}/auth?**`);
  const altered = new URL(leaving);
  altered.searchParams.set('nonce', 'nagot-annat');
  await page.goto(altered.href);
  await page.getByRole('button', { name: 'eva loa2' }).click();
  await expect(refused(page)).toContainText('gick inte att lita på');
  expect(await isIn(context)).toBe(false);

  await context.clearCookies();
  await tell({ replaying: true });
  await signIn(page, 'eva loa2');
  await expect(refused(page)).toContainText('gick inte att lita på');
  expect(await isIn(context)).toBe(false);
  await tell({ replaying: false });
});

test('S4-20: who is unknown is told so, and what to do', async ({ page }) => {
  await signIn(page, 'okand loa2');
  await expect(refused(page)).toContainText('Be en administratör lägga upp dig.');
  await expectNoViolations(page, 'refused at sign-in');
  await page.setViewportSize({ width: 320, height: 700 });
  await expectNoSidewaysScroll(page);
  await page.getByRole('button', { name: 'Logga in på annat sätt' }).click();
  await expect(page.getByLabel('E-post')).toBeVisible();
});

test('S4-20: a role that demands a level lets nobody in below it, and the way to reach it is offered', async ({
  browser,
  page,
  context,
}) => {
  const admin = await browser.newContext({ storageState: join(folder, 'admin.json') });
  const rules = await admin.newPage();
  await rules.goto(`${here}/admin/sign-in`);
  const settings = rules.getByRole('region', { name: 'Kommunkonto' });
  await expect(settings).toContainText('groups = chefer: enhetschef vid Förskolan Eken');
  await expect(settings).toContainText('Rollen eller enheten finns inte här');
  await rules.getByLabel('Enhetschef', { exact: true }).last().selectOption({ label: 'Nivå 3' });
  await rules.getByRole('button', { name: 'Spara' }).click();
  await expect(rules.getByText('Sparat')).toBeVisible();
  await expectNoViolations(rules, 'levels per role');
  await rules.setViewportSize({ width: 320, height: 900 });
  await expectNoSidewaysScroll(rules);
  await admin.close();

  await signIn(page, 'eva loa2');
  await expect(refused(page)).toContainText('Rollen enhetschef kräver tillitsnivå 3.');
  expect(await isIn(context)).toBe(false);
  await page.getByRole('button', { name: 'Logga in igen med tillitsnivå 3' }).click();
  await page.getByRole('button', { name: 'eva loa3' }).click();
  await home(page);
  expect(await isIn(context)).toBe(true);
});

test('S4-20: the provider may change its keys, and its clock may differ by a minute but no more', async ({
  browser,
}) => {
  const attempt = async () => {
    const context = await browser.newContext();
    const page = await context.newPage();
    await signIn(page, 'eva loa3');
    return { context, page };
  };
  await tell({ rotate: true, ahead: 45 });
  const good = await attempt();
  await home(good.page);
  await good.context.close();
  await tell({ ahead: 300 });
  const wrong = await attempt();
  await expect(refused(wrong.page)).toContainText('Klockan går fel');
  expect(await isIn(wrong.context)).toBe(false);
  await wrong.context.close();
  await tell({ ahead: 0 });
});

test('S4-20: signing out here goes on to the provider, and signing out there ends the session here', async ({
  page,
  context,
}) => {
  await tell({ accounts: { ...usual, eva: { ...usual.eva, groups: [] } } });
  await signIn(page, 'eva loa3');
  await home(page);
  // The group is gone, and so is the role.
  const session = await (await context.request.get(`${here}/api/session`)).json();
  expect(session.roles).toEqual([]);

  const elsewhere = await context.newPage();
  await elsewhere.goto(`${there}/session/end`);
  await elsewhere.getByRole('button', { name: 'Yes, sign me out' }).click();
  await expect(async () => expect(await isIn(context)).toBe(false)).toPass();
  await elsewhere.close();

  await signIn(page, 'eva loa3');
  await home(page);
  await page.getByRole('button', { name: 'Eva Enhetschef' }).click();
  await page.getByRole('button', { name: 'Logga ut' }).click();
  await page.waitForURL(`${there}/session/end**`);
  expect(await isIn(context)).toBe(false);
  await page.getByRole('button', { name: 'Yes, sign me out' }).click();
  await page.waitForURL(`${here}/login`);
});
