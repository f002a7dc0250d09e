import type { Page } from '@playwright/test';
import { appVersion } from '../src/lib/app-version.ts';
import { type Deployment, deployed } from './support/deployment.ts';
import { answerOf, draw, pad } from './support/draw.ts';
import { expect, test } from './support/lab.ts';
import { expectAxeClean } from './support/looks.ts';
import { penDigit } from './support/samples.ts';
import { button, expectState, untilStep } from './support/train.ts';

test('the Model page says which version this is, and leads to its changes', async ({ page }) => {
  await page.goto('/#/model');
  await page.getByRole('link', { name: 'what is new' }).click();
  const changes = page.getByTestId('changes');
  await expect(changes.getByRole('heading', { name: `Version ${appVersion}`, exact: true })).toBeVisible();
  await expect(changes.getByRole('listitem').first()).toBeVisible();
  await expectAxeClean(page, 390, 'dark');
});

const notice = (page: Page) => page.getByTestId('newer-version');

/** The person comes back to the tab. */
const lookAgain = (page: Page) => page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));

test.describe('a tab that was open when a newer version was deployed', () => {
  test.use({
    expectedErrors: [/Failed to load resource|Refused to apply style|dynamically imported|preload/],
  });

  let site: Deployment;
  test.beforeEach(async () => {
    site = await deployed();
  });
  test.afterEach(() => site.close());

  /** How often the page has been loaded. */
  async function countLoads(page: Page): Promise<() => number> {
    let loads = 0;
    page.on('load', () => {
      loads += 1;
    });
    return () => loads;
  }

  test('reloads itself when a page is opened whose code is gone, with the drawing, and once only', async ({
    page,
  }) => {
    await page.goto(site.address);
    await draw(page, penDigit('3'));
    expect((await answerOf(page)).digit).toBe('3');
    const loads = await countLoads(page);
    site.deploy();
    await page.getByRole('link', { name: 'Train' }).click();
    await expect(button(page, 'Start')).toBeVisible();
    expect(loads()).toBe(1);
    await page.getByRole('link', { name: 'Draw', exact: true }).click();
    expect((await answerOf(page)).digit).toBe('3');
    // All parts of the page are there.
    await expect(page.getByTestId('keep-digit')).toBeVisible();
    // Another one at once: a reload that has just been has not helped, so the page asks.
    site.deploy();
    await page.getByRole('link', { name: 'Networks' }).click();
    await expect(notice(page)).toContainText('A newer version of LeNet Lab is here');
    await expect(page.getByTestId('crash-page')).toBeVisible();
    expect(loads()).toBe(1);
    await notice(page).getByRole('button', { name: 'Reload' }).click();
    await expect(page.getByTestId('network-list')).toBeVisible();
    await expect(notice(page)).toHaveText('');
  });

  test('says so and waits while a run goes on', async ({ page }) => {
    await page.goto(`${site.address}?data=synthetic&engine=wasm&epochs=1000#/train`);
    await button(page, 'Start').click();
    await untilStep(page, 10);
    const loads = await countLoads(page);
    site.deploy();
    await page.getByRole('link', { name: 'Networks' }).click();
    await expect(notice(page)).toContainText('Reload to use it');
    expect(loads()).toBe(0);
    await page.getByRole('link', { name: 'Train' }).click();
    await expectState(page, 'running');
  });

  test('says that the newer one is ready, but not in the middle of a run', async ({ page }) => {
    await page.goto(`${site.address}?data=synthetic&engine=wasm&epochs=1000#/train`);
    await button(page, 'Start').click();
    await untilStep(page, 10);
    site.deploy();
    await lookAgain(page);
    await page.waitForTimeout(1_000);
    await expectState(page, 'running');
    await expect(notice(page)).toHaveText('');
    await button(page, 'Pause').click();
    await expectState(page, 'paused');
    await lookAgain(page);
    await expect(notice(page)).toContainText('A new version is ready');
    await notice(page).getByRole('button', { name: 'Reload' }).click();
    await expect(page.getByTestId('resumable')).toBeVisible();
  });

  test('a page from the cache that asks for files of an older version loads the newest by itself', async ({
    page,
  }) => {
    const old = await (await page.request.get(site.address)).text();
    site.deploy();
    let given = 0;
    await page.route(site.address, async (route) => {
      given += 1;
      // As a cache gives it, until it is asked to look again.
      if (given === 1) await route.fulfill({ contentType: 'text/html', body: old });
      else await route.continue();
    });
    await page.goto(site.address);
    expect((await answerOf(page)).digit).toBe('');
  });

  test('a page whose files are missing from the newest version says so, and loads no more than twice', async ({
    page,
  }) => {
    await page.route(/assets\/index-.*\.js/, (route) => route.fulfill({ status: 404 }));
    const loads = await countLoads(page);
    let version = 0;
    await page.route(site.address, async (route) => {
      version += 1;
      const html = await (await route.fetch()).text();
      await route.fulfill({
        contentType: 'text/html',
        body: html.replace(/index-[\w-]+\.js/, (name) => name.replace('.js', `${version}.js`)),
      });
    });
    await page.goto(site.address);
    await expect(page.locator('#start-trouble')).toContainText('LeNet Lab could not be loaded');
    await expect.poll(loads).toBe(2);
    await expect(page.locator('#start-trouble').getByRole('button', { name: 'Reload' })).toBeVisible();
    // Time enough for one more, if there were one.
    await page.waitForTimeout(1000);
    expect(loads()).toBe(2);
  });
});

