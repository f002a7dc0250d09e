import { answerOf, draw } from './support/draw.ts';
import { expect, test } from './support/lab.ts';
import { penDigit } from './support/samples.ts';
import { button, expectState, untilStep } from './support/train.ts';

test.use({
  serviceWorkers: 'allow',
  expectedErrors: [/Failed to load resource|ERR_INTERNET_DISCONNECTED/],
});

test('with all network access cut after the page has opened, a run trains on synthetic handwriting, and a reload reads', async ({
  page,
  context,
}) => {
  await page.goto('/');
  await answerOf(page);
  // The whole app has been kept, and answers this page.
  await page.evaluate(async () => {
    await navigator.serviceWorker.ready;
    while (!navigator.serviceWorker.controller) {
      await new Promise((resolve) =>
        navigator.serviceWorker.addEventListener('controllerchange', resolve, { once: true }),
      );
    }
  });
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
  await kept.getByRole('button', { name: /Delete/ }).click();
  await kept.getByRole('button', { name: /Delete/ }).click();
  await expect(kept).toContainText('nothing');
  await page.reload();
  await page.evaluate(() => navigator.serviceWorker.ready);
  await page.reload();
  await expect(kept).toContainText('MB');
});
