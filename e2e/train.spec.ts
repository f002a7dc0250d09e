import { expect, test } from './support/lab.ts';
import {
  button,
  expectState,
  giveFiles,
  keptRun,
  openOwn,
  openTrain,
  ownFiles,
  state,
  stepOf,
  untilStep,
} from './support/train.ts';

const settings = '?engine=wasm&batchSize=32';

test('Start, Pause, Step, Resume, Stop and Reset do what they say, and the end is measured', async ({
  page,
}) => {
  await openOwn(page, `${settings}&epochs=40`);
  await button(page, 'Start').click();
  await expectState(page, 'running');
  await expect(state(page)).toHaveAttribute('data-engine', 'wasm');
  await expect
    .poll(async () => Number(await state(page).getAttribute('data-images-per-second')))
    .toBeGreaterThan(0);
  await button(page, 'Pause').click();
  await expectState(page, 'paused');
  const paused = await stepOf(page);
  await button(page, 'Step').click();
  await expect(state(page)).toHaveAttribute('data-step', String(paused + 1));
  await expectState(page, 'paused');
  await button(page, 'Resume').click();
  await untilStep(page, paused + 20);
  await button(page, 'Stop').click();
  await expectState(page, 'finished');
  const result = page.getByTestId('test-result');
  await expect(result).toBeVisible();
  await expect(result).toContainText('300');
  // It is said at the top as well, and heard.
  const bar = page.getByRole('region', { name: 'Run', exact: true });
  await expect(bar.getByRole('status')).toContainText(/^Finished: .* of 300 test images right/);
  await bar.getByRole('button', { name: /^See the/ }).click();
  await expect(result).toBeInViewport();

  // It is still there after a reload, and is shown as it ended.
  const ended = await stepOf(page);
  await page.reload();
  await giveFiles(page, await ownFiles());
  const offer = page.getByTestId('resumable');
  await expect(offer).toContainText(/Finished: the run of .* of test images right/);
  await offer.getByRole('button', { name: 'Show' }).click();
  await expectState(page, 'finished');
  expect(await stepOf(page)).toBe(ended);
  await expect(offer).toHaveCount(0);
  await expect(result).toContainText('300');
  await button(page, 'Reset').click();
  await expectState(page, 'idle');
  await expect(state(page)).toHaveAttribute('data-step', '0');
});

test('settings stand in the address, survive a reload, and hold in mid-run', async ({ page }) => {
  await openOwn(page, settings);
  await page.getByLabel('Epochs').fill('33');
  await page.getByLabel('Epochs').press('Enter');
  await expect(page).toHaveURL(/epochs=33/);
  await page.reload();
  await expect(page.getByLabel('Epochs')).toHaveValue('33');
  await giveFiles(page, await ownFiles());
  await expect(page.locator('[data-part="train"]')).toHaveAttribute('data-state', 'complete');
  await button(page, 'Start').click();
  await untilStep(page, 10);
  await page.getByLabel('Epochs').fill('50');
  await page.getByLabel('Epochs').press('Enter');
  await expect(state(page)).toContainText('of 50');
  await button(page, 'Stop').click();
});

test('nonsense in the address is ignored, and said', async ({ page }) => {
  await openTrain(page, '?epochs=banana&batchSize=-3');
  await expect(page.getByTestId('notice')).toContainText(/epochs.*banana/);
  await expect(page.getByLabel('Epochs')).toHaveValue('10');
});

test('a run is killed again and again, taken up, and ends with the bits of one that was not', async ({
  page,
  context,
}) => {
  const kills = Number(process.env.KILLS ?? 3);
  test.setTimeout(60_000 + 20_000 * kills);
  const run = `${settings}&epochs=${5 * (kills + 1)}`;
  await openOwn(page, run);
  await button(page, 'Start').click();
  await expectState(page, 'finished', 120_000);
  const expected = await keptRun(page);

  await button(page, 'Reset').click();
  await button(page, 'Start').click();
  for (let kill = 0; kill < kills; kill++) {
    // At a random moment, and once the process itself goes.
    await untilStep(page, (expected.step * (kill + 0.2 + 0.6 * Math.random())) / (kills + 1));
    if (kill === 1) {
      const session = await context.newCDPSession(page);
      const gone = page.waitForEvent('crash');
      session.send('Page.crash').catch(() => {});
      await gone;
    }
    await page.close();
    page = await context.newPage();
    await openOwn(page, run);
    const offer = page.getByTestId('resumable');
    await expect(offer).toContainText(/step [\d,]+ of [\d,]+/);
    await offer.getByRole('button', { name: 'Resume' }).first().click();
    await expectState(page, 'running');
  }
  await expectState(page, 'finished', 120_000);
  expect(await keptRun(page)).toEqual(expected);
});

test('a second tab cannot take the run of the first, and has one of its own', async ({ page, context }) => {
  await openOwn(page, `${settings}&epochs=200`);
  await button(page, 'Start').click();
  await untilStep(page, 60);
  const second = await context.newPage();
  await openOwn(second, `${settings}&epochs=2`);
  await expect(second.getByTestId('resumable')).toHaveCount(0);
  await button(second, 'Start').click();
  await expectState(second, 'finished');
  await second.close();
  const before = await stepOf(page);
  await untilStep(page, before + 20);
  await expectState(page, 'running');
});

