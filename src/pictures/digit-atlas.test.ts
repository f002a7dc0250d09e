import { expect, test } from 'vitest';
import { digitSize } from '../network/rasters.ts';
import { atlasCorner, atlasLayout, paintAtlas } from './digit-atlas.ts';

test('every digit has a place of its own, inside', () => {
  for (const count of [0, 1, 2, 10, 2_000]) {
    const layout = atlasLayout(count);
    const corners = Array.from({ length: count }, (_, at) => atlasCorner(layout, at));
    expect(new Set(corners.map(String)).size).toBe(count);
    for (const [x, y] of corners) {
      expect(x + 28).toBeLessThanOrEqual(layout.width);
      expect(y + 28).toBeLessThanOrEqual(layout.height);
    }
  }
});

test('ink has the colour of its class, as opaque as it is dark; paper is clear', () => {
  const digits = new Uint8Array(5 * digitSize);
  digits[3 * digitSize + 28 + 2] = 200;
  const layout = atlasLayout(5);
  const pixels = new Uint8ClampedArray(layout.width * layout.height * 4);
  const colours = Array.from({ length: 10 }, (_, digit) => [digit, 10 + digit, 20 + digit] as const);
  paintAtlas(pixels, layout, { digits, labels: Uint8Array.from([1, 2, 3, 4, 5]) }, colours);
  const [left, top] = atlasCorner(layout, 3);
  const at = 4 * ((top + 1) * layout.width + left + 2);
  expect([...pixels.subarray(at, at + 4)]).toEqual([4, 14, 24, 200]);
  expect([...pixels.subarray(at + 4, at + 8)]).toEqual([4, 14, 24, 0]);
});
