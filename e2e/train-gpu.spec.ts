import { chromium } from '@playwright/test';
import { browserSwitches, findBrowser, testSwitches } from '../tools/browser.ts';
import { crashGpu } from './support/crash-gpu.ts';
import { answerOf, draw } from './support/draw.ts';
import { expect, test } from './support/lab.ts';
import { penDigit } from './support/samples.ts';
import { button, expectState, openTrain, state, stepOf, untilStep } from './support/train.ts';

/** Runs whose data set, distortions and optimiser are on the GPU; its WebGPU twin needs another browser. */
const run = '?engine=webgl-passes&data=synthetic&batchSize=16&epochs=200';

test('a run on WebGL 2 trains, pauses, resumes, and continues on it after a reload', async ({ page }) => {
  await openTrain(page, run);
  await button(page, 'Start').click();
  await untilStep(page, 20);
  await expect(state(page)).toHaveAttribute('data-engine', 'webgl-passes');
  await button(page, 'Pause').click();
  await expectState(page, 'paused');
  const paused = await stepOf(page);
  await button(page, 'Step').click();
  await expect(state(page)).toHaveAttribute('data-step', String(paused + 1));
  await expectState(page, 'paused');
  await button(page, 'Resume').click();
  await untilStep(page, paused + 20);
  await button(page, 'Pause').click();
  await expectState(page, 'paused');
  const left = await stepOf(page);

  await page.reload();
  await page.getByTestId('resumable').getByRole('button', { name: 'Resume' }).first().click();
  await untilStep(page, left + 10);
  await expectState(page, 'running');
  await expect(state(page)).toHaveAttribute('data-engine', 'webgl-passes');
});

test('drawings are read by WebAssembly while the GPU trains, and by WebGL again when the run pauses', async ({
  page,
}) => {
  await page.goto(`/${run}`);
  const device = page.getByTestId('device');
  await expect(device).toHaveAttribute('data-engine', 'webgl');
  await page.getByRole('link', { name: 'Train', exact: true }).click();
  await button(page, 'Start').click();
  await untilStep(page, 1);
  await page.getByRole('link', { name: 'Draw', exact: true }).click();
  await expect(async () => {
    await draw(page, penDigit('1'));
    await answerOf(page);
    expect(await device.getAttribute('data-engine')).toBe('wasm');
  }).toPass({ intervals: [0] });
  await expect(device).toContainText('WebAssembly reads while the GPU trains');
  await button(page, 'Clear').click();
  await draw(page, penDigit('1'));
  expect((await answerOf(page)).digit).toBe('1');

  await page.getByRole('link', { name: 'Train', exact: true }).click();
  await expectState(page, 'running');
  await button(page, 'Pause').click();
  await expectState(page, 'paused');
  await page.getByRole('link', { name: 'Draw', exact: true }).click();
  await expect(device).toHaveAttribute('data-engine', 'webgl');
  expect((await answerOf(page)).digit).toBe('1');
});

test('the graphics process dies: a run on WebGL 2 continues from its last save, and says so', async ({
  baseURL,
}) => {
  const executablePath = findBrowser();
  const browser = await chromium.launch({
    ...(executablePath ? { executablePath } : {}),
    args: [...browserSwitches, ...testSwitches],
  });
  const page = await browser.newPage();
  await openTrain(page, run, baseURL);
  await button(page, 'Start').click();
  await untilStep(page, 20);
  await expect(state(page)).toHaveAttribute('data-engine', 'webgl-passes');
  await crashGpu(browser);
  await expect(page.getByTestId('notice')).toContainText(
    /the GPU context was lost\. The run continues from step [\d,]+ on /,
  );
  const back = await stepOf(page);
  await untilStep(page, back + 10);
  await expectState(page, 'running');
  await browser.close();
});