test('a hidden tab goes on training', async ({ page, context }) => {
  await openOwn(page, `${settings}&epochs=200`);
  await button(page, 'Start').click();
  await untilStep(page, 20);
  const front = await context.newPage();
  await front.goto('about:blank');
  await front.bringToFront();
  const before = await stepOf(page);
  await untilStep(page, before + 200);
});

test('a learning rate of 1,000 leaves a page that answers, and no lost run', async ({ page }) => {
  await openOwn(page, `${settings}&epochs=4&learningRate=1000&schedule=constant`);
  await button(page, 'Start').click();
  await expect(state(page)).toHaveAttribute('data-state', /paused|finished/, { timeout: 60_000 });
  await button(page, 'Reset').click();
  await expectState(page, 'idle');
});

test('the timeline brings back the network of a kept moment, and Now goes on', async ({ page }) => {
  await openOwn(page, `${settings}&epochs=6`);
  await button(page, 'Start').click();
  await expectState(page, 'finished');
  const slider = page.getByRole('slider', { name: /moment|timeline|step/i });
  await slider.focus();
  await slider.press('Home');
  await expect(page.getByText('as it was at step 0')).toBeVisible();
  // The curves are read there, too.
  const readStep = page
    .getByRole('figure', { name: /^Accuracy/ })
    .locator('dd')
    .first();
  await expect(readStep).toHaveText('0');
  await button(page, 'Now').click();
  await expect(page.getByText('as it was at step 0')).toBeHidden();
  await expect(readStep).not.toHaveText('0');
});

test('the Draw page is answered by the network in training, step by step, and by the shipped one again', async ({
  page,
}) => {
  await openOwn(page, `${settings}&epochs=200`);
  await button(page, 'Start').click();
  await untilStep(page, 200);
  await page.getByRole('link', { name: 'Draw' }).click();
  await page
    .getByRole('button', { name: /^Sample: 3/ })
    .first()
    .click();
  await page.getByRole('radio', { name: 'Yours', exact: true }).check();
  const step = page.getByTestId('answering-step');
  await expect(step).toHaveText(/step [\d,]+/);
  const before = await step.textContent();
  await expect(step).not.toHaveText(before ?? '');
  await expect(page.getByTestId('prediction')).toHaveAttribute('data-digit', '3');
  // Pinned, it stays while something else is drawn, and its ten probabilities go on.
  await button(page, 'Pin this drawing').click();
  await page.getByRole('button', { name: /^Sample: 7 with a bar/ }).click();
  const pinned = page.getByTestId('pinned-drawing');
  await expect(pinned.getByText(/^step [\d,]+ to [\d,]+$/)).toBeVisible();
  await expect(pinned.locator('li[data-top="true"]')).toContainText('3');
  await expect(page.getByTestId('prediction')).toHaveAttribute('data-digit', '7');
  await page
    .getByRole('button', { name: /^Sample: 3/ })
    .first()
    .click();
  await page.getByRole('radio', { name: 'Built-in' }).check();
  await expect(pinned).toBeHidden();
  await expect(step).toHaveText('Yours is learning');
  await page.getByRole('link', { name: 'Train', exact: true }).click();
  await button(page, 'Stop').click();
  await page.getByRole('link', { name: 'Draw', exact: true }).click();
  await expect(step).toHaveText('Yours is trained');
  await expect(page.getByTestId('prediction')).toHaveAttribute('data-digit', '3');
});

test('a link to a run: copied, it opens with the same settings and data', async ({ page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await openTrain(page, '?data=synthetic&epochs=3&seed=7');
  await button(page, 'Copy link').click();
  await expect(page.getByTestId('notice')).toContainText('copied');
  const link = await page.evaluate(() => navigator.clipboard.readText());
  await page.goto('about:blank');
  await page.goto(link);
  await expect(page.getByLabel('Epochs')).toHaveValue('3');
  await expect(page.getByLabel('Seed')).toHaveValue('7');
  await expect(page.getByRole('heading', { name: 'Synthetic handwriting' })).toBeVisible();

  await button(page, 'Copy link').click();
  await button(page, 'Copy one that starts the run').click();
  await expect(page.getByTestId('notice')).toContainText('It starts a run');
  const starting = await page.evaluate(() => navigator.clipboard.readText());
  const banner = page.getByTestId('start-link');
  await page.goto('about:blank');
  await page.goto(starting);
  // What will start is shown before it does.
  await expect(banner).toContainText(/A run starts in \d s: .*epochs 3/);
  await expectState(page, 'running');
  await expect(banner).toContainText('This link started a run');
  await untilStep(page, 5);
  await button(page, 'Pause').click();
  await expectState(page, 'paused');
  // A reload is no second press, and the run that was left is not replaced.
  await page.reload();
  await expect(page.getByTestId('resumable')).toBeVisible();
  await expect(banner).toHaveCount(0);
  await page.goto('about:blank');
  await page.goto(starting);
  await expect(banner).toContainText('nothing has started');
  await expectState(page, 'idle');
});
