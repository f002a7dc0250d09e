import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Drawing, type InkPoint, paperSize, type Stroke } from './drawing.ts';
import { eraseAlong, erasedPart, eraseFromPicture } from './erase.ts';

const coordinate = fc.integer({ min: 0, max: paperSize });
const place = fc.record({ x: coordinate, y: coordinate });
const stroke: fc.Arbitrary<Stroke> = fc.record({
  width: fc.integer({ min: 64, max: 448 }),
  points: fc.array(fc.record({ x: coordinate, y: coordinate, pressure: fc.constant(128) }), {
    minLength: 1,
    maxLength: 12,
  }),
});
const radius = fc.integer({ min: 1, max: 800 });

test('the erased part of a segment is exactly where it is closer than the radius, within 0.001', () => {
  fc.assert(
    fc.property(
      place,
      place,
      place,
      place,
      radius,
      fc.double({ min: 0, max: 1, noNaN: true }),
      (a, b, from, to, r, t) => {
        const part = erasedPart(a, b, from, to, r);
        const point = { x: a.x + t * (b.x - a.x), y: a.y + t * (b.y - a.y) };
        const gap = distance(point, from, to) - r;
        const erased = part !== null && t >= part[0] && t <= part[1];
        if (Math.abs(gap) > 1e-3) expect(erased).toBe(gap < 0);
      },
    ),
    { numRuns: 2000 },
  );
});

test('no line is left within the eraser and half its own width, within 1 paper unit', () => {
  fc.assert(
    fc.property(fc.array(stroke, { maxLength: 4 }), place, place, radius, (strokes, from, to, r) => {
      const after = eraseAlong({ strokes, picture: null }, from, to, r);
      for (const { points, width } of after.strokes)
        for (const [a, b] of segments(points)) {
          for (let t = 0; t <= 1; t += 0.05) {
            const point = { x: a.x + t * (b.x - a.x), y: a.y + t * (b.y - a.y) };
            expect(distance(point, from, to)).toBeGreaterThan(r + width / 2 - 1);
          }
        }
    }),
  );
});

test('whatever is farther away than that is left, within 1 paper unit', () => {
  fc.assert(
    fc.property(stroke, place, place, radius, (whole, from, to, r) => {
      const after = eraseAlong({ strokes: [whole], picture: null }, from, to, r);
      for (const [a, b] of segments(whole.points)) {
        for (let t = 0; t <= 1; t += 0.1) {
          const point = { x: a.x + t * (b.x - a.x), y: a.y + t * (b.y - a.y) };
          if (distance(point, from, to) <= r + whole.width / 2 + 1) continue;
          const gap = Math.min(
            ...after.strokes.flatMap(({ points }) => segments(points).map(([c, d]) => distance(point, c, d))),
          );
          expect(gap).toBeLessThan(1);
        }
      }
    }),
  );
});

test('a line that is crossed in the middle becomes two, cut at the edge of the eraser', () => {
  const at = (x: number) => ({ x, y: 2000, pressure: 128 });
  const line: Stroke = { width: 200, points: [at(0), at(4000)] };
  const after = eraseAlong(
    { strokes: [line], picture: null },
    { x: 2000, y: 1000 },
    { x: 2000, y: 3000 },
    100,
  );
  expect(after.strokes).toEqual([
    { width: 200, points: [at(0), at(1800)] },
    { width: 200, points: [at(2200), at(4000)] },
  ]);
});

test('what the eraser misses keeps its identity, and so does the drawing if all of it is missed', () => {
  const far: Stroke = { width: 100, points: [{ x: 0, y: 0, pressure: 128 }] };
  const close: Stroke = { width: 100, points: [{ x: 4000, y: 4000, pressure: 128 }] };
  const drawing: Drawing = { strokes: [far, close], picture: null };
  const after = eraseAlong(drawing, { x: 4000, y: 4000 }, { x: 4000, y: 4000 }, 100);
  expect(after.strokes[0]).toBe(far);
  expect(after.strokes).toHaveLength(1);
  expect(eraseAlong(drawing, { x: 2000, y: 0 }, { x: 2000, y: 100 }, 100)).toBe(drawing);
});

test('of a picture those pixels are cleared whose middle lies in the eraser, and no others', () => {
  const side = 16;
  const picture = { side, ink: new Uint8Array(side * side).fill(200) };
  const pixel = paperSize / side;
  fc.assert(
    fc.property(place, place, radius, (from, to, r) => {
      const { ink } = eraseFromPicture(picture, from, to, r);
      ink.forEach((value, at) => {
        const middle = { x: ((at % side) + 0.5) * pixel, y: (Math.floor(at / side) + 0.5) * pixel };
        expect(value).toBe(distance(middle, from, to) <= r ? 0 : 200);
      });
    }),
  );
  expect(picture.ink.every((value) => value === 200)).toBe(true);
});

/** A dot is a segment of no length. */
function segments(points: readonly InkPoint[]): (readonly [InkPoint, InkPoint])[] {
  const first = points[0];
  if (points.length === 1 && first) return [[first, first]];
  return points.flatMap((point, index) => {
    const before = points[index - 1];
    return before ? [[before, point] as const] : [];
  });
}

function distance(
  point: { x: number; y: number },
  from: { x: number; y: number },
  to: { x: number; y: number },
): number {
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  const length = dx * dx + dy * dy;
  const t = length && Math.min(1, Math.max(0, ((point.x - from.x) * dx + (point.y - from.y) * dy) / length));
  return Math.hypot(point.x - from.x - t * dx, point.y - from.y - t * dy);
}
