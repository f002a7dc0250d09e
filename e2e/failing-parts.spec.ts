import type { Page } from '@playwright/test';
import { answerOf, draw } from './support/draw.ts';
import { expect, listenForTrouble, test } from './support/lab.ts';
import { penDigit } from './support/samples.ts';
import { button, expectState, state, untilStep } from './support/train.ts';

/** What fails costs its own part of the page: a sentence and a way on take its place. */

const trouble = (page: Page) => page.getByTestId('part-trouble');

test('charts are drawn whatever the browser says its language is', async ({ context }) => {
  for (const language of ['en-US@posix', 'C', 'en_US', '', undefined]) {
    const page = await context.newPage();
    const said = await listenForTrouble(page);
    await page.addInitScript((value) => {
      Object.defineProperty(Navigator.prototype, 'language', { get: () => value });
      Object.defineProperty(Navigator.prototype, 'languages', { get: () => [value] });
    }, language);
    await page.goto('/?data=synthetic&engine=wasm#/train');
    await button(page, 'Start').click();
    await untilStep(page, 1);
    await expect(page.getByRole('figure', { name: /^Loss/ }).locator('canvas')).toBeVisible();
    await page.getByRole('link', { name: 'Networks' }).click();
    await expect(page.getByRole('heading', { name: 'Compare two' })).toBeVisible();
    expect(said, `${language}`).toEqual([]);
    await page.close();
  }
});

test.describe('files that do not come', () => {
  test.use({ expectedErrors: [/Failed to load resource|dynamically imported|preload|ERR_FAILED|script/] });

  /** Drops requests until they are let through. */
  async function drop(page: Page, file: RegExp): Promise<() => Promise<void>> {
    await page.route(file, (route) => route.abort());
    return () => page.unroute(file);
  }

  test('the code of the charts: the run goes on beside their sentence, and another try draws them', async ({
    page,
  }) => {
    const letThrough = await drop(page, /curve-plot-.*\.js/);
    await page.goto('/?data=synthetic&engine=wasm#/train');
    await expect(trouble(page).first()).toContainText('The chart “Loss” could not be loaded');
    await button(page, 'Start').click();
    await untilStep(page, 10);
    await letThrough();
    await trouble(page).first().getByRole('button', { name: 'Try again' }).click();
    await expect(page.getByRole('figure', { name: /^Loss/ }).locator('canvas')).toBeVisible();
  });

  test('the style of the network’s picture: the answer comes, and another try shows it styled', async ({
    page,
  }) => {
    const letThrough = await drop(page, /network-view-.*\.css/);
    await page.goto('/');
    await expect(trouble(page)).toContainText('The picture of the network could not be loaded');
    await draw(page, penDigit('3'));
    expect((await answerOf(page)).digit).toBe('3');
    await letThrough();
    await trouble(page).getByRole('button', { name: 'Try again' }).click();
    await expect(page.getByTestId('layer-C1')).toBeVisible();
    const position = () => page.getByTestId('layer-C1').evaluate((layer) => getComputedStyle(layer).position);
    await expect.poll(position).toBe('absolute');
  });

  for (const [name, file, link, shown] of [
    ['a page', /train-route-.*\.js/, 'Train', /Start/],
    ['the page that explains', /explore-route-.*\.js/, 'Explore', /Undo/],
    ['what the Networks page is built on', /network-library-.*\.js/, 'Networks', /Import/],
    ['what the Digits page is built on', /own-digits-.*\.js/, 'Digits', /Export|Import|Add/],
  ] as const) {
    test(`${name}: the other pages work, and another try opens it`, async ({ page }) => {
      const letThrough = await drop(page, file);
      await page.goto('/');
      await page.getByRole('link', { name: link, exact: true }).click();
      const crash = page.getByTestId('crash-page');
      await expect(crash).toContainText('This page could not be loaded');
      await expect(crash).toContainText('Your drawing is safe');
      await page.getByRole('link', { name: 'Draw', exact: true }).click();
      await expect(page.getByTestId('draw-pad')).toBeVisible();
      await page.getByRole('link', { name: link, exact: true }).click();
      await expect(crash).toBeVisible();
      await letThrough();
      await crash.getByRole('button', { name: 'Try again' }).click();
      await expect(page.getByRole('button', { name: shown }).first()).toBeVisible();
    });
  }

  test('the worker that reads: the paper works, and another try answers', async ({ page }) => {
    const letThrough = await drop(page, /assets\/worker-.{8}\.js/);
    await page.goto('/');
    const failure = page.getByTestId('failure');
    await expect(failure).toContainText('The worker that reads drawings failed');
    await draw(page, penDigit('3'));
    await letThrough();
    await failure.getByRole('button', { name: 'Try again' }).click();
    expect((await answerOf(page)).digit).toBe('3');
  });

  test('the client of that worker: the same', async ({ page }) => {
    const letThrough = await drop(page, /assets\/client-.*\.js/);
    await page.goto('/');
    const failure = page.getByTestId('failure');
    await expect(failure).toBeVisible();
    await draw(page, penDigit('3'));
    await letThrough();
    await failure.getByRole('button', { name: 'Try again' }).click();
    expect((await answerOf(page)).digit).toBe('3');
  });

  test('the worker that trains: the page says so, and Start tries again', async ({ page }) => {
    const letThrough = await drop(page, /assets\/worker-.{8}\.js/);
    await page.goto('/?data=synthetic&engine=wasm#/train');
    await expect(page.getByTestId('notice')).toContainText(
      'The training worker failed: its script could not be loaded.',
    );
    await expectState(page, 'failed');
    await letThrough();
    await button(page, 'Start').click();
    await expect(state(page)).toHaveAttribute('data-state', 'running');
  });
});
