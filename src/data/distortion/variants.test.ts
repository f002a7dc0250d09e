import { describe, expect, test } from 'vitest';
import { randomFromSeed } from '../../lib/random.ts';
import { digitSide, digitSize } from '../../network/rasters.ts';
import { addVariant } from './variants.ts';

const always = { slashedZeros: 1, upstrokeOnes: 1 };

/** 28 x 28 from a rule on a pixel's distance from the middle. */
function drawn(isInk: (x: number, y: number) => boolean): Uint8Array {
  return Uint8Array.from({ length: digitSize }, (_, i) =>
    isInk((i % digitSide) - 13.5, Math.floor(i / digitSide) - 13.5) ? 255 : 0,
  );
}
const zero = drawn((x, y) => Math.abs(Math.hypot(x / 6, y / 9) - 1) < 0.2);
const one = drawn((x, y) => Math.abs(x) < 1.2 && Math.abs(y) < 9.7);

function centreOfMass(digit: Uint8Array): readonly [number, number] {
  const mass = digit.reduce((a, b) => a + b, 0);
  const mean = (of: (i: number) => number) => digit.reduce((sum, ink, i) => sum + ink * of(i), 0) / mass;
  return [mean((i) => i % digitSide), mean((i) => Math.floor(i / digitSide))];
}

function inkOf(digit: Uint8Array, within: (x: number, y: number) => boolean): number {
  return digit.reduce((sum, ink, i) => {
    const inside = within((i % digitSide) - 13.5, Math.floor(i / digitSide) - 13.5);
    return sum + (inside ? ink / 255 : 0);
  }, 0);
}

describe.each([
  ['slashed zero', 0, zero],
  ['one with an upstroke', 1, one],
] as const)('a %s', (_name, label, plain) => {
  const variants = Array.from({ length: 200 }, (_, seed) => {
    const digit = plain.slice();
    addVariant(digit, label, always, randomFromSeed(seed));
    return digit;
  });

  test('has more ink than without, yet is mostly paper', () => {
    const before = inkOf(plain, () => true);
    for (const variant of variants) {
      const after = inkOf(variant, () => true);
      expect(after).toBeGreaterThan(before + 3);
      expect(after).toBeLessThan(digitSize / 3);
    }
  });

  test('has its centre of mass within half a pixel of pixel 14, as in MNIST', () => {
    for (const variant of variants) {
      const [x, y] = centreOfMass(variant);
      expect(Math.max(Math.abs(x - 14), Math.abs(y - 14))).toBeLessThanOrEqual(0.51);
    }
  });

  test('is drawn from the seed alone', () => {
    const again = plain.slice();
    addVariant(again, label, always, randomFromSeed(7));
    expect(again).toEqual(variants[7]);
  });
});

test('the slash goes through the empty middle of the zero, the upstroke lies left of the stem', () => {
  const slashed = zero.slice();
  addVariant(slashed, 0, always, randomFromSeed(1));
  expect(inkOf(zero, (x, y) => Math.hypot(x, y) < 3)).toBe(0);
  expect(inkOf(slashed, (x, y) => Math.hypot(x, y) < 3)).toBeGreaterThan(5);
  const upstroke = one.slice();
  addVariant(upstroke, 1, { ...always }, randomFromSeed(2));
  const columns = Array.from({ length: digitSide }, (_, at) => inkOf(upstroke, (x) => x + 13.5 === at));
  const stem = columns.indexOf(Math.max(...columns));
  const sum = (part: readonly number[]) => part.reduce((a, b) => a + b, 0);
  expect(sum(columns.slice(0, stem - 2))).toBeGreaterThan(sum(columns.slice(stem + 3)) + 3);
});

test('other digits, and a share of none, stay as they are', () => {
  for (const [label, digit, variants] of [
    [8, zero, always],
    [7, one, always],
    [0, zero, { slashedZeros: 0, upstrokeOnes: 1 }],
    [1, one, { slashedZeros: 1, upstrokeOnes: 0 }],
  ] as const) {
    const copy = digit.slice();
    addVariant(copy, label, variants, randomFromSeed(3));
    expect(copy).toEqual(digit);
  }
});

test('a tenth of the zeros is a tenth, within 1.5 points over 2,000', () => {
  const random = randomFromSeed(9);
  let changed = 0;
  for (let i = 0; i < 2000; i++) {
    const copy = zero.slice();
    addVariant(copy, 0, { slashedZeros: 0.1, upstrokeOnes: 0 }, random);
    if (inkOf(copy, (x, y) => Math.hypot(x, y) < 3) > 0) changed += 1;
  }
  expect(Math.abs(changed / 2000 - 0.1)).toBeLessThan(0.015);
});
