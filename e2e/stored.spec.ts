import type { Locator, Page } from '@playwright/test';
import { importNetwork } from '../src/formats/networks.ts';
import { formatPercent } from '../src/lib/format.ts';
import { bytesOf, fill, networkKinds, pointsOf, readStored, runOf, weightsOf } from './stored/fixture.ts';
import { answerOf, prediction } from './support/draw.ts';
import { expect, test } from './support/lab.ts';
import { button, expectState, keptRun, openTrain, state } from './support/train.ts';

/** What an older version of the app has left in a browser, or gave a person as files and links, still opens. */

const stored = readStored();
const { told, files, links } = stored;
const trained = told.networks.find((name) => name.includes('step')) ?? '';
/** Decimals of a confidence: engines that answer round each in its own way. */
const decimals = 3;

const notice = (page: Page): Locator => page.getByTestId('notice');
const row = (page: Page, name: string): Locator =>
  page.locator(`[data-testid="network"][data-name="${name}"]`);
const answeredBy = (page: Page): Locator =>
  page.getByRole('combobox', { name: 'Answered by' }).locator('option:checked');

async function give(page: Page, kind: keyof typeof files): Promise<void> {
  const { name, bytes } = files[kind];
  const choosing = page.waitForEvent('filechooser');
  await button(page, 'Import…').click();
  await (await choosing).setFiles([{ name, mimeType: 'application/octet-stream', buffer: bytesOf(bytes) }]);
}

test('the drawing, the theme, the network that answers and the own digits are back', async ({ page }) => {
  await fill(page, stored);
  await page.goto('/');
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  await expect(answeredBy(page)).toHaveText(told.drawing.by);
  const confidence = async () => (await answerOf(page)).confidence;
  await expect.poll(confidence).toBeCloseTo(told.drawing.confidence, decimals);
  await expect(prediction(page)).toHaveAttribute('data-digit', told.drawing.digit);

  const count = told.ownDigits.length;
  await expect(page.getByTestId('keep-digit').getByRole('link')).toHaveText(`My digits: ${count}`);
  await page.getByRole('link', { name: 'Digits', exact: true }).click();
  await expect(page.getByRole('heading', { name: /^Digits/ })).toHaveText(`Digits${count}`);
  for (const label of told.ownDigits) {
    await expect(page.getByRole('button', { name: new RegExp(`^An? ${label} saved on`) })).toHaveCount(1);
  }
  await expect(page.locator('main')).not.toContainText('damaged');
});

test('the saved networks are listed by their names, and answer', async ({ page }) => {
  await fill(page, stored);
  await page.goto('/#/networks');
  await expect(page.getByTestId('network')).toHaveCount(1 + told.networks.length);
  for (const name of told.networks) {
    await expect(row(page, name)).toBeVisible();
    await expect(row(page, name)).not.toContainText('cannot be used');
  }
  await expect(row(page, trained).getByTestId('accuracy')).toContainText(told.ended.testAccuracy);
  await expect(page.getByTestId('stored-runs')).toContainText('2 runs');
  await expect(page.getByTestId('damaged-run')).toHaveCount(0);

  await row(page, trained).getByRole('button', { name: 'Answer drawings' }).click();
  await expect(row(page, trained).getByRole('button', { name: 'Answers drawings' })).toBeVisible();
  await page.getByRole('link', { name: 'Draw', exact: true }).click();
  await expect(answeredBy(page)).toHaveText(trained);
  // It is less sure than the network that answered before.
  await expect
    .poll(async () => (await answerOf(page)).confidence)
    .toBeLessThan(told.drawing.confidence - 0.1);
  await expect(notice(page)).toHaveText('');
});

test('the run that had ended shows its curves, its moments and what it read right', async ({ page }) => {
  await fill(page, stored);
  await openTrain(page, '?data=synthetic');
  const offer = page.getByTestId('resumable');
  await expect(offer).toContainText(
    new RegExp(`Finished: .* ${told.ended.testAccuracy}.% of test images right`),
  );
  await offer.getByRole('button', { name: 'Show' }).click();
  await expectState(page, 'finished');
  await expect(state(page)).toHaveAttribute('data-step', String(told.ended.step));
  const measured = pointsOf(runOf(stored, true).record.validation).at(-1);
  // The training curve is smoothed.
  await expect(page.getByRole('region', { name: 'Curves' })).toHaveText(
    new RegExp(
      `Step${told.ended.step}Training\\d\\.\\d\\dValidation${measured?.loss.toFixed(2)}.*` +
        `Step${told.ended.step}Training\\d+\\.\\d.%Validation${formatPercent(measured?.accuracy ?? 0)}`,
    ),
  );
  // Each step was made by itself, and kept.
  const slider = page.getByRole('slider', { name: 'Moment of the run' });
  await expect(slider).toHaveAttribute('max', String(told.ended.step + 1));
  await slider.press('Home');
  await expect(page.getByText('as it was at step 0')).toBeVisible();
  await expect(notice(page)).toHaveText('');
});

