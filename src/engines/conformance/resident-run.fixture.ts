import { createDistorter, type Distortion, noDistortion } from '../../data/distortion/distortion.ts';
import type { ImageStore, StorePart } from '../../data/image-store.ts';
import { CounterRandom, randomFromSeed, shuffle } from '../../lib/random.ts';
import { initialParameters } from '../../network/initialise.ts';
import { lenet5 } from '../../network/lenet-5.ts';
import { digitSide, digitSize, inputSide, inputSize, padding } from '../../network/rasters.ts';
import type { Batch, Place, ResidentCourse, StepResult } from '../course.ts';
import type { Engine, UpdateRule } from '../engine.ts';

/** Runs for engines that keep images, distortions and optimiser to themselves. */

/** Engines of our own that do so on a GPU: the same tests for each, and each must open in the test browser. */
export const residentEngines = ['webgpu-compute', 'webgl-passes'] as const;

const seed = -77;

const adam: UpdateRule = {
  kind: 'adam',
  learningRate: 1e-3,
  beta1: 0.9,
  beta2: 0.999,
  epsilon: 1e-8,
  weightDecay: 0,
};

export const everyDistortion: Distortion = {
  rotationDeg: 10,
  scale: 0.1,
  shear: 0.1,
  shiftPx: 1.5,
  elasticPx: 0.7,
  thinning: 0.5,
  thickening: 0.5,
};

/** Each of them alone, as far as the shaders tell them apart. */
export const distortions: Readonly<Record<string, Distortion>> = {
  all: everyDistortion,
  'an affine map': { ...noDistortion, rotationDeg: 15, scale: 0.15, shear: 0.2, shiftPx: 2 },
  'an elastic field': { ...noDistortion, elasticPx: 1 },
  'line width': { ...noDistortion, thinning: 0.7, thickening: 0.9 },
  nothing: noDistortion,
};

/** Strokes on paper, some of them to the rim; one in eleven is labelled as no digit. */
export function digitsOf(n: number, seed = 8): Batch {
  const random = randomFromSeed(seed);
  const digits = new Uint8Array(n * digitSize);
  for (let image = 0; image < n; image++) {
    let [x, y] = [14, 14];
    for (let i = 0; i < 150; i++) {
      x = Math.min(27, Math.max(0, x + random.integer(-1, 1)));
      y = Math.min(27, Math.max(0, y + random.integer(-1, 1)));
      digits[image * digitSize + y * 28 + x] = random.integer(1, 255);
    }
  }
  return { digits, labels: Uint8Array.from({ length: n }, () => random.integer(0, 10)) };
}

interface RunSettings {
  batchSize: number;
  distortion: Distortion | null;
  rule: UpdateRule;
}

/** A run in memory: images in an order that the epoch's number tells, settings that may change at any time. */
export class ResidentRun {
  readonly settings: RunSettings;
  private readonly data: Batch;
  private readonly writes: { readonly at: number; readonly count: number }[] = [];
  private readonly orders = new Map<number, Uint32Array>();
  private readonly store: ImageStore;

  /** @param settings no distortion and Adam, unless they say otherwise */
  constructor(data: Batch, settings: Partial<RunSettings> & Pick<RunSettings, 'batchSize'>) {
    this.settings = { distortion: null, rule: adam, ...settings };
    this.data = { digits: data.digits.slice(), labels: data.labels.slice() };
    this.store = {
      room: this.images,
      since: (revision) => ({
        revision: this.writes.length,
        parts: this.writes.slice(revision).map(({ at, count }) => this.partAt(at, count)),
      }),
    };
    this.writes.push({ at: 0, count: this.images });
  }

  get images(): number {
    return this.data.labels.length;
  }

  /** Writes images into the store, in place of those that are there. */
  write(at: number, { digits, labels }: Batch): void {
    this.data.digits.set(digits, at * digitSize);
    this.data.labels.set(labels, at);
    this.writes.push({ at, count: labels.length });
  }

