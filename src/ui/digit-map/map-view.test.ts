import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  centredOn,
  frameAround,
  grainOf,
  type MapRoom,
  mapPlace,
  mostScale,
  panned,
  screenPlace,
  wholeMap,
  zoomedAt,
} from './map-view.ts';

const room: MapRoom = { width: 640, height: 480, shareX: 1, shareY: 0.6 };

test('a whole map lies inside its canvas, with room around it', () => {
  for (const [x, y] of [
    [-1, -0.6],
    [1, 0.6],
  ] as const) {
    const [left, top] = screenPlace(room, wholeMap, x, y);
    expect(left).toBeGreaterThan(10);
    expect(left).toBeLessThan(630);
    expect(top).toBeGreaterThan(10);
    expect(top).toBeLessThan(470);
  }
});

test('what is on the screen and what is on the map are the same place', () => {
  const view = zoomedAt(room, wholeMap, 5, 100, 400);
  const [left, top] = screenPlace(room, view, 0.2, -0.1);
  const [x, y] = mapPlace(room, view, left, top);
  expect([x, y]).toEqual([expect.closeTo(0.2, 9), expect.closeTo(-0.1, 9)]);
});

test('zooming in keeps the place under the pointer, as long as the map fills the canvas', () => {
  const before = mapPlace(room, wholeMap, 300, 220);
  const after = mapPlace(room, zoomedAt(room, wholeMap, 3, 300, 220), 300, 220);
  expect(after[0]).toBeCloseTo(before[0], 9);
  expect(after[1]).toBeCloseTo(before[1], 9);
});

test('however it is handled, the scale stays within its limits and the middle on the map', () => {
  const handling = fc.array(
    fc.oneof(
      fc.record({ factor: fc.double({ min: 0.1, max: 10, noNaN: true }), x: fc.nat(640), y: fc.nat(480) }),
      fc.record({
        right: fc.integer({ min: -900, max: 900 }),
        down: fc.integer({ min: -900, max: 900 }),
      }),
    ),
    { maxLength: 30 },
  );
  fc.assert(
    fc.property(handling, (steps) => {
      let view = wholeMap;
      for (const step of steps)
        view =
          'factor' in step
            ? zoomedAt(room, view, step.factor, step.x, step.y)
            : panned(room, view, step.right, step.down);
      return view.scale >= 1 && view.scale <= mostScale && Math.abs(view.x) <= 1 && Math.abs(view.y) <= 0.6;
    }),
  );
  expect(zoomedAt(room, zoomedAt(room, wholeMap, 4, 1, 1), 0.01, 500, 20)).toEqual({
    x: expect.closeTo(0, 12),
    y: expect.closeTo(0, 12),
    scale: 1,
  });
});

test('a frame holds all places, and one place alone has a frame too', () => {
  const frame = frameAround(Float32Array.from([-2, 1, 4, 2, 0, 5]));
  expect(frame).toEqual({ centreX: 1, centreY: 3, half: 3, shareX: 1, shareY: 4 / 6 });
  expect(frameAround(Float32Array.from([7, 7])).half).toBeGreaterThan(0);
  expect(frameAround(new Float32Array()).half).toBeGreaterThan(0);
});

test('the grain is the distance to the fourth neighbour', () => {
  const row = Float32Array.from({ length: 200 }, (_, at) => (at % 2 === 0 ? at / 2 : 0));
  expect(grainOf(row)).toBe(2);
});

test('any place can come to the middle of a map that is twice as large', () => {
  const view = centredOn(room, 1, -0.6, 2);
  expect(screenPlace(room, view, 1, -0.6)).toEqual([320, 240]);
  expect(centredOn(room, 1, 1, 1)).toEqual({ x: 0, y: 0, scale: 1 });
});
