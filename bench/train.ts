import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, Page } from '@playwright/test';
import { mnistDirectory, readMnist } from '../src/cli/mnist-files.ts';
import { engineLabel } from '../src/engines/lookup.ts';
import { engines } from '../src/engines/registry.ts';
import { randomFromSeed } from '../src/lib/random.ts';
import { initialParameters } from '../src/network/initialise.ts';
import { lenet5 } from '../src/network/lenet-5.ts';
import { engineChoiceKey } from '../src/storage/engine-choice.ts';
import { give } from '../tools/data-server.ts';
import { giveSlowly, type SiteServer, serveSite } from '../tools/site-server.ts';
import { gpuNote } from './devices.ts';
import { benchDigits } from './engines/digits.ts';
import { serveBenchPage } from './engines/serve.ts';
import { type SystemSpec, tasks } from './engines/system.ts';
import { reasonOf } from './engines.ts';
import { drawing, newPage } from './page.ts';
import type { Row, Section } from './report.ts';
import { summarise } from './statistics.ts';

/** A quick line; at 2 MB/s MNIST is five seconds on its way. */
const throttledTo = 2_000_000;
const rounds = 3;
const stretchMs = 4_000;

/**
 * The Train page as a person meets it, with MNIST from this machine: how soon it learns, how fast it
 * learns while everything on the page follows, and what that leaves of the page.
 * @param gpu the browser was started to compute on the machine's GPU
 * @throws Error where MNIST is not on this machine
 */
export async function benchTrain(browser: Browser, folder: string, gpu: boolean): Promise<Section> {
  const file = (name: string) => readFile(join(mnistDirectory(), name));
  // Before a page asks for what is not there, and waits.
  await Promise.all([readMnist('train'), readMnist('test')]);
  const quick = await serveSite(folder, (ask, response) => {
    file(ask.file).then(
      (bytes) => give(bytes, ask, response),
      () => response.writeHead(404).end(),
    );
  });
  const slow = await serveSite(folder, ({ file: name }, response) => {
    file(name).then(
      (bytes) => giveSlowly(bytes, response, throttledTo),
      () => response.writeHead(404).end(),
    );
  });
  try {
    const { rows, notes } = await speeds(browser, quick, gpu);
    return {
      title: 'Train page (1440 x 900)',
      note: ['MNIST from this machine; the default settings unless a row says otherwise', ...notes].join(
        '; ',
      ),
      rows: [
        ...(await whileArriving(browser, slow)),
        ...(await wholeRun(browser, quick)),
        ...rows,
        ...(await drawingMeanwhile(browser, quick, 'wasm')),
        ...(await drawingMeanwhile(browser, quick, 'webgl-passes')),
      ],
    };
  } finally {
    await quick.close();
    await slow.close();
  }
}

const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });

async function open(browser: Browser, { address }: SiteServer, query = ''): Promise<Page> {
  const page = await newPage(browser);
  await page.goto(`${address}${query}#/train`);
  await button(page, 'Start').waitFor();
  await page.waitForTimeout(500);
  return page;
}

/** Auto times this device's engines in the background of a first visit: not beside what is timed here. */
async function openAtRest(browser: Browser, site: SiteServer, query: string): Promise<Page> {
  const page = await open(browser, site, query);
  await page.waitForFunction((key) => localStorage.getItem(key) !== null, engineChoiceKey, {
    timeout: 60_000,
  });
  return page;
}

/** Clicks Start in the page and waits there for the first step. */
async function firstStep(page: Page): Promise<{ ms: number; images: number }> {
  return page.evaluate(async () => {
    const shown = document.querySelector<HTMLElement>('[data-testid="training-state"]');
    const part = document.querySelector<HTMLElement>('[data-part="train"]');
    const start = [...document.querySelectorAll('button')].find((one) => one.textContent?.trim() === 'Start');
    if (!shown || !part || !start)
      throw new Error('bench: expected the state, the data and Start on the page');
    const began = performance.now();
    start.click();
    while (Number(shown.dataset.step) < 1) {
      if (shown.dataset.state === 'failed') throw new Error('bench: expected a first step, the run failed');
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
    return { ms: performance.now() - began, images: Number(part.dataset.images) };
  });
}

async function whileArriving(browser: Browser, site: SiteServer): Promise<Row[]> {
  const shares: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const page = await open(browser, site, '?engine=wasm');
    const { images } = await firstStep(page);
    shares.push((100 * images) / 60_000);
    await page.context().close();
  }
  return [
    {
      what: `training images here at the first step, at ${throttledTo / 1e6} MB/s`,
      unit: '%',
      summary: summarise(shares),
      goal: 'at most 5',
    },
  ];
}

