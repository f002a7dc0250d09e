import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { aligned, type CurvePoint, smoothed, stepRange, thinned, valueAt } from './curves.ts';

const curve = (...values: number[]): CurvePoint[] => values.map((value, step) => ({ step, value }));
const curves = fc
  .array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { maxLength: 300 })
  .map((values) => curve(...values));

describe('smoothing', () => {
  test('leaves a constant as it is, from its first point on, within 1e-12', () => {
    for (const { value } of smoothed(curve(0.7, 0.7, 0.7, 0.7), 3)) expect(value).toBeCloseTo(0.7, 12);
  });

  test('a point is the weighted mean of all: weights fall to 1/e over the given steps', () => {
    const points = [10, 20, 40].map((step, at) => ({ step, value: [4, 1, 7][at] ?? 0 }));
    const weight = (distance: number) => Math.exp(-distance / 5);
    const middle = (4 * weight(10) + 1 + 7 * weight(20)) / (weight(10) + 1 + weight(20));
    const [first, second] = smoothed(points, 5);
    expect(second?.value).toBeCloseTo(middle, 12);
    const ends = (4 + weight(10) + 7 * weight(30)) / (1 + weight(10) + weight(30));
    expect(first?.value).toBeCloseTo(ends, 12);
  });

  test('a straight fall is where it was: smoothing makes it no later, away from its ends', () => {
    const fall = curve(...Array.from({ length: 101 }, (_, step) => 100 - step));
    expect(smoothed(fall, 4)[50]?.value).toBeCloseTo(50, 6);
  });

  test('stays between the lowest and the highest value, and skips what is not finite', () => {
    fc.assert(
      fc.property(curves, fc.double({ min: 0.1, max: 100, noNaN: true }), (points, steps) => {
        const values = points.map(({ value }) => value);
        const smooth = smoothed([...points, { step: 1e4, value: Number.NaN }], steps);
        expect(smooth.length).toBe(points.length);
        for (const { value } of smooth) {
          expect(value).toBeGreaterThanOrEqual(Math.min(...values) - 1e-6);
          expect(value).toBeLessThanOrEqual(Math.max(...values) + 1e-6);
        }
      }),
    );
  });
});

describe('thinning', () => {
  test('keeps at most four points a column, the extremes among them, in their order', () => {
    fc.assert(
      fc.property(curves, fc.integer({ min: 1, max: 20 }), (points, columns) => {
        const to = Math.max(1, points.length - 1);
        const kept = thinned(points, columns, 0, to);
        const columnOf = ({ step }: CurvePoint) => Math.floor((step * columns) / to);
        for (let column = 0; column <= columns; column++) {
          const all = points.filter((point) => columnOf(point) === column).map(({ value }) => value);
          const left = kept.filter((point) => columnOf(point) === column).map(({ value }) => value);
          expect(left.length).toBeLessThanOrEqual(4);
          expect([Math.min(...left), Math.max(...left)]).toEqual([Math.min(...all), Math.max(...all)]);
          expect([left[0], left.at(-1)]).toEqual([all[0], all.at(-1)]);
        }
        expect(kept).toEqual(points.filter((point) => kept.includes(point)));
      }),
    );
  });

  test('a spike of one step in 100,000 is drawn', () => {
    const points = curve(...Array.from({ length: 100_000 }, (_, step) => (step === 31_415 ? 9 : 0)));
    const kept = thinned(points, 500, 0, 99_999);
    expect(kept.length).toBeLessThanOrEqual(2004);
    expect(kept).toContainEqual({ step: 31_415, value: 9 });
  });

  test('one step, no step and values that are not finite', () => {
    expect(thinned(curve(5), 100, 0, 0)).toEqual(curve(5));
    expect(thinned([], 100, 0, 10)).toEqual([]);
    const gap = curve(1, Number.NaN, Number.POSITIVE_INFINITY, 2);
    expect(thinned(gap, 100, 0, 3).map(({ step }) => step)).toEqual([0, 3]);
  });
});

test('aligned series share their steps, with null where one has no value', () => {
  const validation = [
    { step: 1, value: 10 },
    { step: 5, value: 50 },
  ];
  expect(aligned([curve(1, 2), validation])).toEqual({
    steps: [0, 1, 5],
    values: [
      [1, 2, null],
      [null, 10, 50],
    ],
  });
  expect(aligned([])).toEqual({ steps: [], values: [] });
});

test('the value at a step is the last one that was measured by then', () => {
  const points = [
    { step: 10, value: 1 },
    { step: 20, value: 2 },
  ];
  expect([9, 10, 15, 20, 99].map((step) => valueAt(points, step))).toEqual([undefined, 1, 1, 2, 2]);
});

test('the range of steps spans all series', () => {
  const late = [{ step: 7, value: 1 }];
  expect(
    stepRange([
      { name: 'a', kind: 'training', points: late },
      { name: 'b', kind: 'earlier', points: curve(1, 2) },
    ]),
  ).toEqual([0, 7]);
  expect(stepRange([{ name: 'a', kind: 'training', points: [] }])).toBeNull();
});
