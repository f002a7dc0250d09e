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
import { digitMapRows } from './explore/digit-map.ts';
import { whatIfRows } from './explore/what-if.ts';
import type { InstrumentTimes, Question, Suggestion } from './explore/worker.ts';
import type { Row, Section } from './report.ts';
import { summarise } from './statistics.ts';

/** Handwriting that is too large for the repository, where it lies beside it. */
export const usualStrokesFile = fileURLToPath(new URL('../../shared/strokes/dev.json', import.meta.url));
const drawingCount = 200;
/** So that many hands are among the drawings: the file goes hand by hand. */
const everyNth = 20;
/** Suggestions before any is measured, for compilers. */
const warmUps = 5;

/**
 * What explains an answer, in a worker of a real page: how good its suggestions are, and how long they take.
 * @param strokesFile handwriting as `npm run eval:strokes` reads it; built-in digits stand in where it is absent
 */
export async function benchExplore(browser: Browser, strokesFile: string): Promise<Section> {
  const { drawings, source } = await drawingsToExplain(strokesFile);
  return onPage(browser, async (page) => {
    const { metadata, parameters } = await readModel(shippedModelFolder);
    const device = await page.evaluate(
      ({ floats, leastEnergy }) => window.exploreBench.open(floats, leastEnergy),
      { floats: [...parameters], leastEnergy: leastEnergyOf(metadata) },
    );
    const any = await suggestionsFor(page, drawings, 'any');
    const runnerUp = await suggestionsFor(page, drawings, 'runner-up');
    const times = await timesOf(page, drawings);
    const maps = await digitMapRows(page);
    const whatIf = await whatIfRows(page, parameters);
    return {
      title: `Explanations, ${drawings.length} drawings (${source})`,
      note: `one worker, ${device}; changes to any other digit: ${kindsOf(any)}; to the runner-up: ${kindsOf(runnerUp)}`,
      rows: [
        ...instrumentRows(times),
        ...suggestionRows(any, 'any other digit', 'at least 98'),
        ...suggestionRows(runnerUp, 'the runner-up', 'at least 80'),
        ...maps,
        ...whatIf,
      ],
    };
  });
}

async function drawingsToExplain(
  strokesFile: string,
): Promise<{ drawings: readonly Drawing[]; source: string }> {
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

async function suggestionsFor(
  page: Page,
  drawings: readonly Drawing[],
  question: Question,
): Promise<Suggestion[]> {
  const suggest = (drawing: Drawing) =>
    page.evaluate(([asked, what]) => window.exploreBench.suggest(asked, what), [drawing, question] as const);
  for (const drawing of drawings.slice(0, warmUps)) await suggest(drawing);
  const suggestions: Suggestion[] = [];
  for (const drawing of drawings) {
    const suggestion = await suggest(drawing);
    if (suggestion) suggestions.push(suggestion);
  }
  return suggestions;
}

async function timesOf(page: Page, drawings: readonly Drawing[]): Promise<InstrumentTimes[]> {
  const ask = (drawing: Drawing) => page.evaluate((asked) => window.exploreBench.instruments(asked), drawing);
  for (const drawing of drawings.slice(0, warmUps)) await ask(drawing);
  const times: InstrumentTimes[] = [];
  for (const drawing of drawings) {
    const own = await ask(drawing);
    if (own) times.push(own);
  }
  return times;
}

function instrumentRows(times: readonly InstrumentTimes[]): Row[] {
  const row = (what: string, unit: string, goal: string, of: (one: InstrumentTimes) => number): Row => {
    const values = times.map(of);
    return { what, unit, summary: summarise(values), goal };
  };
  return [
    row('arithmetic of a unit in each of seven layers', 'ms', 'at most 33', ({ arithmetic }) => arithmetic),
    row('occlusion and integrated gradients', 'ms', 'at most 150', ({ inkReasons }) => inkReasons),
    row('residue of integrated gradients', '%', 'at most 1', ({ residue }) => 100 * residue),
    row('a map switched off', 'ms', 'at most 33', ({ surgery }) => surgery),
    row('the changed network on 1,000 digits', 'ms', 'at most 1,000', ({ accuracy }) => accuracy),
  ];
}

/** "cut the line 31, close a gap 4": how often each was suggested, the most frequent first. */
function kindsOf(suggestions: readonly Suggestion[]): string {
  const counts = new Map<string, number>();
  for (const { change } of suggestions)
    if (change) counts.set(change.kind, (counts.get(change.kind) ?? 0) + 1);
  const sorted = [...counts].sort(([, a], [, b]) => b - a);
  return sorted.map(([kind, count]) => `${kind} ${count}`).join(', ');
}

function suggestionRows(suggestions: readonly Suggestion[], to: string, goal: string): Row[] {
  const changes = suggestions.flatMap(({ change }) => change ?? []);
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
