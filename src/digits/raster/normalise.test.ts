import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Drawing, paperSize } from '../drawing/drawing.ts';
import { networkLineWidth } from './network-line-width.ts';
import type { Normalisation } from './normalisation.ts';
import { normalise } from './normalise.ts';
import { boxSide, centreIndex } from './place.ts';

type Shape = readonly (readonly { x: number; y: number }[])[];

/** One to three lines of the pen, wandering in steps of up to a quarter of the square 0..1. */
const shapes = fc
  .array(
    fc.tuple(
      fc.record({ x: unit(), y: unit() }),
      fc.array(fc.record({ x: unit(), y: unit() }), { minLength: 2, maxLength: 24 }),
    ),
    { minLength: 1, maxLength: 3 },
  )
  .map(
    (strokes): Shape =>
      strokes.map(([start, steps]) => {
        const points = [start];
        let { x, y } = start;
        for (const step of steps) {
          x = Math.min(1, Math.max(0, x + (step.x - 0.5) / 2));
          y = Math.min(1, Math.max(0, y + (step.y - 0.5) / 2));
          points.push({ x, y });
        }
        return points;
      }),
  )
  .filter((strokes) => {
    const all = strokes.flat();
    const range = (values: number[]) => Math.max(...values) - Math.min(...values);
    return Math.max(range(all.map(({ x }) => x)), range(all.map(({ y }) => y))) > 0.05;
  });

/** 0..1, evenly: fc.double() would be mostly next to nothing. */
function unit() {
  return fc.integer({ min: 0, max: 1e6 }).map((millionths) => millionths / 1e6);
}

interface Placing {
  readonly size: number;
  readonly left: number;
  readonly top: number;
  readonly brush: number;
  readonly pressure: number;
}

/** Anywhere on the paper, at 0.2 to 1.0 of its side, with any brush. */
const placings = fc.record({
  size: unit().map((part) => 0.2 + 0.8 * part),
  left: unit(),
  top: unit(),
  brush: fc.integer({ min: 8, max: 600 }),
  pressure: fc.integer({ min: 0, max: 255 }),
});

const wholePaper: Placing = { size: 1, left: 0, top: 0, brush: 150, pressure: 128 };

/** The shape's bounding box is made `size` of the paper, then put somewhere on it. */
function draw(shape: Shape, placing: Placing): Drawing {
  const all = shape.flat();
  const left = Math.min(...all.map((point) => point.x));
  const top = Math.min(...all.map((point) => point.y));
  const extent = Math.max(...all.map((point) => Math.max(point.x - left, point.y - top)), 1e-9);
  const side = placing.size * paperSize;
  const room = paperSize - side;
  return {
    strokes: shape.map((points) => ({
      width: placing.brush,
      points: points.map(({ x, y }) => ({
        x: Math.round(placing.left * room + ((x - left) / extent) * side),
        y: Math.round(placing.top * room + ((y - top) / extent) * side),
        pressure: placing.pressure,
      })),
    })),
    picture: null,
  };
}

function mustNormalise(drawing: Drawing): Normalisation {
  const result = normalise(drawing);
  if (!result) throw new Error('normalise: expected a digit, got null');
  return result;
}

/** Sum of absolute differences over the ink of `a`. */
function difference(a: Uint8Array, b: Uint8Array): number {
  let sum = 0;
  let ink = 0;
  a.forEach((value, at) => {
    sum += Math.abs(value - (b[at] as number));
    ink += value;
  });
  return sum / ink;
}

function quantile(values: readonly number[], part: number): number {
  return values.toSorted((a, b) => a - b)[Math.floor(part * (values.length - 1))] as number;
}

function dot(x: number, y: number): Drawing {
  return { strokes: [{ width: 150, points: [{ x, y, pressure: 128 }] }], picture: null };
}

function line(...points: [number, number][]): Drawing {
  return {
    strokes: [{ width: 150, points: points.map(([x, y]) => ({ x, y, pressure: 128 })) }],
    picture: null,
  };
}

describe('of 1,000 generated drawings, moved, scaled to 0.2..1.0 of the paper and drawn with another brush', () => {
  const pairs = fc
    .sample(fc.tuple(shapes, placings), { numRuns: 1000, seed: 20 })
    .map(([shape, placing]) => ({
      whole: mustNormalise(draw(shape, wholePaper)),
      placed: mustNormalise(draw(shape, placing)),
    }));

  test('the 20 x 20 box changes by 0.2 % of its ink in the median, 5 % at worst', () => {
    const changes = pairs.map(({ whole, placed }) => difference(whole.box20, placed.box20));
    expect(quantile(changes, 0.5)).toBeLessThan(0.002);
    expect(Math.max(...changes)).toBeLessThan(0.05);
  });

  test('the box lands on the same pixels but in 0.5 %, where the centre of mass was within 0.03 of a tie', () => {
    const flips = pairs.filter(
      ({ whole, placed }) => whole.offset.x !== placed.offset.x || whole.offset.y !== placed.offset.y,
    );
    expect(flips.length).toBeLessThanOrEqual(5);
    for (const { whole, placed } of flips) {
      const fromTie = (a: number, b: number) => Math.abs(Math.abs(a - b) - 1);
      if (whole.offset.x !== placed.offset.x)
        expect(fromTie(whole.centreOfMass.x, placed.centreOfMass.x)).toBeLessThan(0.03);
      if (whole.offset.y !== placed.offset.y)
        expect(fromTie(whole.centreOfMass.y, placed.centreOfMass.y)).toBeLessThan(0.03);
    }
  });
});