test('the paused run resumes, and ends with the bits that the version which stored it ends with', async ({
  page,
}) => {
  const { step, totalSteps, workers } = told.paused;
  const ending = told.ending[(await fusesMultiplyAdd(page)) ? 'fused' : 'unfused'];
  // A run goes on on no more threads than its device has to spare, and other threads are other bits.
  await page.addInitScript((cores) => {
    Object.defineProperty(navigator, 'hardwareConcurrency', { value: cores });
  }, workers + 1);
  await fill(page, stored);
  await openTrain(page, '?data=synthetic');
  const offer = page.getByTestId('resumable');
  await expect(offer).toContainText(`step ${step} of ${totalSteps}`);
  await offer.getByRole('button', { name: 'Resume' }).click();
  // All 60,000 digits are written again meanwhile.
  await expectState(page, 'finished', 100_000);
  await expect(state(page)).toHaveAttribute('data-engine', 'wasm');
  expect(await keptRun(page)).toEqual(ending);
  await expect(notice(page)).toHaveText('');
});

test('files of networks, of own digits and of a run are taken in', async ({ page }) => {
  await page.goto('/#/networks');
  const networks = page.getByTestId('network');
  await expect(networks).toHaveCount(1);
  for (const [at, kind] of networkKinds.entries()) {
    await give(page, kind);
    await expect(networks).toHaveCount(2 + at);
    await expect(notice(page)).toContainText('Saved as');
  }
  await page.getByRole('link', { name: 'Digits', exact: true }).click();
  await give(page, 'digits');
  await expect(notice(page)).toContainText(`${told.ownDigits.length} digits added`);
  await page.getByRole('link', { name: 'Train', exact: true }).click();
  await give(page, 'run');
  const { step, totalSteps } = told.paused;
  await expect(page.getByTestId('resumable')).toContainText(`step ${step} of ${totalSteps}`);
  await expect(notice(page)).toContainText(`The run in ${files.run.name} is here`);
});

test('links open with the drawing and the settings that they carry', async ({ page }) => {
  await page.goto(`/${links.drawing}`);
  // Of the shipped network of today, which is not the one that told the confidence then: another network has another.
  const { digit, confidence } = await answerOf(page);
  expect(digit).toBe(told.linkedDrawing.digit);
  expect(confidence).toBeCloseTo(0.952902, decimals);

  await page.goto('about:blank');
  await page.goto(`/${links.settings}`);
  const query = new URLSearchParams(links.settings.split('#')[0]);
  for (const [label, name] of [
    ['Epochs', 'epochs'],
    ['Batch size', 'batchSize'],
    ['Learning rate', 'learningRate'],
    ['Seed', 'seed'],
    ['Schedule', 'schedule'],
    ['Engine', 'engine'],
  ] as const) {
    await expect(page.getByLabel(label, { exact: true })).toHaveValue(query.get(name) ?? 'not in the link');
  }
  await expect(page.getByRole('heading', { name: 'Synthetic handwriting' })).toBeVisible();
  await expect(page.locator('[data-digit="7"] li [aria-pressed="false"]')).toHaveAccessibleName('7 bent');
  await expect(notice(page)).toHaveText('');
});

test('the three files of a network hold the very weights that are stored', async () => {
  const weights = weightsOf(stored, trained);
  for (const kind of networkKinds) {
    const { name, bytes } = files[kind];
    const content = Uint8Array.from(bytesOf(bytes));
    const arrayBuffer = async () => content.buffer;
    const read = await importNetwork([{ name, size: content.length, arrayBuffer }]);
    expect(read).toMatchObject({ ok: true, format: kind, digest: true, network: { name: trained } });
    if (read.ok) expect(weights.equals(Buffer.from(read.network.parameters.buffer)), kind).toBe(true);
  }
});

/**
 * Whether the processor rounds once where it multiplies and adds, as all do but x86 of before 2013: weights
 * end with other bits where it does not.
 */
function fusesMultiplyAdd(page: Page): Promise<boolean> {
  return page.evaluate(async () => {
    // (func (export "f") (param f32 f32 f32) (result f32)): f32x4.relaxed_madd of the three.
    const code = `0061736d 01000000 01080160 037d7d7d 017d0302 01000705 01016600 000a1601 14002000
      fd132001 fd132002 fd13fd85 02fd1f00 0b`;
    const bytes = Uint8Array.from(code.match(/[0-9a-f]{2}/g) ?? [], (byte) => Number.parseInt(byte, 16));
    const { instance } = await WebAssembly.instantiate(bytes);
    const multiplyAdd = instance.exports.f as (a: number, b: number, c: number) => number;
    // The square of a needs one bit more than a float has.
    const a = 1 + 2 ** -12;
    return multiplyAdd(a, a, -(1 + 2 ** -11)) !== 0;
  });
}
