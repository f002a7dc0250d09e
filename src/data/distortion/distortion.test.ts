import { describe, expect, test } from 'vitest';
import { randomFromSeed } from '../../lib/random.ts';
import { digitSide, digitSize } from '../../network/rasters.ts';
import { createDistorter, type Distortion, distortAll, noDistortion } from './distortion.ts';

/** Pixel (row, column) of ink, and those up to `reach` away. */
function blot(row: number, column: number, reach: number): Uint8Array {
  return Uint8Array.from({ length: digitSize }, (_, i) => {
    const away = Math.max(Math.abs(Math.floor(i / digitSide) - row), Math.abs((i % digitSide) - column));
    return away <= reach ? 255 : 0;
  });
}

function centreOfMass(digit: Uint8Array) {
  let [mass, x, y] = [0, 0, 0];
  digit.forEach((ink, i) => {
    mass += ink;
    x += ink * (i % digitSide);
    y += ink * Math.floor(i / digitSide);
  });
  return { mass: mass / 255, x: x / mass, y: y / mass };
}

/** The digit under many draws of one kind of distortion. */
function draws(digit: Uint8Array, settings: Partial<Distortion>, count = 2000) {
  const distort = createDistorter({ ...noDistortion, ...settings });
  const random = randomFromSeed(4);
  return Array.from({ length: count }, () => centreOfMass(distortAll(digit, distort, random)));
}

function spread(values: readonly number[]) {
  const mean = values.reduce((a, b) => a + b, 0) / values.length;
  const deviation = Math.sqrt(values.reduce((a, b) => a + (b - mean) ** 2, 0) / values.length);
  return { mean, deviation, min: Math.min(...values), max: Math.max(...values) };
}

const everything: Distortion = {
  rotationDeg: 15,
  scale: 0.15,
  shear: 0.2,
  shiftPx: 1.5,
  elasticPx: 1,
  thinning: 0.4,
  thickening: 0.6,
};

describe('a distorter', () => {
  const random = randomFromSeed(8);
  const digits = Uint8Array.from({ length: 3 * digitSize }, () => random.integer(0, 255));

  test('without distortion gives the same bytes, up to the edge', () => {
    expect(distortAll(digits, createDistorter(noDistortion), randomFromSeed(1))).toEqual(digits);
  });

  test('gives the same bytes for the same seed, and others for another', () => {
    const of = (seed: number) => distortAll(digits, createDistorter(everything), randomFromSeed(seed));
    expect(of(1)).toEqual(of(1));
    expect(of(1)).not.toEqual(of(2));
  });

  test('leaves its source as it was, and blank paper blank', () => {
    const before = digits.slice();
    distortAll(digits, createDistorter(everything), random);
    expect(digits).toEqual(before);
    const blank = new Uint8Array(digitSize);
    expect(distortAll(blank, createDistorter(everything), random)).toEqual(blank);
  });

  test('draws equally much chance for every digit, whatever is on it and however strong it is distorted', () => {
    const blank = new Uint8Array(digits.length);
    const weaker = { ...everything, rotationDeg: 1, scale: 0, thinning: 0, thickening: 0 };
    const drawn = [
      [digits, everything],
      [blank, everything],
      [digits, weaker],
    ].map(([source, settings]) => {
      let count = 0;
      const own = randomFromSeed(6);
      const counting = { ...own, uniform: () => own.uniform() + 0 * ++count };
      distortAll(source as Uint8Array, createDistorter(settings as Distortion), counting);
      return count;
    });
    expect(drawn[0]).toBeGreaterThan(0);
    expect(new Set(drawn).size).toBe(1);
  });
});