  at(from: Place): ResidentCourse {
    const { batchSize, distortion, rule } = this.settings;
    return {
      store: this.store,
      seed,
      places: (epoch) => this.places(epoch),
      distortion,
      ready: async (_from, _least, most) => most,
      from,
      batchSize,
      ruleAt: () => rule,
      batchAt: async (place) => this.batchAt(place),
    };
  }

  /** As the processor makes it. */
  batchAt({ epoch, offset }: Place): Batch {
    const { batchSize, distortion } = this.settings;
    const order = this.places(epoch).subarray(offset, offset + batchSize);
    const digits = new Uint8Array(order.length * digitSize);
    const random = new CounterRandom(seed);
    const distort = distortion && createDistorter(distortion);
    order.forEach((place, i) => {
      const source = this.data.digits.subarray(place * digitSize, (place + 1) * digitSize);
      const target = digits.subarray(i * digitSize, (i + 1) * digitSize);
      if (distort) distort(source, target, random.at(epoch, offset + i));
      else target.set(source);
    });
    return { digits, labels: Uint8Array.from(order, (place) => this.data.labels[place] as number) };
  }

  private places(epoch: number): Uint32Array {
    const order =
      this.orders.get(epoch) ??
      shuffle(
        Uint32Array.from({ length: this.images }, (_, i) => i),
        randomFromSeed(epoch),
      );
    this.orders.set(epoch, order);
    return order;
  }

  private partAt(at: number, count: number): StorePart {
    const { digits, labels } = this.data;
    return {
      at,
      digits: digits.subarray(at * digitSize, (at + count) * digitSize),
      labels: labels.subarray(at, at + count),
    };
  }
}

const parameters = initialParameters(lenet5, randomFromSeed(3));

/** The engine as it is at the start of every run. */
export async function begin(engine: Engine): Promise<void> {
  const blank = () => new Float32Array(lenet5.parameterCount);
  await engine.loadParameters(parameters);
  await engine.loadOptimiser({ step: 0, first: blank(), second: blank() });
}

const never = new AbortController().signal;

export async function advance(
  engine: Engine,
  course: ResidentCourse,
  most: number,
  signal = never,
): Promise<readonly StepResult[]> {
  const taken = await engine.advance?.(course, most, signal);
  if (!taken) throw new Error(`expected ${engine.kind} to take the course`);
  return taken;
}

/** All that an engine holds. */
export async function stateOf(engine: Engine) {
  return { parameters: await engine.readParameters(), ...(await engine.readOptimiser()) };
}

/** Two epochs from the start, at most so many steps at a time. */
export async function trained(engine: Engine, run: ResidentRun, most: number) {
  await begin(engine);
  const measured: (readonly [loss: number, correct: number])[] = [];
  for (let epoch = 1; epoch <= 2; epoch++)
    for (let offset = 0; offset < run.images; ) {
      for (const { loss, correct, images } of await advance(engine, run.at({ epoch, offset }), most)) {
        measured.push([loss, correct]);
        offset += images;
      }
    }
  return { measured, ...(await stateOf(engine)) };
}

/** The largest difference of two rows of numbers. */
export function furthest(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let most = a.length === b.length ? 0 : Number.POSITIVE_INFINITY;
  for (let i = 0; i < a.length; i++) {
    const distance = Math.abs((a[i] as number) - (b[i] as number));
    if (!(distance <= most)) most = distance;
  }
  return most;
}

/**
 * The share of pixels in which inputs, as a network reads them, are further from digits than 1 of 255. Engines count
 * in 32-bit floats and the processor in 64, so that a value may be rounded up here and down there.
 */
export function shareApart(inputs: Float32Array, digits: Uint8Array): number {
  let apart = 0;
  for (let i = 0; i < digits.length; i++) {
    const pixel = i % digitSize;
    const row = Math.floor(pixel / digitSide) + padding;
    const column = (pixel % digitSide) + padding;
    const input = inputs[Math.floor(i / digitSize) * inputSize + row * inputSide + column] as number;
    if (!(Math.abs(255 * input - (digits[i] as number)) < 1.01)) apart += 1;
  }
  return apart / digits.length;
}
