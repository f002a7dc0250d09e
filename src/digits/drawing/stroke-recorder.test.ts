import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { PenSample } from './clip.ts';
import { paperSize, type Stroke } from './drawing.ts';
import { recordStrokes } from './stroke-recorder.ts';

const sampleIn = (min: number, max: number): fc.Arbitrary<PenSample> =>
  fc.record({
    x: fc.double({ min, max, noNaN: true }),
    y: fc.double({ min, max, noNaN: true }),
    pressure: fc.double({ min: 0, max: 255, noNaN: true }),
  });

test('every sample lies within the tolerance and 1 unit of rounding of the recorded line', () => {
  const tolerance = 6;
  fc.assert(
    fc.property(fc.array(sampleIn(1000, 1060), { minLength: 1, maxLength: 80 }), (samples) => {
      const recorder = recordStrokes(208, tolerance);
      for (const sample of samples) recorder.add([sample]);
      const [stroke] = recorder.strokes();
      for (const sample of samples) expect(distanceTo(stroke, sample)).toBeLessThanOrEqual(tolerance + 1);
    }),
  );
});

test('what is recorded are whole numbers on the paper, wherever the pen went', () => {
  fc.assert(
    fc.property(fc.array(sampleIn(-paperSize, 2 * paperSize), { maxLength: 40 }), (samples) => {
      const recorder = recordStrokes(208, 6);
      recorder.add(samples);
      for (const { points } of recorder.strokes())
        for (const { x, y, pressure } of points) {
          expect([x, y, pressure].every(Number.isInteger)).toBe(true);
          expect(Math.min(x, y) >= 0 && Math.max(x, y) <= paperSize).toBe(true);
        }
    }),
  );
});

test('all points but the last stay what they were when more samples come; batches make no difference', () => {
  fc.assert(
    fc.property(fc.array(sampleIn(0, 400), { minLength: 2, maxLength: 60 }), (samples) => {
      const recorder = recordStrokes(208, 6);
      let before: Stroke | undefined;
      for (const sample of samples) {
        recorder.add([sample]);
        const stroke = recorder.strokes().at(-1);
        // A dot takes a stronger pressure; from the second point on nothing but the end moves.
        before?.points.slice(0, -1).forEach((point, index) => {
          expect(stroke?.points[index]).toBe(point);
        });
        before = stroke;
      }
      const whole = recordStrokes(208, 6);
      whole.add(samples);
      expect(whole.strokes()).toEqual(recorder.strokes());
    }),
  );
});

test('a straight line of 40 samples needs two points, and a sample that changes nothing is no change', () => {
  const recorder = recordStrokes(208, 6);
  for (let x = 0; x < 40; x++) recorder.add([{ x: 10 * x, y: 500, pressure: 128 }]);
  const [line] = recorder.strokes();
  expect(line?.points).toEqual([
    { x: 0, y: 500, pressure: 128 },
    { x: 390, y: 500, pressure: 128 },
  ]);
  expect(recorder.add([{ x: 390.2, y: 500, pressure: 128 }])).toBe(false);
  expect(recorder.strokes()[0]).toBe(line);
});

test('a pen that leaves the paper and comes back draws two strokes that end at its edge', () => {
  const recorder = recordStrokes(208, 6);
  const at = (x: number, y: number) => ({ x, y, pressure: 128 });
  recorder.add([at(500, 100), at(500, -100), at(900, -100), at(900, 100)]);
  expect(recorder.strokes().map(({ points }) => points)).toEqual([
    [at(500, 100), at(500, 0)],
    [at(900, 0), at(900, 100)],
  ]);
});

function distanceTo(stroke: Stroke | undefined, sample: PenSample): number {
  const points = stroke?.points ?? [];
  return Math.min(
    ...points.map((to, index) => {
      const from = points[index - 1] ?? to;
      const [dx, dy] = [to.x - from.x, to.y - from.y];
      const length = dx * dx + dy * dy;
      const along = length && ((sample.x - from.x) * dx + (sample.y - from.y) * dy) / length;
      const t = Math.min(1, Math.max(0, along));
      return Math.hypot(sample.x - from.x - t * dx, sample.y - from.y - t * dy);
    }),
  );
}
