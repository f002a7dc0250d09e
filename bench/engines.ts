import { cpus, loadavg } from 'node:os';
import type { Browser, Page } from '@playwright/test';
import { messageOf } from '../src/lib/expect.ts';
import { randomFromSeed } from '../src/lib/random.ts';
import { initialParameters } from '../src/network/initialise.ts';
import { lenet5 } from '../src/network/lenet-5.ts';
import { gpuNote } from './devices.ts';
import { benchDigits } from './engines/digits.ts';
import { agrees, referenceLosses } from './engines/learning.ts';
import { measurePytorch } from './engines/pytorch.ts';
import { serveBenchPage } from './engines/serve.ts';
import { type SystemSpec, systemSpecs, type Task, type Timing, tasks, yardstick } from './engines/system.ts';
import { type Measured, peakSection, taskSections } from './engines/tables.ts';
import type { Section } from './report.ts';

export interface EnginesOptions {
  readonly rounds: number;
  /** Only systems whose name contains one of these; all when empty. */
  readonly only: readonly string[];
  /** The browser was started to compute on the machine's GPU. */
  readonly gpu: boolean;
}

const imageCount = 4096;
/** Fast systems repeat a call for this long in each round; slow ones make one call. */
const cellMs = 300;
/** A system gets no further rounds of a task that has taken it this long. */
const taskMs = 6_000;
/**
 * The first call of a shape compiles shaders and code and is not measured, unless it takes longer than
 * this and yet no more than smaller batches let expect: then compiling was not what it took.
 */
const warmUp = { ms: 2_000, overExpected: 1.1 };
/** No new round begins after this long, so that the whole ends within six minutes on two cores. */
const lastRoundMs = 240_000;
/** From here on slow calls are left out of the first round, which no machine may be kept in for ever. */
const late = { ms: 150_000, callMs: 5_000 };
/** Opening compiles shaders and starts threads; a call may be one step of 256 images at 25 images/s. */
const limitMs = { open: 60_000, learn: 90_000, call: 60_000 };

const learning = { steps: 6, batch: 16 };

/**
 * Our engines against the rivals, in one page, and PyTorch beside it: the same network, batches and digits. Every round goes
 * through all systems and tasks, so that noise hits all alike. Before anything is timed, each system
 * trains a few steps, and its losses have to be those of the float64 reference.
 */
export async function benchEngines(
  browser: Browser,
  { rounds, only, gpu }: EnginesOptions,
): Promise<Section[]> {
  const start = performance.now();
  const digits = await benchDigits(imageCount);
  const parameters = initialParameters(lenet5, randomFromSeed(1));
  const expected = referenceLosses(parameters, digits, learning.steps, learning.batch);
  const server = await serveBenchPage(parameters, digits);
  const context = await browser.newContext();
  try {
    const page = await context.newPage();
    await page.goto(server.address);
    const { cores, isolated } = await page.evaluate(() => ({
      cores: window.benchPage.cores,
      isolated: window.benchPage.isolated,
    }));
    if (!isolated) throw new Error('bench: expected a cross-origin isolated page');
    const devices = await gpuNote(page, gpu);
    console.error(devices);
    const isWanted = (name: string) =>
      only.length === 0 || only.some((part) => name.toLowerCase().includes(part.toLowerCase()));
    const wanted = systemSpecs(cores).filter(({ name }) => isWanted(name));
    const systems: Measured[] = [];
    for (const spec of wanted) systems.push(await prepared(page, spec, expected));
    await timeRounds(page, systems, rounds, start);
    await context.close();
    const plan = { expected, batch: learning.batch, rounds, stretchMs: cellMs };
    const pytorch = isWanted('PyTorch') ? await measurePytorch(parameters, digits, plan) : [];
    if (typeof pytorch !== 'string') systems.push(...pytorch);
    const facts = [
      digits.source,
      `${cpus()[0]?.model ?? 'unknown processor'}, ${cores} cores, load ${loadavg()[0]?.toFixed(1)} at the end`,
      `Chromium ${browser.version()}`,
      devices,
      ...(typeof pytorch === 'string' ? [pytorch] : []),
    ].join('; ');
    return [...taskSections(systems, expected, facts), ...peakSection(systems)];
  } finally {
    await context.close();
    await server.close();
  }
}

