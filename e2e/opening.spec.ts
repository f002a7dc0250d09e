import type { Page } from '@playwright/test';
import { answerOf, draw } from './support/draw.ts';
import { expect, listenForTrouble, test } from './support/lab.ts';
import { penDigit } from './support/samples.ts';
import { shiftOf, watchShifts } from './support/shifts.ts';
import { button, expectState, openTrain, untilStep } from './support/train.ts';

const pages = [
  '#/',
  '#/explore',
  '#/explore?tool=looks&unit=C3-4',
  '#/explore?tool=map',
  '#/train',
  '?data=synthetic#/train',
  '#/digits',
  '#/networks',
  '#/model',
  '#/changes',
];

test('what was kept moves nothing when a page opens, wide and narrow', async ({ page, context }) => {
  await openTrain(page, '?data=synthetic&engine=wasm');
  await button(page, 'Start').click();
  await untilStep(page, 20);
  await button(page, 'Pause').click();
  await expectState(page, 'paused');
  await page.goto('/');
  await draw(page, penDigit('7'));
  await answerOf(page);
  await page.getByTestId('keep-digit').getByRole('button').first().click();
  await expect(page.getByTestId('notice')).toContainText('Kept as');
  await page.getByRole('link', { name: 'Train' }).click();
  await expect(page.getByTestId('resumable')).toBeVisible();
  await page.getByRole('link', { name: 'Digits' }).click();
  await expect(page.locator('main[data-digits="some"]')).toBeVisible();

  const phone = await context.newPage();
  await phone.setViewportSize({ width: 390, height: 844 });
  const said = await listenForTrouble(phone);
  // Side by side: most of it is waiting.
  await Promise.all([page, phone].map(expectNothingMoves));
  expect(said).toEqual([]);
});

async function expectNothingMoves(page: Page): Promise<void> {
  await watchShifts(page);
  for (const address of pages) {
    // Another document, not another hash of the same.
    await page.goto('about:blank');
    await page.goto(`/${address}`);
    await expect(page.locator('[data-waiting="true"]')).toHaveCount(0);
    // What comes later than the first picture of the page.
    await page.waitForTimeout(800);
    const { sum, moved } = await shiftOf(page);
    expect(sum, `${address}, ${page.viewportSize()?.width} px: ${moved}`).toBeLessThan(0.01);
  }
}
