import fc from 'fast-check';
import { expect, test } from 'vitest';
import { clipPolyline, clipSegment, type PenSample } from './clip.ts';
import { paperSize } from './drawing.ts';

const anywhere = fc.record({
  x: fc.integer({ min: -paperSize, max: 2 * paperSize }),
  y: fc.integer({ min: -paperSize, max: 2 * paperSize }),
  pressure: fc.integer({ min: 0, max: 255 }),
});
const near = 1e-6;
const onPaper = ({ x, y }: PenSample) => Math.min(x, y, paperSize - x, paperSize - y) >= -near;

test('what is left of a line lies on the paper, and on the line', () => {
  fc.assert(
    fc.property(fc.array(anywhere, { maxLength: 12 }), (samples) => {
      for (const piece of clipPolyline(samples)) {
        expect(piece.every(onPaper)).toBe(true);
        piece.forEach((sample, index) => {
          const next = piece[index + 1];
          if (next) expect(liesOnOneSegment(sample, next, samples)).toBe(true);
        });
      }
    }),
  );
});

test('a line that never leaves the paper stays as it is', () => {
  const inside = fc.record({
    x: fc.integer({ min: 0, max: paperSize }),
    y: fc.integer({ min: 0, max: paperSize }),
    pressure: fc.constant(128),
  });
  fc.assert(
    fc.property(fc.array(inside, { minLength: 1, maxLength: 12 }), (samples) => {
      expect(clipPolyline(samples)).toEqual([samples]);
    }),
  );
});

test('a line that leaves the paper and comes back is two lines, with nothing along the edge', () => {
  const at = (x: number, y: number) => ({ x, y, pressure: 128 });
  const pieces = clipPolyline([at(100, 1000), at(-100, 1000), at(-100, 3000), at(100, 3000)]);
  expect(pieces).toEqual([
    [at(100, 1000), at(0, 1000)],
    [at(0, 3000), at(100, 3000)],
  ]);
});

test('a segment across a corner is cut on both sides, pressure in proportion; one beside the paper is gone', () => {
  const cut = clipSegment({ x: -1000, y: 1000, pressure: 0 }, { x: 1000, y: -1000, pressure: 200 });
  expect(cut?.from).toEqual({ x: 0, y: 0, pressure: 100 });
  expect(cut?.toInside).toBe(false);
  expect(clipSegment({ x: -1000, y: 900, pressure: 0 }, { x: 900, y: -1000, pressure: 0 })).toBeNull();
});

function liesOnOneSegment(a: PenSample, b: PenSample, samples: readonly PenSample[]): boolean {
  return samples.some((to, index) => {
    const from = samples[index - 1];
    return from !== undefined && distance(a, from, to) < near && distance(b, from, to) < near;
  });
}

function distance(point: PenSample, from: PenSample, to: PenSample): number {
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  const length = dx * dx + dy * dy;
  const t = length && Math.min(1, Math.max(0, ((point.x - from.x) * dx + (point.y - from.y) * dy) / length));
  return Math.hypot(point.x - from.x - t * dx, point.y - from.y - t * dy);
}
