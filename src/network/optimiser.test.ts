import { describe, expect, test } from 'vitest';
import { type ReferenceState, referenceState, type UpdateRule, updateReference } from './optimiser.ts';

const adam = { learningRate: 0.1, beta1: 0.9, beta2: 0.99, epsilon: 1e-8 } as const;

/** Three steps with the gradient p - 1 on each parameter. */
function afterThreeSteps(rule: UpdateRule): number[] {
  let state = referenceState([2, -0.5]);
  for (let step = 0; step < 3; step++) {
    const gradient = state.parameters.map((p) => p - 1);
    state = updateReference(state, gradient, rule);
  }
  return Array.from(state.parameters);
}

describe('three steps towards 1 from [2, -0.5]', () => {
  // Worked out by a second, independent program (scalars, formulas of PyTorch's documentation).
  test.each<[string, UpdateRule, number[]]>([
    [
      'sgd, momentum 0.9, decay 0.1',
      { kind: 'sgd', learningRate: 0.1, momentum: 0.9, weightDecay: 0.1 },
      [1.388708, 0.2895855],
    ],
    [
      'adam, decay 0.1',
      { kind: 'adam', ...adam, weightDecay: 0.1 },
      [1.701317658216052, -0.20091938801933817],
    ],
    [
      'adamw, decay 0.1',
      { kind: 'adamw', ...adam, weightDecay: 0.1 },
      [1.645548721269211, -0.1890350157352465],
    ],
  ])('%s, within 1e-12', (_name, rule, expected) => {
    afterThreeSteps(rule).forEach((value, i) => {
      expect(Math.abs(value - (expected[i] as number))).toBeLessThan(1e-12);
    });
  });
});

test('levenberg-marquardt goes down each slope by rate / (damping + curvature), and keeps the curvature', () => {
  const rule: UpdateRule = { kind: 'levenberg-marquardt', learningRate: 0.1, damping: 0.3 };
  let state: ReferenceState = { ...referenceState([2, -0.5]), second: Float64Array.of(0.2, 0.7) };
  for (let step = 0; step < 3; step++) {
    const gradient = state.parameters.map((p) => p - 1);
    state = updateReference(state, gradient, rule);
  }
  // The distance to 1 shrinks by 1 - 0.1 / (0.3 + h) a step: by 0.8 where h is 0.2, by 0.9 where it is 0.7.
  expect(state.parameters[0]).toBeCloseTo(1 + 0.8 ** 3, 12);
  expect(state.parameters[1]).toBeCloseTo(1 - 1.5 * 0.9 ** 3, 12);
  expect(state).toMatchObject({ step: 3, second: Float64Array.of(0.2, 0.7) });
});

test("adam's first step is the learning rate against the gradient's sign, whatever its size, within 1e-6", () => {
  const { parameters } = updateReference(referenceState([0, 0]), [1e-3, -50], {
    kind: 'adam',
    ...adam,
    weightDecay: 0,
  });
  expect(Math.abs((parameters[0] as number) + 0.1)).toBeLessThan(1e-6);
  expect(Math.abs((parameters[1] as number) - 0.1)).toBeLessThan(1e-6);
});

test('an update leaves the state before it as it was', () => {
  const before = referenceState([1, 2]);
  const after = updateReference(before, [1, 1], {
    kind: 'sgd',
    learningRate: 1,
    momentum: 0,
    weightDecay: 0,
  });
  expect(after).toMatchObject({ step: 1, parameters: Float64Array.of(0, 1) });
  expect(before).toEqual(referenceState([1, 2]));
});
