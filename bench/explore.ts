import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from '@playwright/test';
import { build, preview } from 'vite';
import { readModel, shippedModelFolder } from '../src/cli/model-files.ts';
import { drawingOf, readStrokesFile } from '../src/cli/strokes-file.ts';
import type { Drawing } from '../src/digits/drawing/drawing.ts';
import { samples } from '../src/digits/samples.ts';
import { synthesise } from '../src/digits/synthesis/synthesise.ts';
import { randomFromSeed } from '../src/lib/random.ts';
import { leastEnergyOf } from '../src/network/energy.ts';
import { whatIfRows } from './explore/what-if.ts';
import type { Question, Suggestion } from './explore/worker.ts';
import type { Row, Section } from './report.ts';
import { summarise } from './statistics.ts';

/** Handwriting that is too large for the repository, where it lies beside it. */
const strokesFile = fileURLToPath(new URL('../../shared/strokes/dev.json', import.meta.url));
const drawingCount = 200;
/** So that many hands are among the drawings: the file goes hand by hand. */
const everyNth = 20;
/** Suggestions before any is measured, for compilers. */
const warmUps = 5;

/** What explains an answer, in a worker of a real page: how good its suggestions are, and how long they take. */
export async function benchExplore(browser: Browser): Promise<Section> {
  const { drawings, source } = await drawingsToExplain();
  return onPage(browser, async (page) => {
    const { metadata, parameters } = await readModel(shippedModelFolder);
    const device = await page.evaluate(
      ({ floats, leastEnergy }) => window.exploreBench.open(floats, leastEnergy),
      { floats: [...parameters], leastEnergy: leastEnergyOf(metadata) },
    );
    const rows = [
      ...(await suggestionRows(page, drawings, 'any', 'at least 98')),
      ...(await suggestionRows(page, drawings, 'runner-up', 'at least 80')),
      ...(await whatIfRows(page, parameters)),
    ];
    return {
      title: `Explanations, ${drawings.length} drawings (${source})`,
      note: `one worker, ${device}`,
      rows,
    };
  });
}

async function drawingsToExplain(): Promise<{ drawings: readonly Drawing[]; source: string }> {
  if (existsSync(strokesFile)) {
    const digits = await readStrokesFile(strokesFile);
    const chosen = digits.filter((_, at) => at % everyNth === 0).slice(0, drawingCount);
    return { drawings: chosen.map(drawingOf), source: 'handwriting of many people' };
  }
  const random = randomFromSeed(1);
  const synthetic = Array.from({ length: drawingCount - samples.length }, () => synthesise(random).drawing);
  return {
    drawings: [...samples.map(({ drawing }) => drawing), ...synthetic],
    source: 'the built-in samples and synthetic handwriting',
  };
}

/** Builds the page as a user would get it, and serves it from a temporary folder. */
async function onPage<Result>(browser: Browser, measure: (page: Page) => Promise<Result>): Promise<Result> {
  const outDir = await mkdtemp(join(tmpdir(), 'lenet-lab-explore-'));
  const shared = {
    configFile: false,
    root: fileURLToPath(new URL('./explore/', import.meta.url)),
    base: './',
    logLevel: 'error',
    build: { outDir, emptyOutDir: true, target: 'es2023', chunkSizeWarningLimit: 10_000 },
  } as const;
  await build({ ...shared, worker: { format: 'es' } });
  const server = await preview({ ...shared, preview: { port: 5311 } });
  const context = await browser.newContext();
  try {
    const address = server.resolvedUrls?.local[0];
    if (!address) throw new Error('bench: expected the server to say its address');
    const page = await context.newPage();
    await page.goto(address);
    await page.waitForFunction(() => 'exploreBench' in window);
    return await measure(page);
  } finally {
    await context.close();
    await server.close();
    await rm(outDir, { recursive: true });
  }
}

async function suggestionRows(
  page: Page,
  drawings: readonly Drawing[],
  question: Question,
  goal: string,
): Promise<Row[]> {
  const suggest = (drawing: Drawing) =>
    page.evaluate(([asked, what]) => window.exploreBench.suggest(asked, what), [drawing, question] as const);
  for (const drawing of drawings.slice(0, warmUps)) await suggest(drawing);
  const suggestions: Suggestion[] = [];
  for (const drawing of drawings) {
    const suggestion = await suggest(drawing);
    if (suggestion) suggestions.push(suggestion);
  }
  const changes = suggestions.flatMap(({ change }) => change ?? []);
  const to = question === 'any' ? 'any other digit' : 'the runner-up';
  return [
    only(`drawings with a change to ${to}`, '%', (100 * changes.length) / suggestions.length, goal),
    ...quartiles(
      `length of the change to ${to}`,
      "of the digit's size",
      changes.map(({ length }) => length),
      'median below 0.25',
    ),
    ...quartiles(
      `time for a suggestion to ${to}`,
      'ms',
      suggestions.map(({ ms }) => ms),
      'at most 500',
    ),
  ];
}

/** A figure that stands alone. */
function only(what: string, unit: string, value: number, goal = ''): Row {
  return { what, unit, summary: summarise([value]), goal };
}

/** The distribution, and its quartiles, which no column has. */
function quartiles(what: string, unit: string, values: readonly number[], goal: string): Row[] {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (share: number) => sorted[Math.floor(share * (sorted.length - 1))] ?? Number.NaN;
  return [
    { what, unit, summary: summarise(values), goal },
    only(`${what}: lower quartile`, unit, at(0.25)),
    only(`${what}: upper quartile`, unit, at(0.75)),
  ];
}
