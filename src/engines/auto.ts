import type { Distortion } from '../data/distortion/distortion.ts';
import { t } from '../language/language.ts';
import { expectThat, messageOf } from '../lib/expect.ts';
import { formatCount, formatExact } from '../lib/format.ts';
import { formatList } from '../lib/format-words.ts';
import { randomFromSeed } from '../lib/random.ts';
import { initialParameters } from '../network/initialise.ts';
import { lenet5 } from '../network/lenet-5.ts';
import { digitSize } from '../network/rasters.ts';
import type { Batch, Engine, EngineKind, Opened, UpdateRule } from './engine.ts';
import { engineLabel } from './lookup.ts';
import { imagesOf, MemoryCourse } from './memory-course.ts';
import type { EngineEntry } from './registry.ts';
import { train, trainerOn } from './trainer.ts';

/** An engine that may train. */
export interface Candidate {
  readonly kind: EngineKind;
  /** Threads, for engines that have them. */
  readonly workers?: number;
}

/** What came of timing one candidate. A refusal begins with a verb: "did not open: there is no adapter". */
type Timing = { readonly imagesPerSecond: number } | { readonly refused: string };
type Measured = Candidate & Timing;
type Timed = Candidate & { readonly imagesPerSecond: number };

interface TrainingChoice {
  /** The fastest, or undefined when none can train. */
  readonly choice: Candidate | undefined;
  /** All that were tried, in turn. */
  readonly measured: readonly Measured[];
  /** For the page: "WebGL 2 trains 61,000 images a second here; WebAssembly on 7 threads 29,000." */
  readonly why: string;
}

export interface ChoosingParts {
  open(candidate: Candidate): Promise<Opened>;
  /** Milliseconds of a clock that only runs forward. */
  now(): number;
  readonly engines: readonly Pick<EngineEntry, 'id' | 'hasThreads'>[];
  /** Threads that may compute, for engines that have them. */
  readonly threads: number;
  /** Images in a step: the engines' order may change with it. */
  readonly batchSize: number;
  /** Of the training images: where an engine does it, or the processor for it, is part of its speed. */
  readonly distortion: Distortion | null;
  /** Each engine trains for about this long, and a third of it before that to warm up. */
  readonly budgetMs?: number;
  /** An engine that takes longer to open, or for one advance, is refused: it may never answer. */
  readonly limitMs?: number;
}

/** An engine that far behind the best needs no exact figure. */
const hopelessShare = 0.1;

/**
 * Opens one engine after the other and times it as a run would use it, alone on the machine: with distorted images,
 * and with what the page looks at meanwhile. Each is disposed before the next is opened.
 * It never throws for what an engine does: that is the engine's reason in `measured`.
 */
export async function chooseTrainingEngine(parts: ChoosingParts): Promise<TrainingChoice> {
  const { engines, threads, batchSize } = parts;
  expectThat(
    Number.isInteger(batchSize) && batchSize >= 1,
    'chooseTrainingEngine, batchSize',
    'at least 1',
    batchSize,
  );
  const data = noise(imageCount);
  const measured: Measured[] = [];
  const time = async (candidate: Candidate): Promise<number> => {
    const best = fastestFirst(measured)[0]?.imagesPerSecond ?? 0;
    const one = { ...candidate, ...(await timed(candidate, data, best, parts)) };
    measured.push(one);
    return 'imagesPerSecond' in one ? one.imagesPerSecond : 0;
  };
  // Threads are everywhere: what is hopeless beside them, as a software renderer, is seen at its first steps.
  for (const { id, hasThreads } of engines.toSorted((a, b) => Number(b.hasThreads) - Number(a.hasThreads))) {
    if (hasThreads) await climb(threads, (workers) => time({ kind: id, workers }));
    else await time({ kind: id });
  }
  return { choice: fastestFirst(measured)[0], measured, why: inWords(measured) };
}

/**
 * Looks for the best number of threads with few tries: doubled until two in a row are slower than the best, then
 * half-way to its neighbours. More threads than fast cores slow an engine down, and how many those are no browser tells.
 * @param speed of so many threads, 0 where it cannot train
 */
async function climb(most: number, speed: (threads: number) => Promise<number>): Promise<void> {
  const tried = new Map<number, number>();
  let best = 1;
  const isBest = async (threads: number): Promise<boolean> => {
    const found = await speed(threads);
    const isFaster = found > (tried.get(best) ?? 0);
    tried.set(threads, found);
    if (isFaster) best = threads;
    return isFaster;
  };
  if (!(await isBest(1))) return;
  let slower = 0;
  for (let threads = 2; slower < 2 && threads < 2 * most; threads *= 2)
    slower = (await isBest(Math.min(threads, most))) ? 0 : slower + 1;
  const counts = [...tried.keys()];
  const at = counts.indexOf(best);
  for (const neighbour of [counts[at + 1], counts[at - 1]]) {
    const between = Math.round(((neighbour ?? best) + (counts[at] as number)) / 2);
    if (!tried.has(between) && (await isBest(between))) return;
  }
}

