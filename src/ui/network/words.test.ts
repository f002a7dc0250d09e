import { describe, expect, test } from 'vitest';
import { activationOf, layerNamed } from '../../network/architecture.ts';
import { digitBitmaps } from '../../network/bitmaps-1998.ts';
import { lenet5 } from '../../network/lenet-5.ts';
import { lenet5Of1998 } from '../../network/lenet-5-1998.ts';
import { distancesOf, explanationOf, spokenText } from './words.ts';

const explained = (architecture: typeof lenet5, name: string) =>
  explanationOf(architecture, layerNamed(architecture, name)).replaceAll('\u00a0', ' ');

describe('what a layer is said to be follows from the architecture', () => {
  test.each([
    [
      'C3',
      'each slides 6 kernels of 5 × 5 over S2, one a map',
      'slides kernels of 5 × 5 over 3 to 6 of S2’s maps',
    ],
    ['S2', 'averages of 2 × 2', 'times a trained coefficient, plus a bias'],
    ['F6', '84 units: each weighs all of C5', 'a bitmap of 7 × 12'],
    ['Output', 'its probability', 'how far F6 is from its bitmap'],
  ])('%s', (layer, today, then) => {
    expect(explained(lenet5, layer)).toContain(today);
    expect(explained(lenet5Of1998, layer)).toContain(then);
  });
});

test('an output that compares bitmaps has distances beside probabilities: none from its own, 4 a pixel apart', () => {
  const activations = new Float32Array(lenet5Of1998.activationCount);
  activationOf(lenet5Of1998, activations, 'F6').set(digitBitmaps[3] as readonly number[]);
  const distances = distancesOf(lenet5Of1998, activations);
  const apart = digitBitmaps[8]?.filter((pixel, at) => pixel !== digitBitmaps[3]?.[at]).length ?? 0;
  expect(distances?.[3]).toBe(0);
  expect(distances?.[8]).toBe(4 * apart);
  activationOf(lenet5Of1998, activations, 'Output')[3] = 1;
  const unit = { layer: 'Output', map: 3, row: 0, column: 0 };
  expect(spokenText({ architecture: lenet5Of1998, activations }, unit)).toBe(
    'Output, digit 3: 100.0\u202f%, distance 0.0',
  );
  expect(distancesOf(lenet5, activations)).toBeNull();
});