test('brush and pressure alone change nothing at all', () => {
  fc.assert(
    fc.property(shapes, placings, (shape, placing) => {
      const thin = mustNormalise(draw(shape, { ...placing, brush: 8, pressure: 0 }));
      expect(mustNormalise(draw(shape, placing))).toEqual(thin);
    }),
    { seed: 21, numRuns: 200 },
  );
});

test('the longer side of the ink is exactly 20 pixels, the shorter one is in the middle within a pixel', () => {
  fc.assert(
    fc.property(shapes, placings, (shape, placing) => {
      const { box20, crop, scale } = mustNormalise(draw(shape, placing));
      expect(Math.max(crop.width, crop.height) * scale).toBeCloseTo(boxSide, 9);
      const columns = usedRange(box20, (at) => at % boxSide);
      const rows = usedRange(box20, (at) => Math.floor(at / boxSide));
      expect(Math.max(columns.length, rows.length)).toBe(boxSide);
      for (const range of [columns, rows])
        expect(Math.abs(range.first - (boxSide - 1 - range.last))).toBeLessThanOrEqual(1);
    }),
    { seed: 22, numRuns: 500 },
  );
});

function usedRange(box: Uint8Array, indexOf: (at: number) => number) {
  const used = Array.from(box, (ink, at) => (ink > 0 ? indexOf(at) : -1)).filter((index) => index >= 0);
  const first = Math.min(...used);
  const last = Math.max(...used);
  return { first, last, length: last - first + 1 };
}

test('the centre of mass is within half a pixel of the middle of pixel (14, 14)', () => {
  fc.assert(
    fc.property(shapes, placings, (shape, placing) => {
      const { digit, box20, centreOfMass } = mustNormalise(draw(shape, placing));
      let mass = 0;
      let x = 0;
      let y = 0;
      digit.forEach((ink, at) => {
        mass += ink;
        x += ink * (at % 28);
        y += ink * Math.floor(at / 28);
      });
      // Ink that is cut off at the field's edge takes its share of the mass along (MNIST does so too).
      fc.pre(mass === box20.reduce((sum, ink) => sum + ink, 0));
      expect(Math.abs(x / mass - centreIndex)).toBeLessThanOrEqual(0.5);
      expect(Math.abs(y / mass - centreIndex)).toBeLessThanOrEqual(0.5);
      expect(centreOfMass.x).toBeCloseTo(x / mass + 0.5, 9);
      expect(centreOfMass.y).toBeCloseTo(y / mass + 0.5, 9);
    }),
    { seed: 23, numRuns: 500 },
  );
});

test('whatever the points, finite or not, the result is null or finite', () => {
  const anything = fc.oneof(
    fc.integer({ min: -10_000, max: 10_000 }),
    fc.constantFrom(0, paperSize, -1, paperSize + 1, 1e12, -1e300, Number.NaN, Number.POSITIVE_INFINITY),
  );
  const strokes = fc.array(
    fc.record({
      width: anything,
      points: fc.array(fc.record({ x: anything, y: anything, pressure: anything }), { maxLength: 12 }),
    }),
    { maxLength: 4 },
  );
  fc.assert(
    fc.property(strokes, (generated) => {
      const result = normalise({ strokes: generated, picture: null });
      if (!result) return;
      const { crop, scale, offset, centreOfMass, inkArea } = result;
      const numbers = [scale, inkArea, ...[crop, offset, centreOfMass].flatMap((box) => Object.values(box))];
      expect(numbers.every(Number.isFinite)).toBe(true);
      expect(inkArea).toBeGreaterThan(0);
    }),
    { seed: 24, numRuns: 2000 },
  );
});

test('no ink, or none on the paper, gives null', () => {
  expect(normalise({ strokes: [], picture: null })).toBeNull();
  expect(normalise({ strokes: [{ width: 1, points: [] }], picture: null })).toBeNull();
  expect(normalise(line([-500, -20], [-3, paperSize]))).toBeNull();
});

test('ink outside the paper does not count: a line that leaves it is the line up to the edge', () => {
  const leaving = mustNormalise(line([2000, 1000], [2000, 9000]));
  const inside = mustNormalise(line([2000, 1000], [2000, paperSize]));
  expect(leaving.digit).toEqual(inside.digit);
  expect(leaving.crop).toEqual(inside.crop);
});

test('a dot is a disc of the line width, within 1 % of its area', () => {
  const { digit, inkArea } = mustNormalise(dot(700, 3000));
  expect(Math.abs(inkArea / (Math.PI * (networkLineWidth / 2) ** 2) - 1)).toBeLessThan(0.01);
  expect(mustNormalise(dot(0, paperSize)).digit).toEqual(digit);
});

test('straight lines across and down fill the box from edge to edge', () => {
  const across = mustNormalise(line([100, 900], [1100, 900]));
  const down = mustNormalise(line([900, 100], [900, 1100]));
  const area = (boxSide - networkLineWidth) * networkLineWidth + Math.PI * (networkLineWidth / 2) ** 2;
  for (const { inkArea, box20 } of [across, down]) {
    expect(Math.abs(inkArea / area - 1)).toBeLessThan(0.03);
    expect(box20.filter((ink) => ink > 0).length).toBeGreaterThanOrEqual(boxSide * 2);
  }
});
