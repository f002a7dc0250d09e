import type { Page } from '@playwright/test';
import { siteHeaders } from '../tools/site-headers.ts';
import { type Deployment, deployed } from './support/deployment.ts';
import { answerOf, draw } from './support/draw.ts';
import { expect, test } from './support/lab.ts';
import { penDigit } from './support/samples.ts';
import { button, expectState, untilStep } from './support/train.ts';

test.use({
  serviceWorkers: 'allow',
  // A trace looks into the page as a person acts, and the page does not reload then.
  trace: 'off',
  expectedErrors: [/Failed to load resource|ERR_INTERNET_DISCONNECTED/],
});

/** The whole app is kept, and answers this page. */
function untilTakenOver(page: Page): Promise<void> {
  return page.evaluate(async () => {
    await navigator.serviceWorker.ready;
    while (!navigator.serviceWorker.controller) {
      await new Promise((resolve) =>
        navigator.serviceWorker.addEventListener('controllerchange', resolve, { once: true }),
      );
    }
  });
}

test('with all network access cut after the page has opened, a run trains on synthetic handwriting, and a reload reads', async ({
  page,
  context,
}) => {
  await page.goto('/');
  await answerOf(page);
  await untilTakenOver(page);
  await page.goto('/#/networks');
  await expect(page.getByTestId('stored-app')).toContainText('MB');
  await page.goto('/#/');
  await answerOf(page);
  await context.setOffline(true);
  await page.getByRole('link', { name: 'Train' }).click();
  await button(page, 'Start').click();
  await expectState(page, 'paused');
  await button(page, 'Synthetic handwriting').click();
  await button(page, 'Start').click();
  await untilStep(page, 20);
  await button(page, 'Pause').click();
  await expectState(page, 'paused');

  await page.goto('/#/');
  await page.reload();
  // Threads share memory only on an isolated page: headers are kept with the files.
  expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
  await draw(page, penDigit('3'));
  expect((await answerOf(page)).digit).toBe('3');
});

test('the files of the app can be deleted, and are kept again by the next visit', async ({ page }) => {
  await page.goto('/#/networks');
  const kept = page.getByTestId('stored-app');
  await page.evaluate(() => navigator.serviceWorker.ready);
  await page.reload();
  await expect(kept).toContainText('MB');
  await page.getByText('See and delete what is stored').click();
  await kept.getByRole('button', { name: /Delete/ }).click();
  await kept.getByRole('button', { name: /Delete/ }).click();
  await expect(kept).toContainText('nothing');
  await page.reload();
  await page.evaluate(() => navigator.serviceWorker.ready);
  await page.reload();
  await expect(kept).toContainText('MB');
});

test.describe('below a path on a host that sends none of the headers', () => {
  test.use({ expectedErrors: [/frame-ancestors|ERR_CONNECTION_REFUSED/] });

  let site: Deployment;
  let loads: number;
  test.beforeEach(async ({ page }) => {
    site = await deployed({ path: '/some/lab/', headers: {} });
    loads = 0;
    page.on('load', () => {
      loads += 1;
    });
    await page.addInitScript(() => Object.defineProperty(navigator, 'hardwareConcurrency', { value: 4 }));
  });
  test.afterEach(() => site.close());

  const isIsolated = (page: Page) => page.evaluate(() => crossOriginIsolated).catch(() => undefined);
  const train = '?data=synthetic&engine=wasm&epochs=1000#/train';

  test('the page reloads once after its first load, and then trains with threads that share memory', async ({
    page,
  }) => {
    await page.goto(`${site.address}${train}`);
    // No test looks into the page before: to the browser, that is a person who acts.
    await expect.poll(() => loads).toBe(2);
    expect(await isIsolated(page)).toBe(true);
    await button(page, 'Start').click();
    await untilStep(page, 10);
    await expect(page.getByText(/3 threads/).first()).toBeVisible();
    // The trainer asks this to decide; its threads sleep in their shared memory and answer nobody.
    for (const worker of page.workers().filter((worker) => /\/worker-/.test(worker.url())))
      expect(await worker.evaluate(() => crossOriginIsolated)).toBe(true);
    expect(loads).toBe(2);
    // Every header of the list, on pages and scripts.
    const sent = await page.evaluate(async () => {
      const scripts = document.querySelector<HTMLScriptElement>('script[type="module"]')?.src ?? '';
      const answers = await Promise.all([fetch('./'), fetch(scripts)]);
      return answers.map(({ headers }) => Object.fromEntries(headers));
    });
    for (const headers of sent) {
      for (const [name, value] of Object.entries(siteHeaders))
        expect(headers[name.toLowerCase()]).toBe(value);
    }
    // Without its server.
    await site.close();
    await page.reload();
    expect(await isIsolated(page)).toBe(true);
  });

  test('a drawing is not interrupted: the page reloads when the Train page is opened', async ({ page }) => {
    await page.goto(site.address);
    await draw(page, penDigit('3'));
    await untilTakenOver(page);
    expect((await answerOf(page)).digit).toBe('3');
    expect([loads, await isIsolated(page)]).toEqual([1, false]);
    await page.getByRole('link', { name: 'Train' }).click();
    await expect.poll(() => isIsolated(page)).toBe(true);
    await page.getByRole('link', { name: 'Draw', exact: true }).click();
    expect((await answerOf(page)).digit).toBe('3');
    expect(loads).toBe(2);
  });

  test('a run is not interrupted: its threads work on copies', async ({ page }) => {
    await page.goto(`${site.address}${train}`);
    await button(page, 'Start').click();
    await untilTakenOver(page);
    await untilStep(page, 10);
    await page.getByRole('link', { name: 'Draw', exact: true }).click();
    await page.getByRole('link', { name: 'Train' }).click();
    await expectState(page, 'running');
    expect([loads, await isIsolated(page)]).toEqual([1, false]);
  });

  test.describe('and without a service worker', () => {
    test.use({ serviceWorkers: 'block' });

    test('threads work on copies, and nothing reloads', async ({ page }) => {
      await page.goto(`${site.address}${train}`);
      await button(page, 'Start').click();
      await untilStep(page, 10);
      await expect(page.getByText(/3 threads/).first()).toBeVisible();
      expect([loads, await isIsolated(page)]).toEqual([1, false]);
    });
  });
});
