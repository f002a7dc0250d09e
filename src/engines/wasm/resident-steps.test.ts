import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { buildWasm } from '../../../tools/build-wasm.ts';
import { createDistorter, type Distortion } from '../../data/distortion/distortion.ts';
import type { StorePart } from '../../data/image-store.ts';
import { CounterRandom, randomFromSeed, shuffle } from '../../lib/random.ts';
import { initialParameters } from '../../network/initialise.ts';
import { lenet5 } from '../../network/lenet-5.ts';
import { digitSize } from '../../network/rasters.ts';
import type { Batch, Place, ResidentCourse } from '../course.ts';
import type { Engine, UpdateRule } from '../engine.ts';
import { loadBinary } from './binary.ts';
import { openWasm, type WasmOptions } from './engine.ts';
import { Kernels } from './kernels.ts';
import { startThread, type Thread } from './thread.ts';

beforeAll(async () => {
  await buildWasm();
});

const strong: Distortion = {
  rotationDeg: 15,
  scale: 0.2,
  shear: 0.2,
  shiftPx: 2,
  elasticPx: 1,
  thinning: 0.3,
  thickening: 0.3,
};

const seed = 5;
const never = () => new AbortController().signal;

/** Images that arrive in pieces, a new order for every epoch, and a rate that falls with every batch. */
class TestCourse {
  readonly digits: Uint8Array;
  readonly labels: Uint8Array;
  arrived = 0;
  asked = 0;
  private readonly orders = new Map<number, Uint32Array>();
  private readonly writes: StorePart[] = [];

  constructor(
    readonly count: number,
    readonly batchSize: number,
    readonly distortion: Distortion | null,
  ) {
    const random = randomFromSeed(count);
    const some = Uint8Array.from({ length: 31 * digitSize }, () => random.integer(0, 255));
    this.digits = Uint8Array.from({ length: count * digitSize }, (_, i) => some[i % some.length] as number);
    this.labels = Uint8Array.from({ length: count }, () => random.integer(0, 10));
  }

  places(epoch: number): Uint32Array {
    const held = this.orders.get(epoch);
    if (held) return held;
    const order = shuffle(
      Uint32Array.from({ length: this.count }, (_, i) => i),
      randomFromSeed(epoch),
    );
    this.orders.set(epoch, order);
    return order;
  }

  ruleAt({ epoch, offset }: Place): UpdateRule {
    const learningRate = 2e-3 / (1 + epoch + offset / this.count);
    return { kind: 'adamw', learningRate, beta1: 0.9, beta2: 0.99, epsilon: 1e-8, weightDecay: 0.01 };
  }

  batch({ epoch, offset }: Place): Batch {
    const n = Math.min(this.batchSize, this.count - offset);
    const batch = { digits: new Uint8Array(n * digitSize), labels: new Uint8Array(n) };
    const distort = this.distortion && createDistorter(this.distortion);
    const random = new CounterRandom(seed);
    for (let i = 0; i < n; i++) {
      const from = this.places(epoch)[offset + i] as number;
      const digit = this.digits.subarray(from * digitSize, (from + 1) * digitSize);
      const target = batch.digits.subarray(i * digitSize, (i + 1) * digitSize);
      if (distort) distort(digit, target, random.at(epoch, offset + i));
      else target.set(digit);
      batch.labels[i] = this.labels[from] as number;
    }
    return batch;
  }

  after({ epoch, offset }: Place, images: number): Place {
    return offset + images < this.count
      ? { epoch, offset: offset + images }
      : { epoch: epoch + 1, offset: 0 };
  }

  /** All of it arrives with the second call at the latest, and the first half twice. */
  private arrive(): void {
    const to = this.asked === 1 ? this.count >> 1 : this.count;
    if (this.arrived === this.count) return;
    this.writes.push({
      at: 0,
      digits: this.digits.subarray(0, to * digitSize),
      labels: this.labels.subarray(0, to),
    });
    this.arrived = to;
  }

  from(place: Place): ResidentCourse {
    return {
      from: place,
      batchSize: this.batchSize,
      seed,
      distortion: this.distortion,
      store: {
        room: this.count,
        since: (revision) => ({ revision: this.writes.length, parts: this.writes.slice(revision) }),
      },
      places: (epoch) => this.places(epoch),
      ruleAt: (at) => this.ruleAt(at),
      batchAt: async (at) => this.batch(at),
      ready: async ({ epoch, offset }, least, most, signal) => {
        signal.throwIfAborted();
        this.asked += 1;
        this.arrive();
        const missing = this.places(epoch)
          .subarray(offset, offset + most)
          .findIndex((place) => place >= this.arrived);
        if (missing >= 0 && missing < least) {
          this.asked += 1;
          this.arrive();
          return most;
        }
        return missing < 0 ? most : missing;
      },
    };
  }
}

async function open(options: WasmOptions): Promise<Engine> {
  const opened = await openWasm(options);
  if (!opened.ok) throw new Error(opened.reason);
  await opened.engine.loadParameters(initialParameters(lenet5, randomFromSeed(1)));
  return opened.engine;
}

/** All bits, in few. */
async function stateOf(engine: Engine) {
  const { step, first, second } = await engine.readOptimiser();
  const hash = createHash('sha256');
  for (const floats of [await engine.readParameters(), first, second]) hash.update(floats);
  return { step, bits: hash.digest('hex') };
}

