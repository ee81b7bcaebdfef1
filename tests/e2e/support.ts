// Signing in as one of the sample accounts, counting clicks, and what must never happen on any page.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import { test as base, expect, type Locator, type Page } from '@playwright/test';

export type Role =
  | 'administrator'
  | 'controller'
  | 'unit_manager'
  | 'employee'
  | 'committee_secretary'
  | 'auditor'
  | 'elected_official'
  | 'central_coordinator'
  | 'lex_sarah_officer'
  | 'lex_sarah_investigator';

interface Sample {
  password: string;
  accounts: { role: Role; email: string }[];
}
export const sample = JSON.parse(
  readFileSync(join(__dirname, '../../samples/sample.json'), 'utf8'),
) as Sample;

export function account(role: Role) {
  const found = sample.accounts.find((each) => each.role === role);
  if (!found) throw new Error(`samples/sample.json has no account for ${role}`);
  return found;
}

/** Signs in once per role through the API; the cookie is then used by every page of the test. */
export async function signIn(page: Page, role: Role) {
  const answer = await page.request.post('/api/session', {
    data: { email: account(role).email, password: sample.password },
  });
  expect(answer.status(), `sign in as ${role}`).toBeLessThan(300);
  return ((await answer.json()) as { csrf: string }).csrf;
}

export async function firstId(page: Page, address: string): Promise<number> {
  const answer = await page.request.get(address);
  expect(answer.ok(), address).toBe(true);
  const { items } = (await answer.json()) as { items: { id: number }[] };
  const id = items[0]?.id;
  if (id === undefined) throw new Error(`${address} is empty in the sample data`);
  return id;
}

/** Collects breaches of the content policy, requests to other hosts and errors of the page itself. */
export const test = base.extend<{ breaches: string[] }>({
  breaches: [
    async ({ page, baseURL }, use) => {
      const breaches: string[] = [];
      await page.addInitScript(() => {
        document.addEventListener('securitypolicyviolation', (event) =>
          console.error(`policy breach: ${event.violatedDirective} ${event.blockedURI}`),
        );
      });
      page.on('console', (message) => {
        if (/policy breach|Content Security Policy|TrustedHTML|TrustedScript/.test(message.text())) {
          breaches.push(message.text());
        }
      });
      page.on('pageerror', (error) => breaches.push(`error: ${error.message}`));
      page.on('request', (request) => {
        const url = request.url();
        if (!url.startsWith(String(baseURL)) && !url.startsWith('data:') && !url.startsWith('blob:')) {
          breaches.push(`other host: ${url}`);
        }
      });
      await use(breaches);
      expect(breaches, 'content policy, other hosts, page errors').toEqual([]);
    },
    { auto: true },
  ],
});

/** The page has its heading and nothing is being fetched any more. */
export async function settled(page: Page) {
  await page.waitForLoadState('networkidle');
  await expect(page.locator('h1').first()).toBeVisible();
  await atRest(page);
}

/** Sheets slide in and colours fade: letters on their way have no honest contrast. */
async function atRest(page: Page) {
  // What begins with the next frame has begun after two.
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
  await page.evaluate(() =>
    Promise.allSettled(
      document
        .getAnimations()
        .filter((one) => one.effect?.getComputedTiming().iterations !== Infinity)
        .map((one) => one.finished),
    ).then(() => undefined),
  );
}

export async function expectNoViolations(page: Page, state: string) {
  await atRest(page);
  const { violations } = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'])
    .analyze();
  const found = violations.map(
    (violation) =>
      `${violation.id}: ${violation.nodes
        .map((node) => node.target.join(' '))
        .slice(0, 3)
        .join(' | ')}`,
  );
  // Soft, so that one run names every fault of a screen.
  expect.soft(found, `axe, ${state}`).toEqual([]);
}

export async function expectNoSidewaysScroll(page: Page) {
  const over = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  expect(over, 'sideways scroll').toBeLessThanOrEqual(0);
}

/** Counts every click, so that a path which gets longer fails its test. */
export class Clicks {
  count = 0;

  async click(target: Locator) {
    this.count += 1;
    await target.click();
  }
}

export { expect };
