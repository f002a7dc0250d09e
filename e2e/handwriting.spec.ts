import { serveSite } from '../tools/site-server.ts';
import { expect, test } from './support/lab.ts';
import { button, expectState, openTrain, untilStep } from './support/train.ts';

test.describe('where no source of MNIST answers', () => {
  /** A browser says itself what it could not load. */
  test.use({ expectedErrors: [/Failed to load resource|ERR_|CORS/] });

  test('synthetic handwriting is offered; without a style nothing starts, with one digit it trains', async ({
    page,
  }) => {
    const site = await serveSite('dist', (_, response) => response.writeHead(404).end());
    await page.context().route(/^https:/, (route) => route.abort());
    await openTrain(page, '?engine=wasm&batchSize=32', site.address);
    await button(page, 'Start').click();
    await expectState(page, 'paused');
    await expect(page.getByText(/on synthetic digits generated on this device/)).toBeVisible();
    await button(page, 'Synthetic handwriting').click();

    const panel = page.getByTestId('handwriting');
    await panel.getByRole('button', { name: 'All off' }).click();
    await expect(page).toHaveURL(/stylesOff=\*/);
    await button(page, 'Start').click();
    await expect(page.getByTestId('notice')).toContainText('Switch on at least one');

    await panel.getByRole('button', { name: /^All styles of 7/ }).click();
    const samples = panel.getByRole('button', { name: /^Synthetic 7/ });
    await expect(samples).toHaveCount(40);
    const before = await samples.first().innerHTML();
    await panel.getByRole('button', { name: 'Write others' }).click();
    await expect.poll(() => samples.first().innerHTML()).not.toBe(before);
    await button(page, 'Start').click();
    await untilStep(page, 20);
    await button(page, 'Pause').click();
    await expectState(page, 'paused');
    await site.close();
  });
});

test('the model card says how well the built-in network reads', async ({ page }) => {
  await page.goto('/#/model');
  const card = page.getByTestId('model-card');
  await expect(card).toContainText(/9\d\.\d\d.%/);
  await expect(card.getByTestId('reliability')).toHaveCount(2);
  await card.getByText('As a table').first().click();
  await expect(card.getByRole('rowheader', { name: /^90 to 100/ }).first()).toBeVisible();
});
