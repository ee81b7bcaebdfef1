// axe on every screen in six states (filled, empty, error, open dialog, 390 px, dark), and 320 px without sideways scroll.
import { expectNoSidewaysScroll, expectNoViolations, settled, signIn, test } from './support';
import { screens } from './screens';

const problem = {
  type: 'urn:problem:internal',
  title: 'internal',
  status: 500,
  code: 'internal',
  detail: 'Något gick fel hos oss. Försök igen om en stund.',
};

for (const screen of screens) {
  test(`accessible: ${screen.name}`, async ({ page }) => {
    if (screen.role) await signIn(page, screen.role);
    const path = typeof screen.path === 'string' ? screen.path : await screen.path(page);

    await page.goto(path);
    await settled(page);
    await expectNoViolations(page, 'filled');

    await page.emulateMedia({ colorScheme: 'dark' });
    await expectNoViolations(page, 'dark');
    await page.emulateMedia({ colorScheme: 'light' });

    if (screen.dialog) {
      await screen.dialog(page);
      await page.locator('dialog[open]').waitFor();
      await settled(page);
      await expectNoViolations(page, 'open dialog');
      await page.keyboard.press('Escape');
      await page.locator('dialog[open]').waitFor({ state: 'detached' });
    }

    await page.setViewportSize({ width: 390, height: 844 });
    await settled(page);
    await expectNoViolations(page, '390 px');
    await expectNoSidewaysScroll(page);
    await page.setViewportSize({ width: 320, height: 640 });
    await expectNoSidewaysScroll(page);
    await page.setViewportSize({ width: 1440, height: 900 });

    if (screen.empty) {
      await page.route(screen.api as RegExp, (route) => route.fulfill({ json: screen.empty }));
      await page.goto(path);
      await settled(page);
      await expectNoViolations(page, 'empty');
      await page.unroute(screen.api as RegExp);
    }
    if (screen.api) {
      await page.route(screen.api, (route) => route.fulfill({ status: 500, json: problem }));
      await page.goto(path);
      await page.getByRole('alert').first().waitFor();
      await expectNoViolations(page, 'error');
    } else if (screen.name === 'login') {
      await page.getByLabel('E-post').fill('ingen@ekbacken.example');
      await page.getByLabel('Lösenord').fill('fel');
      await page.getByRole('button', { name: 'Logga in' }).click();
      await page.getByRole('alert').waitFor();
      await expectNoViolations(page, 'error');
    }
  });
}