/** Opens a system and sees it learn; what goes wrong becomes the reason that the tables show. */
async function prepared(page: Page, spec: SystemSpec, expected: readonly number[]): Promise<Measured> {
  const system: Measured = { spec, device: '', losses: [], cells: new Map(), failures: new Map(), peaks: [] };
  try {
    system.device = await within(
      limitMs.open,
      'opening',
      page.evaluate((it) => window.benchPage.open(it), spec),
    );
    const check = [spec.name, learning.steps, learning.batch] as const;
    system.losses = await within(
      limitMs.learn,
      'the first steps',
      page.evaluate(([name, steps, batch]) => window.benchPage.learn(name, steps, batch), check),
    );
    const wrong = agrees(system.losses, expected, spec.differs !== undefined);
    if (wrong) throw new Error(wrong);
    console.error(`${spec.name}: ${system.device}; loss ${inWords(system.losses)}`);
  } catch (error) {
    await fail(page, system, error);
  }
  return system;
}

/** @param start when the whole began */
async function timeRounds(
  page: Page,
  systems: readonly Measured[],
  rounds: number,
  start: number,
): Promise<void> {
  const spent = new Map<string, number>();
  for (let round = 0; round < rounds; round++) {
    if (round > 0 && performance.now() - start > lastRoundMs) break;
    console.error(`round ${round + 1} of ${rounds}, ${((performance.now() - start) / 1000).toFixed(0)} s`);
    for (const task of tasks) {
      for (const system of systems) {
        if (system.failed || system.failures.has(task)) continue;
        const key = `${system.spec.name}, ${task.title}`;
        if ((spent.get(key) ?? 0) > taskMs) continue;
        const began = performance.now();
        const expectedMs = task.batch * msAnImage(system, task);
        const slow = expectedMs > late.callMs && system.spec.name !== yardstick;
        if (round === 0 && slow && began - start > late.ms) {
          system.failures.set(
            task,
            `left out for lack of time: about ${(expectedMs / 1000).toFixed(0)} s a call`,
          );
          continue;
        }
        await timeCell(page, system, task, round === 0);
        spent.set(key, (spent.get(key) ?? 0) + performance.now() - began);
      }
    }
    for (const system of systems) {
      if (system.failed) continue;
      const peak = await page.evaluate((name) => window.benchPage.peak(name), system.spec.name);
      if (peak) system.peaks.push(peak);
    }
  }
}

async function timeCell(page: Page, system: Measured, task: Task, first: boolean): Promise<void> {
  const time = (budgetMs: number) => {
    const cell = [system.spec.name, task, budgetMs] as const;
    return within(
      limitMs.call,
      task.title,
      page.evaluate(([name, what, budget]) => window.benchPage.time(name, what, budget), cell),
    );
  };
  try {
    const opening = first ? await time(0) : undefined;
    const expectedMs = task.batch * msAnImage(system, task);
    const counts = opening && opening.ms > warmUp.ms && opening.ms < expectedMs * warmUp.overExpected;
    const timing = counts ? opening : await time(cellMs);
    const cells: readonly Timing[] = system.cells.get(task) ?? [];
    if (timing) system.cells.set(task, [...cells, timing]);
    else system.failures.set(task, 'not offered');
  } catch (error) {
    if (error instanceof Overtime) await fail(page, system, error);
    else system.failures.set(task, reasonOf(error));
  }
}

/** As far as the system's fastest other batch of the same work tells; not a number before. */
function msAnImage({ cells }: Measured, { work }: Task): number {
  const timed = [...cells].filter(([task]) => task.work === work && task.batch > 1);
  const all = timed.flatMap(([{ batch }, timings]) => timings.map(({ calls, ms }) => ms / calls / batch));
  return all.length > 0 ? Math.min(...all) : Number.NaN;
}

/** A system that hangs or cannot be used is closed, and the others go on. */
async function fail(page: Page, system: Measured, error: unknown): Promise<void> {
  system.failed = reasonOf(error);
  console.error(`${system.spec.name}: ${system.failed}`);
  await page.evaluate((name) => window.benchPage.close(name), system.spec.name);
}

class Overtime extends Error {}

async function within<T>(ms: number, what: string, promise: Promise<T>): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const overtime = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Overtime(`${what}: no answer within ${ms / 1000} s`)), ms);
  });
  try {
    return await Promise.race([promise, overtime]);
  } finally {
    clearTimeout(timer);
  }
}

/** The first line, without Playwright's prefix: the rest is a stack. */
export function reasonOf(error: unknown): string {
  const [line = ''] = messageOf(error).split('\n');
  return line.replace(/^page\.evaluate: (Error: )?/, '');
}

function inWords(losses: readonly number[]): string {
  return `${losses[0]?.toFixed(4)} to ${losses.at(-1)?.toFixed(4)}`;
}