async function wholeRun(browser: Browser, site: SiteServer): Promise<Row[]> {
  const page = await open(browser, site);
  const began = performance.now();
  await button(page, 'Start').click();
  await page.locator('[data-testid="test-result"][data-accuracy]').waitFor({ timeout: 300_000 });
  const seconds = (performance.now() - began) / 1000;
  const accuracy = Number(await page.getByTestId('test-result').getAttribute('data-accuracy'));
  await button(page, 'Reset').click();
  const cached: number[] = [];
  for (let round = 0; round < rounds; round++) {
    await page.reload();
    await button(page, 'Start').waitFor();
    await page.waitForTimeout(500);
    cached.push((await firstStep(page)).ms);
    await button(page, 'Stop').click();
  }
  await page.context().close();
  return [
    {
      what: 'cold Start to the end of the default run, test set measured',
      unit: 's',
      summary: summarise([seconds]),
      goal: 'under 60',
    },
    {
      what: 'right on the 10,000 test images after it',
      unit: '%',
      summary: summarise([100 * accuracy]),
      goal: 'at least 99.0',
    },
    {
      what: "Start to the first step, data in the browser's cache",
      unit: 'ms',
      summary: summarise(cached),
      goal: 'within 1,000',
    },
  ];
}

/** Ours, which a run may take as the fastest of a device. */
const ownEngines = ['wasm', 'webgl-passes', 'webgpu-compute'];

/** Of each of our engines that opens here. */
async function speeds(
  browser: Browser,
  site: SiteServer,
  gpu: boolean,
): Promise<{ readonly rows: readonly Row[]; readonly notes: readonly string[] }> {
  const digits = await benchDigits(4096);
  const bench = await serveBenchPage(initialParameters(lenet5, randomFromSeed(1)), digits);
  const context = await browser.newContext();
  try {
    const bare = await context.newPage();
    await bare.goto(bench.address);
    const notes = [await gpuNote(bare, gpu)];
    const rows: Row[] = [];
    for (const { id, hasThreads, label } of engines.filter((engine) => ownEngines.includes(engine.id))) {
      // As many as a run takes.
      const workers = hasThreads ? Math.max(1, (await bare.evaluate(() => window.benchPage.cores)) - 1) : 1;
      const spec: SystemSpec = { name: id, by: 'lab', engine: id, workers };
      try {
        await bare.evaluate((it) => window.benchPage.open(it), spec);
      } catch (error) {
        notes.push(`${label} did not open: ${reasonOf(error)}`);
        continue;
      }
      const name = hasThreads ? `${label}, ${workers} ${workers === 1 ? 'thread' : 'threads'}` : label;
      rows.push(...(await speed(browser, site, bare, id, name)));
      await bare.evaluate((it) => window.benchPage.close(it), id);
    }
    return { rows, notes };
  } finally {
    await context.close();
    await bench.close();
  }
}