/** As a newer version does that somebody has opened in another tab. */
function upgradeRuns(page: Page): Promise<void> {
  return page.evaluate(
    () =>
      new Promise<void>((resolve, reject) => {
        const opening = indexedDB.open('lenet-lab.runs', 2);
        opening.onsuccess = () => {
          opening.result.close();
          resolve();
        };
        opening.onerror = () => reject(opening.error);
      }),
  );
}

test('stored data of a newer version: the page says so at once, before anything fails to be saved', async ({
  page,
}) => {
  await page.goto('/');
  await answerOf(page);
  await expect(notice(page)).toHaveText('');
  await upgradeRuns(page);
  await page.reload();
  await expect(notice(page)).toContainText('so this tab cannot save');
  await notice(page).getByRole('button', { name: 'Reload' }).click();
  await expect(notice(page)).toContainText('close all its tabs and open it again');
});

test.describe('a newer version that the service worker holds back', () => {
  test.use({ serviceWorkers: 'allow' });

  test('is found when the tab is looked at again, and announced when the line is finished', async ({
    page,
  }) => {
    const site = await deployed();
    try {
      await page.goto(site.address);
      await answerOf(page);
      await page.evaluate(() => navigator.serviceWorker.ready);
      site.deploy();
      await lookAgain(page);
      await pad(page).hover();
      await page.mouse.down();
      await page.evaluate(async () => {
        const registration = await navigator.serviceWorker.ready;
        while (!registration.waiting) await new Promise((resolve) => setTimeout(resolve, 50));
      });
      // Longer than the page waits between two looks whether it is idle.
      await page.waitForTimeout(1_500);
      await expect(notice(page)).toHaveText('');
      await page.mouse.up();
      await expect(notice(page)).toContainText('A new version is ready');
    } finally {
      await site.close();
    }
  });

  test('comes by the button of the notice, where a reload alone brings the old one again', async ({
    page,
  }) => {
    const site = await deployed();
    try {
      await page.goto(site.address);
      await answerOf(page);
      await page.evaluate(() => navigator.serviceWorker.ready);
      const script = () => page.locator('script[type="module"]').getAttribute('src');
      const old = await script();
      site.deploy();
      await page.evaluate(async () => {
        const registration = await navigator.serviceWorker.ready;
        await registration.update();
        while (!registration.waiting) await new Promise((resolve) => setTimeout(resolve, 50));
      });
      await upgradeRuns(page);
      await page.reload();
      expect(await script()).toBe(old);
      await answerOf(page);
      // What a page loads after its first answer.
      await page.waitForLoadState('networkidle');
      await expect(notice(page)).toContainText('so this tab cannot save');
      await notice(page).getByRole('button', { name: 'Reload' }).click();
      await expect.poll(script).not.toBe(old);
      expect((await answerOf(page)).digit).toBe('');
    } finally {
      await site.close();
    }
  });
});
