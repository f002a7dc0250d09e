import { expect, test } from 'vitest';
import { tensorOf } from '../../../network/architecture.ts';
import { lenet5 } from '../../../network/lenet-5.ts';
import { firstStep, recordedAt } from './recorded-run.ts';
import recording from './recording.json';

test('the recording is of a run that learned, and its curves end where it ended', () => {
  const { curves } = recordedAt(recording, recording.step);
  const [first, last] = [curves.training[0], curves.validation.at(-1)];
  expect(first?.accuracy).toBeLessThan(0.2);
  expect(last).toMatchObject({ step: recording.step });
  expect(last?.accuracy).toBeGreaterThan(0.99);
  expect(curves.testAccuracy).toBeGreaterThan(0.985);
});

test('at an earlier step it is what it was then', () => {
  const step = firstStep(recording);
  const { curves, kernels } = recordedAt(recording, step);
  expect(curves.validation.map((point) => point.step)).toEqual([step]);
  expect(curves.training.every((point) => point.step <= step)).toBe(true);
  expect(kernels).not.toBe(recordedAt(recording, recording.step).kernels);
  expect(recordedAt(recording, step).kernels).toBe(kernels);
});

test('the largest kernel weight is the recorded extent, and the rest lie within', () => {
  const { kernels } = recordedAt(recording, recording.step);
  for (const layer of ['C1', 'C3'] as const) {
    const { offset, size } = tensorOf(lenet5, layer, 'kernel');
    const sizes = kernels?.weights.subarray(offset, offset + size).map(Math.abs) ?? [];
    expect(Math.max(...sizes)).toBeCloseTo(recording.kernels.at(-1)?.[layer].extent ?? 0, 3);
  }
});