/** The page's loop beside the bare engine, in turns, with the same optimiser and batch. */
async function speed(
  browser: Browser,
  site: SiteServer,
  bare: Page,
  engine: string,
  name: string,
): Promise<Row[]> {
  const task = tasks.find(({ work, batch }) => work === 'train' && batch === 64);
  if (!task) throw new Error('bench: expected a task that trains with batches of 64');
  const settings = `?engine=${engine}&optimiser=adam&learningRate=0.001&epochs=200`;
  const plain = await openAtRest(browser, site, `${settings}&distort=false`);
  const distorted = await openAtRest(browser, site, settings);
  const rates: Record<'bare' | 'plain' | 'distorted', number[]> = { bare: [], plain: [], distorted: [] };
  const frames: number[] = [];
  for (let round = 0; round < rounds; round++) {
    await bare.bringToFront();
    const timing = await bare.evaluate(([system, what, ms]) => window.benchPage.time(system, what, ms), [
      engine,
      task,
      stretchMs,
    ] as const);
    if (timing) rates.bare.push((timing.calls * 64 * 1000) / timing.ms);
    for (const [page, into] of [
      [plain, rates.plain],
      [distorted, rates.distorted],
    ] as const) {
      await page.bringToFront();
      await button(page, round === 0 ? 'Start' : 'Resume').click();
      await page.locator('[data-testid="training-state"][data-state="running"]').waitFor();
      const stretch = await runFor(page, stretchMs);
      into.push(stretch.imagesPerSecond);
      frames.push(...stretch.frames);
      await button(page, 'Pause').click();
      await page.locator('[data-testid="training-state"][data-state="paused"]').waitFor();
    }
  }
  await plain.context().close();
  await distorted.context().close();
  const bareRate = summarise(rates.bare).median;
  const row = (what: string, values: readonly number[], goal?: string): Row => ({
    what: `${name}: ${what}`,
    unit: 'images/s',
    summary: summarise(values),
    values,
    ratio: summarise(values).median / bareRate,
    ...(goal ? { goal } : {}),
  });
  return [
    row('the bare engine, Adam, batch 64', rates.bare),
    row('the same on the page, everything following', rates.plain, 'at least 0.7 x the bare engine'),
    row('the same with distortions', rates.distorted),
    {
      what: `${name}: between two frames while it trains`,
      unit: 'ms',
      summary: summarise(frames),
      goal: '16.7',
    },
  ];
}

/** Steps and frames of a stretch of the run, counted in the page. */
async function runFor(page: Page, ms: number): Promise<{ imagesPerSecond: number; frames: number[] }> {
  return page.evaluate(async (limit) => {
    const shown = document.querySelector<HTMLElement>('[data-testid="training-state"]');
    if (!shown) throw new Error('bench: expected the state on the page');
    const stepNow = () => Number(shown.dataset.step);
    const changed = async () => {
      const before = stepNow();
      while (stepNow() === before) await new Promise((resolve) => setTimeout(resolve, 1));
      return { step: stepNow(), at: performance.now() };
    };
    const frames: number[] = [];
    let last = performance.now();
    let counting = true;
    const count = (at: number) => {
      frames.push(at - last);
      last = at;
      if (counting) requestAnimationFrame(count);
    };
    requestAnimationFrame((at) => {
      last = at;
      requestAnimationFrame(count);
    });
    const from = await changed();
    await new Promise((resolve) => setTimeout(resolve, limit));
    const to = await changed();
    counting = false;
    return { imagesPerSecond: ((to.step - from.step) * 64 * 1000) / (to.at - from.at), frames };
  }, ms);
}

async function drawingMeanwhile(browser: Browser, site: SiteServer, engine: string): Promise<Row[]> {
  const page = await openAtRest(browser, site, `?engine=${engine}&epochs=200`);
  await button(page, 'Start').click();
  await page.locator('[data-testid="training-state"][data-state="running"]').waitFor();
  await page.getByRole('link', { name: 'Draw' }).click();
  await page.getByTestId('draw-pad').waitFor();
  await page.waitForTimeout(2_000);
  const shipped = await drawing(page, 240);
  await page.getByRole('radio', { name: /in training/i }).check();
  await page.waitForTimeout(500);
  const training = await drawing(page, 240);
  await page.context().close();
  const row = (what: string, values: readonly number[]): Row => ({
    what,
    unit: 'ms',
    summary: summarise(values),
    goal: 'within 50',
  });
  return [
    row(`pointer event to answer while a run on ${engineLabel(engine)} is under way`, shipped.update),
    row('the same, answered by the network in training', training.update),
  ];
}