describe('without elastic displacement a faster way', () => {
  const affine = { ...everything, elasticPx: 0, thinning: 0, thickening: 0 };
  const random = randomFromSeed(12);
  const noise = Uint8Array.from({ length: 40 * digitSize }, () => random.integer(0, 255));
  const blots = [blot(13, 13, 6), blot(5, 20, 2), blot(0, 27, 1), blot(27, 0, 3), new Uint8Array(digitSize)];
  const digits = Uint8Array.from([...noise, ...blots.flatMap((digit) => [...digit])]);

  /** The greatest difference to a displacement too small to matter, which is computed the general way. */
  function greatestDifference(settings: Distortion): number {
    // The general way draws more chance for a digit, so each digit begins anew.
    const [fast, general] = [0, 1e-9].map((elasticPx) => {
      const distort = createDistorter({ ...settings, elasticPx });
      return Array.from({ length: digits.length / digitSize }, (_, at) =>
        distortAll(digits.subarray(at * digitSize, (at + 1) * digitSize), distort, randomFromSeed(at)),
      );
    }) as [Uint8Array[], Uint8Array[]];
    const difference = (value: number, digit: number, pixel: number) =>
      Math.abs(value - (general[digit]?.[pixel] as number));
    return Math.max(
      ...fast.map((values, digit) =>
        values.reduce((most, value, pixel) => Math.max(most, difference(value, digit, pixel)), 0),
      ),
    );
  }

  test.each<[string, Distortion]>([
    ['everything affine', affine],
    ['no distortion', noDistortion],
    ['shift alone', { ...noDistortion, shiftPx: 4 }],
    ['quarter turns', { ...noDistortion, rotationDeg: 90 }],
    ['half turns and twice the size', { ...noDistortion, rotationDeg: 180, scale: 0.9 }],
    ['thinner and thicker lines', { ...affine, thinning: 1, thickening: 1 }],
  ])('agrees with the general one within 1 of 255: %s', (_name, settings) => {
    expect(greatestDifference(settings)).toBeLessThanOrEqual(1);
  });
});

describe('each kind by itself', () => {
  test('rotation by up to 15 degrees moves a blot 7.5 pixels above the centre by up to 1.94 within 0.1', () => {
    const places = draws(blot(6, 13.5, 0.5), { rotationDeg: 15 }).map(({ x }) => x);
    const { min, max } = spread(places);
    expect(Math.abs(max - 13.5 - 7.5 * Math.sin(Math.PI / 12))).toBeLessThan(0.1);
    expect(Math.abs(min - 13.5 + 7.5 * Math.sin(Math.PI / 12))).toBeLessThan(0.1);
  });

  test('scale by up to 15 % moves a blot 8 pixels from the centre by up to 1.2 within 0.1', () => {
    const { min, max } = spread(draws(blot(13.5, 21.5, 1.5), { scale: 0.15 }).map(({ x }) => x));
    expect(Math.abs(max - 13.5 - 8 * 1.15)).toBeLessThan(0.1);
    expect(Math.abs(min - 13.5 - 8 * 0.85)).toBeLessThan(0.1);
  });

  test('slant by up to 0.2 moves a blot 8 pixels above the centre sideways by up to 1.6 within 0.1', () => {
    const moved = draws(blot(5.5, 13.5, 0.5), { shear: 0.2 });
    const { min, max } = spread(moved.map(({ x }) => x));
    expect(Math.abs(max - 15.1)).toBeLessThan(0.1);
    expect(Math.abs(min - 11.9)).toBeLessThan(0.1);
    expect(spread(moved.map(({ y }) => y)).deviation).toBeLessThan(0.01);
  });

  test('shift by up to 1.5 pixels moves everything by up to that within 0.05 and keeps the ink within 1 %', () => {
    const moved = draws(blot(10, 17, 2), { shiftPx: 1.5 });
    expect(Math.abs(spread(moved.map(({ x }) => x)).max - 18.5)).toBeLessThan(0.05);
    expect(Math.abs(spread(moved.map(({ y }) => y)).min - 8.5)).toBeLessThan(0.05);
    const { min, max } = spread(moved.map(({ mass }) => mass));
    expect([min > 24.75, max < 25.25]).toEqual([true, true]);
  });

  test('an elastic field of 1 pixel displaces with a standard deviation of 1 within 10 %, wherever it is', () => {
    for (const [row, column] of [
      [13.5, 13.5],
      [10.5, 17.5],
      [5.5, 20.5],
    ] as const) {
      const moved = draws(blot(row, column, 0.5), { elasticPx: 1 });
      for (const values of [moved.map(({ x }) => x - column), moved.map(({ y }) => y - row)]) {
        const { mean, deviation } = spread(values);
        expect(Math.abs(mean)).toBeLessThan(0.1);
        expect(Math.abs(deviation - 1)).toBeLessThan(0.1);
      }
    }
  });

  test('thickening adds ink and thinning takes it, up to the neighbours of a pixel', () => {
    const bar = blot(13, 13, 2); // 25 pixels; its four neighbourhoods: 45 dilated, 9 eroded.
    const { min, max, mean } = spread(draws(bar, { thinning: 1, thickening: 1 }).map(({ mass }) => mass));
    expect([min < 9.5, max > 44.5]).toEqual([true, true]);
    expect(Math.abs(mean - (17 + 35) / 2)).toBeLessThan(0.5);
  });
});
