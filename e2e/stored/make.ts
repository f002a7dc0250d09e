import { execFileSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { type Browser, chromium, type Download, type Page } from '@playwright/test';
import { browserSwitches, findBrowser, testSwitches } from '../../tools/browser.ts';
import { answerOf, draw, type UnitStrokes } from '../support/draw.ts';
import { expect } from '../support/lab.ts';
import { penDigit } from '../support/samples.ts';
import { button, expectState, keptRun, state } from '../support/train.ts';
import {
  asBytes,
  dump,
  fill,
  networkKinds,
  type RunEnd,
  runOf,
  type Stored,
  writeStored,
} from './fixture.ts';

/**
 * Makes `stored.json` and `bytes.br` with another version of the app, through its own pages. README.md says
 * how.
 *
 *     npx tsx e2e/stored/make.ts COMMIT ADDRESS
 */
const [commit, address] = process.argv.slice(2);
if (!commit || !address) throw new Error('usage: npx tsx e2e/stored/make.ts COMMIT ADDRESS');

const run = { batchSize: 4000, learningRate: 0.2, seed: 7 };
/**
 * Of both runs. A step is a moment, and a moment is a quarter of a megabyte, which runs that learn alike
 * share.
 */
const steps = 3;
/** As if the machine had more cores: a run on several threads adds up in another order than one on one. */
const cores = 3;

const browser = await open();
try {
  const page = await newPage(browser);
  await page.goto('/');
  await keep(page, coarse(penDigit('2')), 2);
  await keep(page, coarse(penDigit('7')), 1);
  await keepPicture(page, 4);
  await page.getByRole('button', { name: 'Clear', exact: true }).click();
  await page.getByRole('slider', { name: 'Brush size' }).press('ArrowRight');
  await draw(page, slanted(coarse(penDigit('7')), -0.9));
  const linkedDrawing = await answerOf(page);
  const drawingLink = await copiedLink(page);
  await page.getByRole('button', { name: 'Clear', exact: true }).click();
  await draw(page, slanted(coarse(penDigit('5')), 1.3));
  await answerOf(page);
  await page.getByRole('button', { name: /^Theme/ }).click();
  await page.getByRole('radio', { name: 'Dark', exact: true }).check();

  const ended = await trainAndStop(page);
  const settingsLink = await copiedLink(page);
  const paused = await trainAndPause(page);
  const runFile = await downloaded(page, () => button(page, 'Export run').click());

  const networks = await learn(page);
  const files = { run: runFile, ...(await networkFiles(page, networks)), digits: await digitsFile(page) };
  const drawing = await drawingAnswer(page);
  const left = await dump(page);

  const fused = await ending(browser, left, settingsLink);
  // As on a processor that rounds between a product and its sum.
  const other = await open('--js-flags=--no-enable-fma3');
  const unfused = await ending(other, left, settingsLink).finally(() => other.close());
  if (fused.digest === unfused.digest) throw new Error('expected other bits without fused multiply-add');
  writeStored({
    commit,
    ...left,
    files,
    links: { drawing: drawingLink, settings: settingsLink },
    told: {
      drawing,
      linkedDrawing,
      ownDigits: [1, 2, 4],
      paused,
      ending: { fused, unfused },
      ended,
      networks,
    },
  });
  execFileSync('npx', ['biome', 'format', '--write', import.meta.dirname], { stdio: 'inherit' });
} finally {
  await browser.close();
}

function open(...switches: string[]): Promise<Browser> {
  const executablePath = findBrowser();
  return chromium.launch({
    ...(executablePath ? { executablePath } : {}),
    args: [...browserSwitches, ...testSwitches, ...switches],
  });
}

async function newPage(browser: Browser): Promise<Page> {
  const context = await browser.newContext({
    baseURL: address ?? '',
    viewport: { width: 1440, height: 900 },
    permissions: ['clipboard-read', 'clipboard-write'],
    serviceWorkers: 'block',
  });
  await context.addInitScript(`Object.defineProperty(navigator, 'hardwareConcurrency', { value: ${cores} })`);
  // tsx gives every function its name by a helper of its own, which pages do not have.
  await context.addInitScript('globalThis.__name = (named) => named');
  return context.newPage();
}

function coarse(strokes: UnitStrokes): UnitStrokes {
  return strokes.map((stroke) => stroke.filter((_, at) => at % 4 === 0 || at === stroke.length - 1));
}

/** So slanted that networks are not quite sure, and answer with other confidences. */
function slanted(strokes: UnitStrokes, by: number): UnitStrokes {
  const width = 1 + Math.abs(by);
  return strokes.map((stroke) =>
    stroke.map(([x, y]) => [0.5 + (x - 0.5 + by * (y - 0.5)) / width, y] as const),
  );
}

/** Draws a digit on an empty paper and says what it is. */
async function keep(page: Page, strokes: UnitStrokes, label: number): Promise<void> {
  await page.getByRole('button', { name: 'Clear', exact: true }).click();
  await draw(page, strokes);
  await sayLabel(page, label);
}

/** The same with a picture of a digit. */
async function keepPicture(page: Page, label: number): Promise<void> {
  const picture = await page.evaluate(() => {
    const canvas = document.createElement('canvas');
    canvas.width = canvas.height = 120;
    const context = canvas.getContext('2d');
    if (!context) throw new Error('expected a canvas');
    context.fillStyle = 'white';
    context.fillRect(0, 0, 120, 120);
    context.lineWidth = 9;
    context.stroke(new Path2D('M45 20 L30 65 L85 65 M78 25 L70 105'));
    return canvas.toDataURL('image/png').split(',')[1] ?? '';
  });
  const file = { name: 'four.png', mimeType: 'image/png', buffer: Buffer.from(picture, 'base64') };
  await page.locator('input[type=file][accept*="image/png"]').setInputFiles(file);
  await sayLabel(page, label);
}

async function sayLabel(page: Page, label: number): Promise<void> {
  await answerOf(page);
  const buttons = page.getByTestId('keep-digit').getByRole('button', { name: new RegExp(`${label}$`) });
  await buttons.click();
  await expect(page.getByTestId('keep-digit')).toContainText(new RegExp(`Kept as an? ${label}`));
}

/** What follows the app's address in a link that the page has copied. */
async function copiedLink(page: Page): Promise<string> {
  await button(page, 'Copy link').click();
  await expect(page.getByTestId('notice')).toContainText('copied');
  const link = await page.evaluate(() => navigator.clipboard.readText());
  return link.slice(new URL('/', link).href.length);
}

async function downloaded(page: Page, save: () => Promise<void>): Promise<Stored['files']['run']> {
  const downloading = page.waitForEvent('download');
  await save();
  const download: Download = await downloading;
  return { name: download.suggestedFilename(), bytes: asBytes(await readFile(await download.path())) };
}

/** Settings by the address and by the fields of the page. */
async function openSettings(page: Page, epochs: number): Promise<void> {
  await page.goto('about:blank');
  await page.goto(`/?data=synthetic&engine=wasm&seed=${run.seed}&schedule=constant#/train`);
  await expectState(page, 'idle');
  for (const [label, value] of [
    ['Epochs', epochs],
    ['Batch size', run.batchSize],
    ['Learning rate', run.learningRate],
  ] as const) {
    const field = page.getByLabel(label, { exact: true });
    await field.fill(String(value));
    await field.press('Enter');
  }
  await page.locator('[data-digit="7"] li button').nth(1).click();
  await expect(page.locator('[data-part="train"]')).toHaveAttribute('data-state', 'complete', {
    timeout: 60_000,
  });
}

async function makeSteps(page: Page): Promise<void> {
  for (let step = 1; step <= steps; step++) {
    await button(page, 'Step').click();
    await expect(state(page)).toHaveAttribute('data-step', String(step));
    await expectState(page, 'paused');
  }
}

async function trainAndStop(page: Page): Promise<Stored['told']['ended']> {
  await openSettings(page, 3);
  await makeSteps(page);
  await button(page, 'Stop').click();
  await expectState(page, 'finished');
  await expect(page.getByTestId('test-result')).toBeVisible({ timeout: 60_000 });
  await button(page, 'Save network').click();
  await expect(page.getByTestId('notice')).toContainText('Saved as');
  const { record } = runOf(await dump(page), true);
  return { step: record.step, testAccuracy: (100 * record.testAccuracy).toFixed(2) };
}

async function trainAndPause(page: Page): Promise<Stored['told']['paused']> {
  await openSettings(page, 1);
  await makeSteps(page);
  const { record, progress } = runOf(await dump(page), false);
  return { step: record.step, totalSteps: record.totalSteps, workers: progress.engine.workers };
}

/** Learns the own digits and keeps the network. @returns the names of all saved networks */
async function learn(page: Page): Promise<string[]> {
  await page.goto('/#/digits');
  await button(page, 'Learn my digits').click();
  const panel = page.getByTestId('learn');
  await expect(panel).toHaveAttribute('data-state', 'learnt', { timeout: 120_000 });
  await button(page, 'Keep').click();
  await expect(panel).toHaveAttribute('data-state', 'kept');
  await page.goto('/#/networks');
  const rows = page.getByTestId('network');
  await expect(rows).toHaveCount(3);
  const names = await rows.evaluateAll((all) => all.map((row) => row.getAttribute('data-name') ?? ''));
  return names.filter((name) => !['Built-in network', 'Shipped network'].includes(name));
}

async function networkFiles(page: Page, names: readonly string[]) {
  const trained = names.find((name) => name.includes('step'));
  const row = page.locator(`[data-testid="network"][data-name="${trained}"]`);
  await row.getByText('Details and export').click();
  const save = (name: string) =>
    downloaded(page, () => row.getByRole('button', { name, exact: true }).click());
  const labels = { tfjs: 'TensorFlow.js', onnx: 'ONNX', safetensors: 'safetensors' };
  const files: Record<string, Stored['files']['run']> = {};
  for (const kind of networkKinds) files[kind] = await save(labels[kind]);
  return files as Record<(typeof networkKinds)[number], Stored['files']['run']>;
}

async function digitsFile(page: Page): Promise<Stored['files']['run']> {
  await page.goto('/#/digits');
  return downloaded(page, () => button(page, 'Export').click());
}

/** What the drawing is read as after a reload, and by which network. */
async function drawingAnswer(page: Page): Promise<Stored['told']['drawing']> {
  await page.goto('about:blank');
  await page.goto('/');
  const by = page.getByRole('combobox', { name: 'Answered by' });
  await expect(by).toBeVisible();
  await page.waitForTimeout(1000);
  const answer = await answerOf(page);
  return { ...answer, by: await by.evaluate((box: HTMLSelectElement) => box.selectedOptions[0]?.text ?? '') };
}

/** How the paused run ends in a browser that has been filled with what was left. */
async function ending(
  browser: Browser,
  left: Pick<Stored, 'localStorage' | 'databases'>,
  /** Opens the data that the run learns from. */
  link: string,
): Promise<RunEnd> {
  const page = await newPage(browser);
  await fill(page, left);
  await page.goto(`/${link}`);
  await page.getByTestId('resumable').getByRole('button', { name: 'Resume' }).click();
  await expectState(page, 'finished', 120_000);
  const end = await keptRun(page);
  await page.context().close();
  return end;
}
