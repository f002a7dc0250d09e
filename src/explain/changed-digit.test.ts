import { expect, test } from 'vitest';
import { normalise } from '../digits/raster/normalise.ts';
import { samples } from '../digits/samples.ts';
import { digitSide, digitSize } from '../network/rasters.ts';
import { learnableDigits } from '../run/test-support/digits.ts';
import { changedBefore, changedDigit, changedDigits } from './changed-digit.ts';
import { inkApart } from './test-support/ink-apart.ts';
import { neutralValues, stopsOf, whatIfChanges, whatIfMoments } from './what-if.ts';

const normalised = samples.flatMap(({ drawing }) => normalise(drawing)?.digit ?? []);
const digit = normalised[0] ?? expect.fail();
/** Ink as a sum of bytes, and its middle in pixels. */
function massOf(of: Uint8Array) {
  let [sum, x, y] = [0, 0, 0];
  of.forEach((value, at) => {
    sum += value;
    x += value * ((at % digitSide) + 0.5);
    y += value * (Math.floor(at / digitSide) + 0.5);
  });
  return { sum, x: x / sum, y: y / sum };
}

test('every slider has 15 to 25 stops, and its neutral value among them', () => {
  for (const change of whatIfChanges) {
    const stops = stopsOf(change);
    expect([stops[0], stops.at(-1)]).toEqual([change.from, change.to]);
    expect(stops).toContain(change.neutral);
    expect(stops.length, change.id).toBeGreaterThanOrEqual(15);
    expect(stops.length, change.id).toBeLessThanOrEqual(25);
  }
});

test('neutral sliders change nothing: after the normalisation, nor before it where the ink fills the box', () => {
  for (const one of normalised) {
    expect(changedDigit(one, neutralValues)).toEqual(one);
    expect(inkApart(changedBefore(one, neutralValues), one)).toBeLessThan(0.12);
  }
});

test('moved, turned, sized and slanted digits lie where the map puts their ink', () => {
  const at = massOf(digit);
  const moved = massOf(changedDigit(digit, { ...neutralValues, right: 2, down: -1.5 }));
  expect(moved.x - at.x).toBeCloseTo(2, 1);
  expect(moved.y - at.y).toBeCloseTo(-1.5, 1);
  // A quarter clockwise: what was above is on the right.
  const upper = digit.map((value, place) => (place < digitSize / 2 ? value : 0));
  const turned = massOf(changedDigit(upper, { ...neutralValues, turn: 90 }));
  expect(turned.x - digitSide / 2).toBeCloseTo(digitSide / 2 - massOf(upper).y, 1);
  const slanted = massOf(changedDigit(upper, { ...neutralValues, slant: 30 }));
  const lean = Math.tan(Math.PI / 6) * (digitSide / 2 - massOf(upper).y);
  expect(slanted.x - massOf(upper).x).toBeCloseTo(lean, 1);
  expect(massOf(changedDigit(digit, { ...neutralValues, size: 50 })).sum / at.sum).toBeCloseTo(0.25, 1);
});

test('the line grows and shrinks, blur keeps the ink, invert exchanges ink and paper, noise is the same each time', () => {
  const { sum } = massOf(digit);
  const sumOf = (values: Partial<typeof neutralValues>, noiseOf = 0) =>
    massOf(changedDigit(digit, { ...neutralValues, ...values }, noiseOf)).sum;
  expect(sumOf({ line: 1 })).toBeGreaterThan(sumOf({ line: 0.5 }));
  expect(sumOf({ line: 0.5 })).toBeGreaterThan(1.2 * sum);
  expect(sumOf({ line: -0.5 })).toBeLessThan(0.8 * sum);
  expect(sumOf({ blur: 1 }) / sum).toBeCloseTo(1, 1);
  expect(sumOf({ invert: 100 })).toBe(255 * digitSize - sum);
  const noise = { ...neutralValues, noise: 20 };
  expect(changedDigit(digit, noise, 5)).toEqual(changedDigit(digit, noise, 5));
  expect(changedDigit(digit, noise, 5)).not.toEqual(changedDigit(digit, noise, 6));
});

test('normalising again takes moving and sizing away, which after it stay', () => {
  for (const values of [
    { ...neutralValues, right: 3, down: -3 },
    { ...neutralValues, size: 60 },
  ]) {
    const before = normalised.map((one) =>
      inkApart(changedBefore(one, values), changedBefore(one, neutralValues)),
    );
    const after = normalised.map((one) => inkApart(changedDigit(one, values), one));
    expect(Math.max(...before)).toBeLessThan(0.35);
    expect(Math.min(...after)).toBeGreaterThan(0.6);
  }
  expect(changedBefore(new Uint8Array(digitSize), neutralValues)).toEqual(new Uint8Array(digitSize));
});

test('digits of a data set are changed alike whole and in slices', () => {
  const { digits } = learnableDigits(6);
  for (const moment of whatIfMoments)
    for (const { id, to } of whatIfChanges) {
      const whole = changedDigits(digits, id, to, moment);
      const second = changedDigits(digits.subarray(2 * digitSize), id, to, moment, 2);
      expect(second).toEqual(whole.subarray(2 * digitSize));
    }
});
