import { beforeAll, expect, test } from 'vitest';
import { buildWasm } from '../../tools/build-wasm.ts';
import { openWasm1998 } from '../engines/wasm-1998/engine.ts';
import { learnableDigits } from '../run/test-support/digits.ts';
import { type Pass, trainAsIn1998 } from './training-1998.ts';

beforeAll(async () => {
  await buildWasm();
});

async function trained(passes: number, seed: number, stop = new AbortController()) {
  const opened = await openWasm1998();
  if (!opened.ok) throw new Error(opened.reason);
  const { engine } = opened;
  const told: Pass[] = [];
  await trainAsIn1998({
    engine,
    training: learnableDigits(120, 1),
    seed,
    passes,
    signal: stop.signal,
    report: (pass) => {
      told.push(pass);
    },
  });
  return { told, parameters: await engine.readParameters(), optimiser: await engine.readOptimiser() };
}

test('three passes over 120 images: 360 steps, with the rates of the paper, that learn', async () => {
  const { told, optimiser } = await trained(3, 1);
  expect(told.map(({ pass, learningRate }) => [pass, learningRate])).toEqual([
    [1, 5e-4],
    [2, 5e-4],
    [3, 2e-4],
  ]);
  expect(optimiser.step).toBe(360);
  expect(told[2]?.loss).toBeLessThan(0.5 * (told[0]?.loss ?? 0));
  for (const { rates, learningRate } of told) {
    expect(rates.least).toBeGreaterThan(0);
    expect(rates.most).toBeGreaterThan(rates.least);
    expect(rates.most).toBeLessThanOrEqual(learningRate / 0.2);
  }
});

test('the same seed gives the same bits, another seed others', async () => {
  const [one, same, other] = [await trained(1, 5), await trained(1, 5), await trained(1, 6)];
  expect(same.parameters).toEqual(one.parameters);
  expect(other.parameters).not.toEqual(one.parameters);
});

test('a signal ends it, with its reason', async () => {
  const stop = new AbortController();
  stop.abort(new Error('enough'));
  await expect(trained(1, 1, stop)).rejects.toThrow('enough');
});
