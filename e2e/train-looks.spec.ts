import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect, test } from './support/lab.ts';
import { shiftOf, watchShifts } from './support/shifts.ts';
import { button, expectState, openOwn, openTrain, untilStep } from './support/train.ts';

async function axeProblems(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
}

for (const [colorScheme, width, height] of [
  ['light', 1440, 900],
  ['dark', 390, 844],
] as const) {
  test(`axe finds nothing before a run and in a pause, at ${width} px, ${colorScheme}`, async ({ page }) => {
    await page.setViewportSize({ width, height });
    await page.emulateMedia({ colorScheme });
    await openTrain(page);
    const example = page.getByText('Example: a recorded run').first();
    await expect(example).toBeVisible();
    expect(await axeProblems(page)).toEqual([]);
    await openOwn(page, '?engine=wasm&batchSize=32&epochs=2');
    await button(page, 'Start').click();
    await expect(example).toBeHidden();
    await expectState(page, 'finished');
    await expect(page.getByTestId('test-result')).toBeVisible();
    expect(await axeProblems(page)).toEqual([]);
  });
}

test('nothing runs over the side, from 360 to 2560 px', async ({ page }) => {
  await openOwn(page, '?engine=wasm&batchSize=32&epochs=2');
  await button(page, 'Start').click();
  await expectState(page, 'finished');
  await expect(page.getByTestId('test-result')).toBeVisible();
  for (const width of [360, 390, 768, 1024, 1440, 2560]) {
    await page.setViewportSize({ width, height: 900 });
    await page.waitForTimeout(300);
    const over = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    expect(over, `${width} px`).toBeLessThanOrEqual(0);
  }
});

test('nothing jumps from Start on: the layout shifts by less than 0.02', async ({ page }) => {
  await openOwn(page, '?engine=wasm&batchSize=32&epochs=200');
  await watchShifts(page);
  await button(page, 'Start').click();
  await untilStep(page, 300);
  expect((await shiftOf(page)).sum).toBeLessThan(0.02);
});
