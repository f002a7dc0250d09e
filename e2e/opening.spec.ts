import type { Page } from '@playwright/test';
import { draw } from './support/draw.ts';
import { expect, test } from './support/lab.ts';
import { penDigit } from './support/samples.ts';
import { button, expectState, openTrain, untilStep } from './support/train.ts';

/** Chromium's word for content that is moved by what comes after it: entries of `layout-shift`. */
declare global {
  interface Window {
    shifts: string[];
    shifted: number;
  }
}

const pages = ['#/', '#/train', '?data=synthetic#/train', '#/digits', '#/networks', '#/model'];

/** As a share of the window, times how far it moved: 0.1 is what browsers call good. */
const mostShift = 0.01;

async function watchShifts(page: Page): Promise<void> {
  await page.addInitScript(() => {
    window.shifts = [];
    window.shifted = 0;
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries() as (PerformanceEntry & {
        value: number;
        sources: { node: Node | null }[];
      })[]) {
        window.shifted += entry.value;
        const moved = entry.sources.map(({ node }) =>
          node instanceof Element ? node.outerHTML.slice(0, 80) : '',
        );
        window.shifts.push(`${entry.value.toFixed(3)} ${moved.join(' ')}`);
      }
    }).observe({ type: 'layout-shift', buffered: true });
  });
}

for (const viewport of [
  { width: 1440, height: 900 },
  { width: 390, height: 844 },
]) {
  test(`what was kept moves nothing when a page opens, ${viewport.width} px`, async ({ page }) => {
    await page.setViewportSize(viewport);
    await watchShifts(page);
    await openTrain(page, '?data=synthetic&engine=wasm');
    await button(page, 'Start').click();
    await untilStep(page, 20);
    await button(page, 'Pause').click();
    await expectState(page, 'paused');
    await page.goto('/');
    await draw(page, penDigit('7'));
    await page.getByTestId('keep-digit').getByRole('button').first().click();

    for (const address of pages) {
      // Another document, not another hash of the same.
      await page.goto('about:blank');
      await page.goto(`/${address}`);
      await expect(page.locator('[data-waiting="true"]')).toHaveCount(0);
      // What comes later than the first picture of the page.
      await page.waitForTimeout(1500);
      const { shifts, shifted } = await page.evaluate(() => ({
        shifts: window.shifts,
        shifted: window.shifted,
      }));
      expect(shifted, `${address}: ${shifts.join('; ')}`).toBeLessThan(mostShift);
    }
  });
}