/** So many steps, by `advance` or led. */
async function trained(options: WasmOptions, course: TestCourse, steps: number, isLed: boolean) {
  const engine = await open(options);
  const { store } = course.from({ epoch: 1, offset: 0 });
  let place: Place = { epoch: 1, offset: 0 };
  const losses: number[] = [];
  for (let taken = 0; taken < steps; ) {
    if (isLed) {
      const batch = course.batch(place);
      losses.push((await engine.trainStep(batch, course.ruleAt(place))).loss);
      place = course.after(place, batch.labels.length);
      taken += 1;
      continue;
    }
    const results = await engine.advance?.({ ...course.from(place), store }, steps - taken, never());
    if (!results) throw new Error('expected steps');
    for (const { loss, images, rule, batch } of results) {
      expect(rule).toEqual(course.ruleAt(place));
      expect(await batch()).toEqual(course.batch(place));
      losses.push(loss);
      place = course.after(place, images);
    }
    taken += results.length;
  }
  const state = await stateOf(engine);
  await engine.dispose();
  return { ...state, losses };
}

describe.for([1, 2, 3])('%d threads', (workers) => {
  test('steps that are taken many at a time end with the bits of those that are led, to the last batch of an epoch', async () => {
    for (const [batchSize, distortion] of [
      [30, strong],
      [64, null],
    ] as const) {
      const [led, alone] = [true, false].map(() => new TestCourse(200, batchSize, distortion));
      const expected = await trained({ workers }, led as TestCourse, 11, true);
      expect(await trained({ workers }, alone as TestCourse, 11, false)).toEqual(expected);
    }
  });
});

test('settings, seeds and stores that change between advances are those of the next steps', async () => {
  const [engine, other] = [await open({ workers: 2 }), await open({ workers: 2 })];
  for (const [count, distortion] of [
    [90, strong],
    [90, null],
    [200, { ...strong, elasticPx: 0 }],
    [40, strong],
  ] as const) {
    const course = new TestCourse(count, 20, distortion);
    for (const offset of [0, 20]) {
      expect(await engine.advance?.(course.from({ epoch: 2, offset }), 1, never())).toHaveLength(1);
      await other.trainStep(course.batch({ epoch: 2, offset }), course.ruleAt({ epoch: 2, offset }));
    }
    expect(await stateOf(engine)).toEqual(await stateOf(other));
  }
  await Promise.all([engine.dispose(), other.dispose()]);
});

test('an advance ends after a tenth of a second or so, hears messages meanwhile, and ends early when it is told to', async () => {
  const engine = await open({ workers: 2 });
  const course = new TestCourse(4000, 8, null);
  const at = { epoch: 1, offset: 0 };
  const before = (await engine.advance?.(course.from(at), 5, never()))?.length ?? 0;
  let turns = 0;
  const clock = setInterval(() => turns++, 1);
  const began = performance.now();
  const results = await engine.advance?.(course.from(at), 1e6, never());
  expect(performance.now() - began).toBeLessThan(5000);
  expect(turns).toBeGreaterThan(1);
  clearInterval(clock);
  expect(results?.length).toBeGreaterThan(0);
  const stop = new AbortController();
  setTimeout(() => stop.abort(), 1);
  const few = await engine.advance?.(course.from(at), 1e6, stop.signal);
  expect(few?.length).toBeGreaterThan(0);
  expect((await engine.readOptimiser()).step).toBe(before + (results?.length ?? 0) + (few?.length ?? 0));
  // What the course throws is thrown as it is, and nothing is lost by it.
  await expect(engine.advance?.(course.from(at), 5, stop.signal)).rejects.toBe(stop.signal.reason);
  expect(await engine.advance?.(course.from(at), 1, never())).toHaveLength(1);
  await engine.dispose();
});

test('where memory is not shared, an engine is led', async () => {
  const engine = await open({ workers: 2, shared: false });
  expect(engine.advance).toBeUndefined();
  await engine.dispose();
});

test('a helper that dies in the middle of an advance gives an error that names step and engine', async () => {
  const threads: Thread[] = [];
  const engine = await open({
    workers: 3,
    start: (events) => {
      const thread = startThread(events);
      threads.push(thread);
      return thread;
    },
  });
  const course = new TestCourse(20_000, 16, null);
  const at = { epoch: 1, offset: 0 };
  const before = (await engine.advance?.(course.from(at), 3, never()))?.length ?? 0;
  setTimeout(() => threads[1]?.terminate(), 10);
  await expect(
    (async () => {
      for (;;) await engine.advance?.(course.from(at), 1e6, never());
    })(),
  ).rejects.toThrow(/^train step \d+, wasm: helper 2: it ended/);
  expect(await engine.lost).toMatch(/helper 2/);
  await expect(engine.trainStep(course.batch(at), course.ruleAt(at))).rejects.toThrow(/helper 2/);
  // Steps that were taken stay, unless the parameters were being changed just then.
  const read = await engine.readOptimiser().catch((error: Error) => error.message);
  if (typeof read === 'string') expect(read).toMatch(/helper 2/);
  else expect(read.step).toBeGreaterThanOrEqual(before);
  await engine.dispose();
});

test('slices cover all parameters once, for any number of threads', async () => {
  const kernels = await Kernels.instantiate(await loadBinary('simd'));
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 300 }), (threads) => {
      const starts = Array.from({ length: threads + 1 }, (_, thread) => kernels.sliceStart(thread, threads));
      expect(starts[0]).toBe(0);
      expect(starts.at(-1)).toBe(lenet5.parameterCount);
      const lengths = starts.slice(1).map((end, i) => end - (starts[i] as number));
      expect(Math.min(...lengths)).toBeGreaterThanOrEqual(0);
      // No thread has much more than its part, as far as whole rows allow.
      expect(Math.max(...lengths)).toBeLessThan(lenet5.parameterCount / threads + 3000);
    }),
  );
});
