import { afterEach, describe, expect, test, vi } from 'vitest';
import { heapInUse } from '../../../../tools/heap-in-use.ts';
import { randomFromSeed } from '../../../lib/random.ts';
import { initialParameters } from '../../../network/initialise.ts';
import { lenet5 } from '../../../network/lenet-5.ts';
import { digitSize } from '../../../network/rasters.ts';
import { referenceForwardDigits } from '../../../network/reference/reference.ts';
import type { Engine, UpdateRule } from '../../engine.ts';
import { openWebgl } from './open.ts';

const parameters = initialParameters(lenet5, randomFromSeed(3));
const digits = new Uint8Array(digitSize).map((_, i) => (i * 37) % 256);
const rule: UpdateRule = {
  kind: 'adam',
  learningRate: 1e-3,
  beta1: 0.9,
  beta2: 0.999,
  epsilon: 1e-8,
  weightDecay: 0,
};

let engine: Engine;

async function open(): Promise<Engine> {
  const opened = await openWebgl({ architecture: lenet5 });
  if (!opened.ok) throw new Error(opened.reason);
  engine = opened.engine;
  await engine.loadParameters(parameters);
  return engine;
}

afterEach(async () => {
  vi.restoreAllMocks();
  await engine.dispose();
});

function furthest(got: Float32Array, expected: Float64Array): number {
  return got.reduce((most, value, i) => Math.max(most, Math.abs(value - (expected[i] as number))), 0);
}

describe('a forward pass', () => {
  test('is seven draws and a single readback on the GPU', async () => {
    await open();
    await engine.forward(digits);
    const draws = vi.spyOn(WebGL2RenderingContext.prototype, 'drawElements');
    const readbacks = vi.spyOn(WebGL2RenderingContext.prototype, 'getBufferSubData');
    await engine.forward(digits);
    expect(draws).toHaveBeenCalledTimes(7);
    expect(readbacks).toHaveBeenCalledTimes(1);
  });

  test('1,000 of them leave tensors, bytes and the heap (within 2 MB) as they were', async () => {
    await open();
    const use = async (times: number) => {
      for (let i = 0; i < times; i++) await engine.forward(digits);
    };
    await use(20);
    const [before, heapBefore] = [engine.memory(), await heapInUse()];
    await use(1000);
    expect(engine.memory()).toEqual(before);
    expect((await heapInUse()) - heapBefore).toBeLessThan(2e6);
  });

  test('follows parameters that were trained on the GPU, within 1e-5', async () => {
    await open();
    await engine.forward(digits);
    await engine.trainStep({ digits, labels: Uint8Array.of(3) }, rule);
    const trained = await engine.readParameters();
    expect(
      furthest(await engine.forward(digits), referenceForwardDigits(lenet5, trained, digits)),
    ).toBeLessThan(1e-5);
  });
});

test('training computes on the GPU, small tensors too', async () => {
  await open();
  const draws = vi.spyOn(WebGL2RenderingContext.prototype, 'drawElements');
  await engine.trainStep({ digits, labels: Uint8Array.of(3) }, rule);
  expect(draws.mock.calls.length).toBeGreaterThan(80);
});

describe('a lost context', () => {
  test('is reported, fails calls by name, and leaves the next one free to open', async () => {
    await open();
    engine.loseDevice?.();
    expect(await engine.lost).toBe('the GPU context was lost');
    await expect(engine.forward(digits)).rejects.toThrow('forward, webgl: the GPU context was lost');
    await expect(engine.trainStep({ digits, labels: Uint8Array.of(1) }, rule)).rejects.toThrow(
      'train step 1, webgl: the GPU context was lost',
    );
    await engine.dispose();
    await open();
    expect(
      furthest(await engine.forward(digits), referenceForwardDigits(lenet5, parameters, digits)),
    ).toBeLessThan(1e-5);
  });

  test('is not reported when the engine was disposed of', async () => {
    await open();
    await engine.dispose();
    const later = new Promise((resolve) => setTimeout(() => resolve('nothing'), 200));
    expect(await Promise.race([engine.lost, later])).toBe('nothing');
  });
});

test('twenty engines in a row: contexts are given back', async () => {
  for (let i = 0; i < 20; i++) {
    await open();
    expect((await engine.classify(digits)).length).toBe(10);
    await engine.dispose();
  }
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

  test('that renders 16-bit floats only reads within 1e-2, says so, and does not train', async () => {
    without('EXT_color_buffer_float');
    await open();
    expect(engine.device).toMatch(/, half precision$/);
    expect(
      furthest(await engine.forward(digits), referenceForwardDigits(lenet5, parameters, digits)),
    ).toBeLessThan(1e-2);
    await expect(engine.trainStep({ digits, labels: Uint8Array.of(1) }, rule)).rejects.toThrow(
      'train step 1, webgl: expected a GPU that renders 32-bit floats',
    );
  });

  test('that renders no floats is refused in words', async () => {
    await open();
    without('EXT_color_buffer_float', 'EXT_color_buffer_half_float');
    expect(await openWebgl({ architecture: lenet5 })).toEqual({
      ok: false,
      reason: 'the GPU cannot compute with floats (no EXT_color_buffer_float)',
    });
  });
});
