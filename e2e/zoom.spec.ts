import type { Locator, Page } from '@playwright/test';
import { answerOf, draw, prediction } from './support/draw.ts';
import { expect, test } from './support/lab.ts';
import { penDigit } from './support/samples.ts';
import { button, expectState, openOwn } from './support/train.ts';

/** A window of 1280 x 1024 at 400 % zoom (WCAG 2.2, 1.4.10). */
const zoomed = { width: 320, height: 256 };

async function expectNoSidewaysScroll(page: Page, what: string): Promise<void> {
  const over = () =>
    page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  await expect.poll(over, { message: `${what} runs over the side` }).toBe(0);
}

/** A dialog scrolls by itself: it stays within the window, and what is in it within the dialog. */
async function expectDialogFits(page: Page, dialog: Locator, what: string): Promise<void> {
  await expect(dialog).toBeVisible();
  const box = await dialog.boundingBox();
  expect(box?.x, what).toBeGreaterThanOrEqual(0);
  expect((box?.x ?? 0) + (box?.width ?? 0), what).toBeLessThanOrEqual(zoomed.width);
  expect(await dialog.evaluate((element) => element.scrollWidth - element.clientWidth), what).toBe(0);
  await expectNoSidewaysScroll(page, what);
  await page.keyboard.press('Escape');
  await expect(page.locator('dialog')).toHaveCount(0);
}

/** One after the other, however many there are by then: lists that load push others out of their places. */
async function openAll(page: Page): Promise<void> {
  const closed = page.locator('main details:not([open]) > summary:visible');
  while ((await closed.count()) > 0) await closed.first().click();
}

for (const hasTouch of [false, true]) {
  test.describe(hasTouch ? 'by touch' : 'by mouse', () => {
    test.use({ viewport: zoomed, hasTouch, isMobile: hasTouch });
    test('no page and no dialog scrolls sideways at 400 % zoom, with everything on it', async ({ page }) => {
      await openOwn(page, '?engine=wasm&batchSize=32&epochs=1');
      await expectNoSidewaysScroll(page, 'Train');
      await button(page, 'Start').click();
      await expectState(page, 'finished');
      await expect(page.getByTestId('test-result')).toBeVisible();
      for (const summary of await page.locator('summary:visible').all()) await summary.click();
      await expectNoSidewaysScroll(page, 'Train, after a run');
      for (const kind of ['Sample', 'Drawing']) {
        await page.getByText(kind, { exact: true }).click();
        await expectNoSidewaysScroll(page, `Train, ${kind}`);
      }
      await page.getByRole('button', { name: /^Save network/ }).click();
      await expectNoSidewaysScroll(page, 'Train, with a notice');
      await page
        .getByRole('table', { name: 'Confusion matrix' })
        .locator('[data-diagonal="true"]')
        .first()
        .click();
      await expectDialogFits(page, page.getByTestId('confusion-dialog'), 'confusion dialog');

      await page.getByRole('link', { name: 'Draw', exact: true }).click();
      await draw(page, penDigit('2'));
      await answerOf(page);
      await expect(prediction(page)).toHaveAttribute('data-digit', '2');
      await page.getByRole('button', { name: /Keep this 2/ }).click();
      await expect(page.getByTestId('layer-Output')).toBeAttached();
      await expectNoSidewaysScroll(page, 'Draw');
      for (const layer of ['C3', 'F6', 'Output']) {
        await page.getByTestId(`layer-${layer}`).focus();
        await page.keyboard.press('Enter');
        await expectDialogFits(page, page.getByRole('dialog'), `${layer}, large`);
      }

      for (const hash of ['tool=why', 'tool=arithmetic&unit=C3-4', 'tool=looks&unit=C1-2']) {
        await page.goto(`/#/explore?${hash}`);
        await expect(page.getByTestId('layer-Output')).toBeAttached();
        await expectNoSidewaysScroll(page, hash);
      }
      for (const name of ['networks', 'model', 'digits']) {
        await page.goto(`/#/${name}`);
        await expect(page.getByRole('main')).toBeVisible();
        if (name === 'model') await expect(page.getByText('How to reproduce it')).toBeVisible();
        await openAll(page);
        await expectNoSidewaysScroll(page, name);
      }
      await page.getByRole('main').getByRole('button', { name: /2/ }).first().click();
      await expectDialogFits(page, page.getByRole('dialog'), 'a digit, large');
    });
  });
}
