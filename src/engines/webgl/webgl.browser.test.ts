import { afterEach, describe, expect, test, vi } from 'vitest';
import { createDistorter, type Distortion, noDistortion } from '../../data/distortion/distortion.ts';
import { CounterRandom, randomFromSeed, shuffle } from '../../lib/random.ts';
import { initialParameters } from '../../network/initialise.ts';
import { lenet5 } from '../../network/lenet-5.ts';
import { digitSize } from '../../network/rasters.ts';
import type { Batch, ResidentCourse, StepResult } from '../course.ts';
import type { Engine, UpdateRule } from '../engine.ts';
import { openWebglPasses } from './open.ts';

const parameters = initialParameters(lenet5, randomFromSeed(3));
const blank = () => new Float32Array(lenet5.parameterCount);
const rule: UpdateRule = {
  kind: 'adam',
  learningRate: 1e-3,
  beta1: 0.9,
  beta2: 0.999,
  epsilon: 1e-8,
  weightDecay: 0,
};
const distortion: Distortion = {
  rotationDeg: 10,
  scale: 0.1,
  shear: 0.1,
  shiftPx: 1.5,
  elasticPx: 0.7,
  thinning: 0.5,
  thickening: 0.5,
};
const seed = -77;

/** Strokes on paper, some of them to the rim. */
function digitsOf(n: number): Batch {
  const random = randomFromSeed(8);
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

/** The images of an epoch in an order that its number tells. */
function courseOf(data: Batch, batchSize: number, by: Distortion | null) {
  const n = data.labels.length;
  const orders = new Map<number, Uint32Array>();
  const places = (epoch: number) => {
    const order =
      orders.get(epoch) ??
      shuffle(
        Uint32Array.from({ length: n }, (_, i) => i),
        randomFromSeed(epoch),
      );
    orders.set(epoch, order);
    return order;
  };
  const distort = by && createDistorter(by);
  const batchAt = async ({ epoch, offset }: { epoch: number; offset: number }): Promise<Batch> => {
    const order = places(epoch).subarray(offset, offset + batchSize);
    const digits = new Uint8Array(order.length * digitSize);
    const random = new CounterRandom(seed);
    order.forEach((place, i) => {
      const source = data.digits.subarray(place * digitSize, (place + 1) * digitSize);
      const target = digits.subarray(i * digitSize, (i + 1) * digitSize);
      if (distort) distort(source, target, random.at(epoch, offset + i));
      else target.set(source);
    });
    return { digits, labels: Uint8Array.from(order, (place) => data.labels[place] as number) };
  };
  const whole = { revision: 1, parts: [{ at: 0, ...data }] };
  const store = { room: n, since: (revision: number) => (revision ? { revision, parts: [] } : whole) };
  return (epoch: number, offset: number): ResidentCourse => ({
    store,
    seed,
    places,
    distortion: by,
    ready: async (_, __, most) => most,
    from: { epoch, offset },
    batchSize,
    ruleAt: () => rule,
    batchAt,
  });
}

let engine: Engine;

async function open(): Promise<Engine> {
  const opened = await openWebglPasses();
  if (!opened.ok) throw new Error(opened.reason);
  engine = opened.engine;
  await begin();
  return engine;
}

async function begin() {
  await engine.loadParameters(parameters);
  await engine.loadOptimiser({ step: 0, first: blank(), second: blank() });
}

afterEach(async () => {
  vi.restoreAllMocks();
  await engine.dispose();
});

/** Two epochs, at most so many steps at a time. */
async function trained(course: ReturnType<typeof courseOf>, images: number, most: number) {
  const results: StepResult[] = [];
  for (let epoch = 1; epoch <= 2; epoch++)
    for (let offset = 0; offset < images; ) {
      const taken = await engine.advance?.(course(epoch, offset), most, new AbortController().signal);
      if (!taken) throw new Error('expected the engine to take the course');
      results.push(...taken);
      offset += taken.reduce((sum, step) => sum + step.images, 0);
    }
  const { first, second, step } = await engine.readOptimiser();
  const measured = results.map(({ loss, correct }) => [loss, correct]);
  return { measured, parameters: await engine.readParameters(), first, second, step };
}

const furthest = (a: Float32Array, b: Float32Array) =>
  a.reduce((most, value, i) => Math.max(most, Math.abs(value - (b[i] as number))), 0);

describe('a run that the engine keeps to itself', () => {
  test('is the steps that are led, within 2e-5, and the same bits however it is cut', async () => {
    await open();
    const images = 200;
    const course = courseOf(digitsOf(images), 64, null);
    const whole = await trained(course, images, 1000);
    expect(whole.step).toBe(8);
    await begin();
    expect(await trained(course, images, 1)).toEqual(whole);
    await begin();
    expect(await trained(course, images, 3)).toEqual(whole);
    await begin();
    const led: number[][] = [];
    for (let epoch = 1; epoch <= 2; epoch++)
      for (let offset = 0; offset < images; offset += 64) {
        const { loss, correct } = await engine.trainStep(
          await course(epoch, 0).batchAt({ epoch, offset }),
          rule,
        );
        led.push([loss, correct]);
      }
    led.forEach(([loss = 0, correct], i) => {
      expect(Math.abs((whole.measured[i]?.[0] as number) - loss)).toBeLessThan(1e-4);
      expect(whole.measured[i]?.[1]).toBe(correct);
    });
    expect(furthest(await engine.readParameters(), whole.parameters)).toBeLessThan(2e-5);
  });

  test('takes batches of more images than go through at once: 300 as the engine is led, within 1e-5', async () => {
    await open();
    const course = courseOf(digitsOf(300), 300, null);
    const [step] = (await engine.advance?.(course(1, 0), 1, new AbortController().signal)) ?? [];
    const resident = await engine.readParameters();
    await begin();
    const { loss } = await engine.trainStep(await course(1, 0).batchAt({ epoch: 1, offset: 0 }), rule);
    expect(Math.abs(loss - (step?.loss as number))).toBeLessThan(1e-5);
    expect(furthest(await engine.readParameters(), resident)).toBeLessThan(1e-5);
  });
});

test('what the course throws is handed on as it is', async () => {
  await open();
  const failure = new Error('no images come');
  const course = { ...courseOf(digitsOf(4), 4, null)(1, 0), ready: () => Promise.reject(failure) };
  await expect(engine.advance?.(course, 1, new AbortController().signal)).rejects.toBe(failure);
});

describe('distortions', () => {
  const each: Record<string, Distortion> = {
    'all of them': distortion,
    'an affine map': { ...noDistortion, rotationDeg: 15, scale: 0.15, shear: 0.2, shiftPx: 2 },
    'the field': { ...noDistortion, elasticPx: 1 },
    'the line': { ...noDistortion, thinning: 0.7, thickening: 0.9 },
    nothing: noDistortion,
  };
  // One image a step, with the rate at nothing: its loss tells how the image differs from the processor's.
  test("losses of single images are those of the processor's images, within 2e-3, and of no other", async () => {
    await open();
    const count = 16;
    const data = digitsOf(count);
    for (const [name, by] of Object.entries(each)) {
      const course = courseOf(data, 1, by);
      const plain = courseOf(data, 1, null);
      const frozen = (epoch: number, offset: number): ResidentCourse => ({
        ...course(epoch, offset),
        ruleAt: () => ({ kind: 'sgd', learningRate: 0, momentum: 0, weightDecay: 0 }),
      });
      const whole = await trained(frozen, count, 1000);
      let distance = 0;
      for (let offset = 0; offset < count; offset++) {
        const got = whole.measured[count + offset]?.[0] as number;
        const lossOf = async (from: typeof course) =>
          (await engine.gradients(await from(2, 0).batchAt({ epoch: 2, offset }))).loss;
        expect(Math.abs((await lossOf(course)) - got), `${name}, image ${offset}`).toBeLessThan(2e-3);
        distance += Math.abs((await lossOf(plain)) - got) / count;
      }
      if (by !== noDistortion) expect(distance, name).toBeGreaterThan(6e-3);
    }
  });
});

test('a step is at most 25 draws, and nothing is made, uploaded or waited for', async () => {
  await open();
  const images = 64 * 40;
  const course = courseOf(digitsOf(images), 64, distortion);
  const take = (offset: number, most: number) =>
    engine.advance?.(course(1, offset), most, new AbortController().signal);
  let done = 0;
  for (let i = 0; i < 4; i++) done += (await take(done * 64, 4))?.length ?? 0;
  const memory = engine.memory();
  const calls = new Map<string, number>();
  const prototype = WebGL2RenderingContext.prototype;
  for (const [name, { value }] of Object.entries(Object.getOwnPropertyDescriptors(prototype))) {
    if (typeof value !== 'function') continue;
    vi.spyOn(prototype, name as 'flush').mockImplementation(function (this: unknown, ...given: unknown[]) {
      calls.set(name, (calls.get(name) ?? 0) + 1);
      return Reflect.apply(value, this, given);
    } as () => void);
  }
  const steps = (await take(done * 64, 8))?.length ?? 0;
  vi.restoreAllMocks();
  expect(steps).toBeGreaterThan(0);
  expect((calls.get('drawArrays') ?? 0) / steps).toBeLessThanOrEqual(25);
  const forbidden = /^(tex|copyTex|bufferData|bufferSubData|create|uniform|finish|getError|compile|link)/;
  expect([...calls.keys()].filter((name) => forbidden.test(name))).toEqual([]);
  expect(calls.get('readPixels')).toBeLessThanOrEqual(steps);
  expect(engine.memory()).toEqual(memory);
});

describe('a lost context', () => {
  test('fails calls by name, those under way too', async () => {
    await open();
    const course = courseOf(digitsOf(640), 64, distortion);
    const underWay = engine.advance?.(course(1, 0), 1000, new AbortController().signal);
    engine.loseDevice?.();
    await expect(underWay).rejects.toThrow('train step 1, webgl-passes: the GPU context was lost');
    expect(await engine.lost).toBe('the GPU context was lost');
    await expect(engine.readParameters()).rejects.toThrow(
      'readParameters, webgl-passes: the GPU context was lost',
    );
  });
});

describe('a device', () => {
  const without = (...names: string[]) => {
    const original = WebGL2RenderingContext.prototype.getExtension;
    vi.spyOn(WebGL2RenderingContext.prototype, 'getExtension').mockImplementation(function (
      this: WebGL2RenderingContext,
      name: string,
    ) {
      return names.includes(name) ? null : Reflect.apply(original, this, [name]);
    });
  };

  test('that renders 16-bit floats only is refused in words', async () => {
    await open();
    without('EXT_color_buffer_float');
    expect(await openWebglPasses()).toMatchObject({
      ok: false,
      reason: expect.stringContaining('renders 32-bit floats'),
    });
  });

  test('is asked for WebGL 2', async () => {
    const asked = vi.spyOn(OffscreenCanvas.prototype, 'getContext');
    await open();
    expect(asked.mock.calls.map(([name]) => name)).toEqual(['webgl2']);
    expect(asked.mock.results[0]?.value).toBeInstanceOf(WebGL2RenderingContext);
  });
});
