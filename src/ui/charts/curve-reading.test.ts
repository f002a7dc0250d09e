import { expect, test } from 'vitest';
import type { CurveSeries } from '../../pictures/curves.ts';
import { endOf, readingAt } from './curve-reading.ts';

const of = (kind: CurveSeries['kind'], ...steps: number[]): CurveSeries => ({
  name: kind,
  kind,
  points: steps.map((step) => ({ step, value: step / 100 })),
});
const runs = [of('earlier', 300, 572), of('training', 1, 100, 430), of('validation', 400)];
const valuesAt = (pointed: number | null) =>
  readingAt(runs, pointed).points.map((point) => (point ? `${point.step}: ${point.value}` : '–'));

test('without a pointer the step is the newest of the run under way, however far an earlier one went', () => {
  expect(endOf(runs)).toBe(430);
  expect(readingAt(runs, null).step).toBe(430);
  expect(valuesAt(null)).toEqual(['572: 5.72', '430: 4.3', '430: 4']);
});

test('at a pointer every run is read at that step, and not past its end', () => {
  expect(valuesAt(420)).toEqual(['420: 3', '420: 1', '420: 4']);
  expect(valuesAt(200)).toEqual(['–', '200: 1', '–']);
  expect(valuesAt(500)).toEqual(['500: 3', '–', '–']);
  expect(valuesAt(600)).toEqual(['–', '–', '–']);
});

test('with earlier runs alone there is no step but theirs', () => {
  const alone = [of('earlier', 300, 572)];
  expect(endOf(alone)).toBeNull();
  expect(readingAt(alone, null)).toEqual({ step: null, points: [{ step: 572, value: 5.72 }] });
});
