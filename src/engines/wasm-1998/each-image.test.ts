import { beforeAll, describe, expect, test } from 'vitest';
import { buildWasm } from '../../../tools/build-wasm.ts';
import { randomFromSeed } from '../../lib/random.ts';
import { initialParameters } from '../../network/initialise.ts';
import { lenet5Of1998 } from '../../network/lenet-5-1998.ts';
import type { UpdateRule } from '../../network/optimiser.ts';
import { digitSize } from '../../network/rasters.ts';
import type { Engine } from '../engine.ts';
import { MemoryCourse } from '../memory-course.ts';
import { referenceEngine } from '../reference/reference-engine.ts';
import { openWasm1998 } from './engine.ts';

const rule = { kind: 'levenberg-marquardt', learningRate: 2e-5, damping: 0.02 } as const;
const signal = new AbortController().signal;

/** 40 images of random strokes of ink: more than the kernels take at once. */
function images() {
  const random = randomFromSeed(3);
  const digits = Uint8Array.from({ length: 40 * digitSize }, () =>
    random.uniform() < 0.2 ? random.integer(0, 255) : 0,
  );
  return { digits, labels: Uint8Array.from({ length: 40 }, () => random.integer(0, 9)) };
}

const data = images();
const { parameterCount } = lenet5Of1998;
const curvature = Float32Array.from({ length: parameterCount }, (_, i) => 0.05 + 0.05 * Math.sin(i));

async function begun(engine: Engine): Promise<Engine> {
  await engine.loadParameters(initialParameters(lenet5Of1998, randomFromSeed(5)));
  await engine.loadOptimiser({ step: 0, first: new Float32Array(parameterCount), second: curvature });
  return engine;
}

async function wasm(): Promise<Engine> {
  const opened = await openWasm1998();
  if (!opened.ok) throw new Error(opened.reason);
  return begun(opened.engine);
}

const courseOf = (batchSize: number, of: UpdateRule = rule) =>
  new MemoryCourse({ data, batchSize, rule: of, distortion: null });

const largestDistance = (a: Float32Array, b: Float32Array) =>
  a.reduce((most, value, i) => Math.max(most, Math.abs(value - (b[i] as number))), 0);

describe('one image after the other', () => {
  beforeAll(async () => {
    await buildWasm();
  });

  test('40 steps at once end within 1e-6 of those of the reference, and each loss, of up to 100, within 1e-4', async () => {
    const engine = await wasm();
    const results = await engine.advance?.(await courseOf(1).resident(), 100, signal);
    const reference = await begun(referenceEngine(lenet5Of1998));
    for (let i = 0; i < 40; i++) {
      const digits = data.digits.subarray(i * digitSize, (i + 1) * digitSize);
      const { loss, correct } = await reference.trainStep(
        { digits, labels: data.labels.subarray(i, i + 1) },
        rule,
      );
      expect(Math.abs((results?.[i]?.loss ?? Number.NaN) - loss)).toBeLessThan(1e-4);
      expect(results?.[i]).toMatchObject({ correct, images: 1, rule });
    }
    expect(results).toHaveLength(40);
    const [got, expected] = [await engine.readParameters(), await reference.readParameters()];
    expect(largestDistance(got, expected)).toBeLessThan(1e-6);
    expect(await engine.readOptimiser()).toMatchObject({ step: 40, second: curvature });
  });

  test('it takes no more steps than it is asked for, and goes on where it was', async () => {
    const [whole, parts] = [await wasm(), await wasm()];
    await whole.advance?.(await courseOf(1).resident(), 40, signal);
    const course = courseOf(1);
    for (const most of [1, 7, 32]) {
      const steps = await parts.advance?.(await course.resident(), most, signal);
      expect(steps).toHaveLength(most);
      course.taken(steps ?? []);
    }
    expect(largestDistance(await parts.readParameters(), await whole.readParameters())).toBe(0);
  });

  test('a step on its own is that of many within 1e-6', async () => {
    const [one, many] = [await wasm(), await wasm()];
    await many.advance?.(await courseOf(1).resident(), 3, signal);
    for (let i = 0; i < 3; i++) {
      const digits = data.digits.subarray(i * digitSize, (i + 1) * digitSize);
      await one.trainStep({ digits, labels: data.labels.subarray(i, i + 1) }, rule);
    }
    expect(largestDistance(await one.readParameters(), await many.readParameters())).toBeLessThan(1e-6);
  });

  test('a rule that changes from step to step is that of each step', async () => {
    const [one, many] = [await wasm(), await wasm()];
    const rates = [2e-5, 2e-5, 5e-5, 1e-5, 1e-5];
    const ruleAt = ({ offset }: { readonly offset: number }) => ({
      ...rule,
      learningRate: rates[offset] ?? 0,
    });
    const course = courseOf(1);
    for (let done = 0; done < rates.length; ) {
      const steps = await many.advance?.(
        { ...(await course.resident()), ruleAt },
        rates.length - done,
        signal,
      );
      course.taken(steps ?? []);
      done += steps?.length ?? rates.length;
    }
    for (const [i] of rates.entries()) {
      const digits = data.digits.subarray(i * digitSize, (i + 1) * digitSize);
      await one.trainStep({ digits, labels: data.labels.subarray(i, i + 1) }, ruleAt({ offset: i }));
    }
    expect(largestDistance(await one.readParameters(), await many.readParameters())).toBeLessThan(1e-6);
  });

  test('batches and other rules are led step by step', async () => {
    const engine = await wasm();
    const sgd = { kind: 'sgd', learningRate: 0.001, momentum: 0, weightDecay: 0 } as const;
    expect(await engine.advance?.(await courseOf(4).resident(), 9, signal)).toBeNull();
    expect(await engine.advance?.(await courseOf(1, sgd).resident(), 9, signal)).toBeNull();
  });

  test('a curvature or damping that changes is heard', async () => {
    const engine = await wasm();
    const before = await engine.readParameters();
    const still = { ...rule, damping: 1e30 };
    await engine.advance?.(await courseOf(1, still).resident(), 2, signal);
    expect(largestDistance(await engine.readParameters(), before)).toBeLessThan(1e-12);
    await engine.advance?.(await courseOf(1).resident(), 2, signal);
    expect(largestDistance(await engine.readParameters(), before)).toBeGreaterThan(1e-4);
    const far = new Float32Array(parameterCount).fill(1e30);
    await engine.loadOptimiser({ step: 0, first: new Float32Array(parameterCount), second: far });
    const moved = await engine.readParameters();
    await engine.advance?.(await courseOf(1).resident(), 2, signal);
    expect(largestDistance(await engine.readParameters(), moved)).toBeLessThan(1e-12);
  });
});