async function timed(candidate: Candidate, data: Batch, best: number, parts: ChoosingParts): Promise<Timing> {
  let engine: Engine | undefined;
  try {
    const opening = parts.open(candidate);
    const opened = await within(parts.limitMs, opening, (late) => {
      if (late.ok) void dispose(late.engine, parts.limitMs);
    });
    if (!opened.ok) return { refused: t`did not open: ${opened.reason}` };
    engine = opened.engine;
    return { imagesPerSecond: await imagesPerSecond(engine, data, best, parts) };
  } catch (error) {
    return { refused: engine ? t`failed: ${messageOf(error)}` : t`did not open: ${messageOf(error)}` };
  } finally {
    if (engine) await dispose(engine, parts.limitMs);
  }
}

async function imagesPerSecond(
  engine: Engine,
  data: Batch,
  best: number,
  { now, batchSize, distortion, budgetMs = 400, limitMs }: ChoosingParts,
): Promise<number> {
  const course = new MemoryCourse({ data, batchSize, rule, distortion, epochImages });
  const trainer = trainerOn(engine, course);
  const { signal } = new AbortController();
  /** As a run does it. @returns images, once the engine stands after the last of them */
  const advance = async (): Promise<number> => {
    let images = 0;
    const trained = train(
      trainer,
      () => (images === 0 ? stepsMost : 0),
      signal,
      (steps) => {
        images = imagesOf(steps);
        course.taken(steps);
      },
    );
    await within(limitMs, trained);
    return images;
  };
  let nextLook = Number.NEGATIVE_INFINITY;
  const lookWhenDue = async () => {
    const began = now();
    if (began < nextLook) return;
    await within(limitMs, engine.readParameters());
    await within(limitMs, engine.gradients(looked));
    nextLook = now() + Math.max(look.everyMs, (now() - began) / look.share);
  };
  /** Images a second of at least one advance. */
  const stretch = async (ms: number): Promise<number> => {
    const began = now();
    let images = 0;
    let took = 0;
    do {
      images += await advance();
      await lookWhenDue();
      took = now() - began;
    } while (took < ms);
    return (images * 1000) / took;
  };
  const looked = {
    digits: data.digits.subarray(0, look.images * digitSize),
    labels: data.labels.slice(0, look.images),
  };
  await within(limitMs, engine.loadParameters(initialParameters(lenet5, randomFromSeed(1))));
  // Compiles shaders and code.
  await advance();
  await lookWhenDue();
  const first = await stretch(0);
  if (first < best * hopelessShare) return first;
  // Engines that take many steps at once find out how many meanwhile.
  await stretch(budgetMs / 3);
  return stretch(budgetMs);
}

/** As src/run/observer.ts has it: ten times a second, but for no more than this share of the time. */
const look = { images: 16, everyMs: 100, share: 0.04 };

/** More than a cache holds, as MNIST's; its epoch is as long, since engines stand still at its end. */
const imageCount = 4096;
const epochImages = 55_000;
/** As many as a run has before it. */
const stepsMost = 8_600;

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
function noise(count: number): Batch {
  const digits = new Uint8Array(count * digitSize);
  for (let i = 0; i < digits.length; i++) digits[i] = Math.imul(i, 0x9e3779b1) >>> 24;
  return { digits, labels: Uint8Array.from({ length: count }, (_, i) => i % 10) };
}

const defaultLimitMs = 10_000;

/** @param late takes what comes after the limit. @throws Error when nothing came within it */
async function within<T>(
  limitMs = defaultLimitMs,
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
  throw new Error(t`no answer within ${formatExact(limitMs / 1000)}\u202fs`);
}

/** An engine that hangs may hang here as well, and one that failed may fail again: let it be. */
async function dispose(engine: Engine, limitMs: number | undefined): Promise<void> {
  await within(limitMs, engine.dispose()).catch(() => {});
}

function fastestFirst(measured: readonly Measured[]): Timed[] {
  const timed = measured.flatMap((one) => ('imagesPerSecond' in one ? [one] : []));
  return timed.toSorted((a, b) => b.imagesPerSecond - a.imagesPerSecond);
}

/** Each engine once, at its best; fastest first, then those that refused, with their reasons. */
function inWords(measured: readonly Measured[]): string {
  const atBest = new Map<EngineKind, Timed>();
  for (const one of fastestFirst(measured)) if (!atBest.has(one.kind)) atBest.set(one.kind, one);
  const refusals = new Map<string, string[]>();
  for (const one of measured) {
    if (!('refused' in one) || atBest.has(one.kind)) continue;
    const reason = one.refused.replace(/\.$/, '');
    refusals.set(reason, [...(refusals.get(reason) ?? []), engineLabel(one.kind)]);
  }
  const refused = [...refusals].map(([reason, labels]) => `${formatList(labels)} ${reason}.`);
  const [best, ...others] = atBest.values();
  if (!best) return [t`No engine can train here.`, ...refused].join(' ');
  const slower = others.map((one) => `${nameOf(one)} ${rounded(one.imagesPerSecond)}`).join(', ');
  const [name, rate] = [nameOf(best), rounded(best.imagesPerSecond)];
  const found = slower
    ? t`${name} trains ${rate} images a second here; ${slower}.`
    : t`${name} trains ${rate} images a second here.`;
  return [found, ...refused].join(' ');
}

function nameOf({ kind, workers }: Candidate): string {
  const label = engineLabel(kind);
  return workers === undefined || workers === 1 ? label : t`${label} on ${workers} threads`;
}

/** To three digits: the next measurement differs in the third. */
function rounded(rate: number): string {
  return formatCount(Math.round(Number(rate.toPrecision(3))));
}
