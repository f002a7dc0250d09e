import { expect, test } from 'vitest';
import { resample } from './resample.ts';

const steps = { width: 4, height: 2, values: [0, 10, 20, 30, 40, 50, 60, 70] };
const whole = { left: 0, top: 0, width: 4, height: 2 };

test('the same size gives the same values', () => {
  expect([...resample(steps, whole, 4, 2)]).toEqual(steps.values);
});

test('smaller is the mean by area, also where new pixels cut old ones', () => {
  expect([...resample(steps, whole, 2, 1)]).toEqual([25, 45]);
  const thirds = [
    ...resample({ width: 3, height: 1, values: [0, 30, 90] }, { ...whole, width: 3, height: 1 }, 2, 1),
  ];
  expect(thirds[0]).toBeCloseTo((0 + 30 / 2) / 1.5, 9);
  expect(thirds[1]).toBeCloseTo((30 / 2 + 90) / 1.5, 9);
});

test('larger is a straight line between the middles of the pixels', () => {
  const [first, , third] = resample(steps, { left: 1, top: 0, width: 1, height: 1 }, 4, 1);
  expect(first).toBeCloseTo(10 - 3.75, 9);
  expect(third).toBeCloseTo(10 + 1.25, 9);
});

test('outside the raster there is nothing', () => {
  expect([...resample(steps, { left: -4, top: 0, width: 8, height: 2 }, 4, 1)]).toEqual([0, 0, 25, 45]);
  expect([...resample(steps, { left: 90, top: 90, width: 2, height: 2 }, 2, 2)]).toEqual([0, 0, 0, 0]);
});
