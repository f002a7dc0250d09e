import { expect, test } from './support/lab.ts';
import { button, keptRun, openOwn, openTrain, stepOf, untilStep } from './support/train.ts';

test('leaving the page in mid-run saves what was trained since the last checkpoint', async ({ page }) => {
  await openOwn(page, '?engine=wasm&batchSize=32&epochs=200');
  await button(page, 'Start').click();
  // Past the early saves, which come close together.
  await untilStep(page, 400);
  await page.waitForTimeout(2_600);
  const left = await stepOf(page);
  await page.goto('about:blank');
  await openTrain(page);
  await expect(page.getByTestId('resumable')).toBeVisible();
  expect((await keptRun(page)).step).toBeGreaterThanOrEqual(left);
});

test('hiding the page in mid-run saves it at once: a phone may end it without another word', async ({
  page,
}) => {
  await openOwn(page, '?engine=wasm&batchSize=32&epochs=200');
  await button(page, 'Start').click();
  await untilStep(page, 400);
  await page.waitForTimeout(2_600);
  const before = await keptRun(page);
  const hidden = await page.evaluate(() => {
    Object.defineProperty(document, 'visibilityState', { value: 'hidden' });
    document.dispatchEvent(new Event('visibilitychange'));
    return document.querySelector('[data-step]')?.getAttribute('data-step');
  });
  expect(Number(hidden)).toBeGreaterThan(before.step);
  await expect
    .poll(async () => (await keptRun(page)).step, { timeout: 1_500, intervals: [50] })
    .toBeGreaterThanOrEqual(Number(hidden));
});
