import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buildWasm } from '../../../tools/build-wasm.ts';
import { randomFromSeed } from '../../lib/random.ts';
import { initialParameters } from '../../network/initialise.ts';
import { lenet5 } from '../../network/lenet-5.ts';
import { conformanceChecks } from '../conformance/conformance.ts';
import type { Opened } from '../engine.ts';
import { instructionSets } from './binary.ts';
import { openWasm } from './engine.ts';

beforeAll(async () => {
  await buildWasm();
});

describe.for(instructionSets)('wasm in Node, %s', (instructionSet) => {
  let opened: Opened;
  beforeAll(async () => {
    opened = await openWasm({ instructionSet });
  });
  afterAll(async () => {
    if (opened.ok) await opened.engine.dispose();
  });

  test('opens', () => {
    expect(opened.ok || opened.reason).toBe(true);
  });
  for (const { name, run } of conformanceChecks) {
    test(name, async () => {
      if (opened.ok) await run(opened.engine);
    });
  }

  test('a batch of 4,096 has the loss and gradient of its eight images within 3e-4 of the largest, in the same memory', async () => {
    const again = await openWasm({ instructionSet });
    if (!again.ok) throw new Error(again.reason);
    const { engine } = again;
    const random = randomFromSeed(4);
    await engine.loadParameters(initialParameters(lenet5, random));
    const eight = Uint8Array.from({ length: 8 * 784 }, () => random.integer(0, 255));
    const bytes = engine.memory().bytes;
    const few = await engine.gradients({ digits: eight, labels: Uint8Array.of(0, 1, 2, 3, 4, 5, 6, 7) });
    const many = await engine.gradients({
      digits: Uint8Array.from({ length: 4096 * 784 }, (_, i) => eight[i % eight.length] as number),
      labels: Uint8Array.from({ length: 4096 }, (_, i) => i % 8),
    });
    expect(many.loss).toBeCloseTo(few.loss, 5);
    expect(many.correct).toBe(512 * few.correct);
    const largest = few.gradient.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    const worst = few.gradient.reduce(
      (most, value, i) => Math.max(most, Math.abs(value - (many.gradient[i] as number))),
      0,
    );
    expect(worst / largest).toBeLessThan(3e-4);
    expect(engine.memory().bytes).toBe(bytes);
    await engine.dispose();
  });
});
