import { expectThat, messageOf } from '../lib/expect.ts';
import { formatCount } from '../lib/format.ts';
import { randomFromSeed } from '../lib/random.ts';
import { initialParameters } from '../network/initialise.ts';
import { lenet5 } from '../network/lenet-5.ts';
import { digitSize } from '../network/rasters.ts';
import type { Batch, Engine, EngineKind, Opened, UpdateRule } from './engine.ts';
import { engines } from './registry.ts';
import { train, trainerOn } from './trainer.ts';

/** An engine that may train. */
export interface Candidate {
  readonly kind: EngineKind;
  /** Threads, for engines that have them. */
  readonly workers?: number;
}

/** What came of timing one candidate. */
type Timing = { readonly imagesPerSecond: number } | { readonly refused: string };
type Measured = Candidate & Timing;

interface TrainingChoice {
  /** The fastest, or undefined when none can train. */
  readonly choice: Candidate | undefined;
  /** All candidates, in the order that they were given. */
  readonly measured: readonly Measured[];
  /** For the page: "wasm, 2 workers: 15,200 images/s; webgl 210; cpu 88". */
  readonly why: string;
}

export interface ChoosingParts {
  open(candidate: Candidate): Promise<Opened>;
  /** Milliseconds of a clock that only runs forward. */
  now(): number;
  readonly candidates: readonly Candidate[];
  /** Images in a step: the engines' order may change with it. */
  readonly batchSize: number;
  /** Steps are taken for this long with each engine, and at least one. */
  readonly budgetMs?: number;
  /** An engine that takes longer to open, or for one step, is refused: it may never answer. */
  readonly limitMs?: number;
}

/** The worker hears its messages this often, so that drawings are read while engines are timed. */
const breathMs = 50;

/**
 * Opens one candidate after the other and times real training steps, alone on the machine. The first
 * step compiles shaders and code and does not count. Each is disposed before the next is opened.
 * It never throws for what an engine does: that is the engine's reason in `measured`.
 */
export async function chooseTrainingEngine(parts: ChoosingParts): Promise<TrainingChoice> {
  expectThat(
    Number.isInteger(parts.batchSize) && parts.batchSize >= 1,
    'chooseTrainingEngine, batchSize',
    'at least 1',
    parts.batchSize,
  );
  const batch = noise(parts.batchSize);
  const measured: Measured[] = [];
  for (const candidate of parts.candidates)
    measured.push({ ...candidate, ...(await timed(candidate, batch, parts)) });
  return { choice: fastestFirst(measured)[0], measured, why: inWords(measured) };
}

/**
 * What to try on a machine where `threads` threads may compute. Engines that have them first: as many, half as many
 * (where cores differ, the slowest sets the pace), one; then the others.
 */
export function trainingCandidates(threads: number): Candidate[] {
  const counts = [...new Set([threads, Math.ceil(threads / 2), 1])];
  const threaded = engines.filter(({ hasThreads }) => hasThreads);
  const others = engines.filter(({ hasThreads }) => !hasThreads);
  return [
    ...threaded.flatMap(({ id }) => counts.map((workers) => ({ kind: id, workers }))),
    ...others.map(({ id }) => ({ kind: id })),
  ];
}

async function timed(candidate: Candidate, batch: Batch, parts: ChoosingParts): Promise<Timing> {
  let engine: Engine | undefined;
  try {
    const opening = parts.open(candidate);
    const opened = await within(parts.limitMs, 'open', opening, (late) => {
      if (late.ok) void dispose(late.engine, parts.limitMs);
    });
    if (!opened.ok) return { refused: opened.reason };
    engine = opened.engine;
    return { imagesPerSecond: await imagesPerSecond(engine, batch, parts) };
  } catch (error) {
    return { refused: messageOf(error) };
  } finally {
    if (engine) await dispose(engine, parts.limitMs);
  }
}

async function imagesPerSecond(
  engine: Engine,
  batch: Batch,
  { now, budgetMs = 500, limitMs }: ChoosingParts,
): Promise<number> {
  const trainer = trainerOn(engine, { next: async () => ({ batch, rule }) });
  const { signal } = new AbortController();
  /** As a run does it; a trainer may take several at once. */
  const step = async (): Promise<number> => {
    let taken = 0;
    await within(
      limitMs,
      'train',
      train(
        trainer,
        () => 1 - taken,
        signal,
        (results) => {
          taken += results.length;
        },
      ),
    );
    return taken;
  };
  await within(
    limitMs,
    'load parameters',
    engine.loadParameters(initialParameters(lenet5, randomFromSeed(1))),
  );
  await step();
  let steps = 0;
  let ms = 0;
  let breathAt = breathMs;
  do {
    const start = now();
    steps += await step();
    ms += now() - start;
    if (ms >= breathAt) {
      await breath();
      breathAt = ms + breathMs;
    }
  } while (ms < budgetMs);
  return (steps * batch.labels.length * 1000) / ms;
}

/** Small steps: their size does not matter for the time, and nothing may overflow. */
const rule: UpdateRule = {
  kind: 'adam',
  learningRate: 1e-3,
  beta1: 0.9,
  beta2: 0.999,
  epsilon: 1e-8,
  weightDecay: 0,
};

/** What is in the images makes no difference to the time. */
function noise(n: number): Batch {
  const random = randomFromSeed(n);
  return {
    digits: Uint8Array.from({ length: n * digitSize }, () => random.integer(0, 255)),
    labels: Uint8Array.from({ length: n }, () => random.integer(0, 9)),
  };
}

function breath(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve));
}

const defaultLimitMs = 10_000;

/** @param late takes what comes after the limit. @throws Error when nothing came within it */
async function within<T>(
  limitMs = defaultLimitMs,
  what: string,
  answer: Promise<T>,
  late: (answer: T) => void = () => {},
): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const overtime = new Promise<'overtime'>((resolve) => {
    timer = setTimeout(() => resolve('overtime'), limitMs);
  });
  const first = await Promise.race([answer, overtime]).finally(() => clearTimeout(timer));
  if (first !== 'overtime') return first as T;
  // It may still come, or fail, with nobody waiting for it any more.
  answer.then(late, () => {});
  throw new Error(`${what}: no answer within ${limitMs / 1000} s`);
}

/** An engine that hangs may hang here as well, and one that failed may fail again: let it be. */
async function dispose(engine: Engine, limitMs: number | undefined): Promise<void> {
  await within(limitMs, 'dispose', engine.dispose()).catch(() => {});
}

function fastestFirst(measured: readonly Measured[]) {
  const timed = measured.flatMap((one) => ('imagesPerSecond' in one ? [one] : []));
  return timed.toSorted((a, b) => b.imagesPerSecond - a.imagesPerSecond);
}

/** Fastest first, then those that refused, with their reasons. */
function inWords(measured: readonly Measured[]): string {
  const name = ({ kind, workers }: Candidate) =>
    workers === undefined ? kind : `${kind}, ${workers} ${workers === 1 ? 'worker' : 'workers'}`;
  const [best, ...others] = fastestFirst(measured);
  const refused = measured.flatMap((one) => ('refused' in one ? [`${name(one)}: ${one.refused}`] : []));
  if (!best) return `no engine can train here (${refused.join('; ') || 'none was tried'})`;
  const rate = ({ imagesPerSecond }: typeof best) => formatCount(Math.round(imagesPerSecond));
  return [
    `${name(best)}: ${rate(best)} images/s`,
    ...others.map((one) =>
      one.workers === undefined ? `${name(one)} ${rate(one)}` : `${name(one)}: ${rate(one)}`,
    ),
    ...refused,
  ].join('; ');
}
