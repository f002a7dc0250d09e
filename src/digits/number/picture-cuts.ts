import type { Component } from '../picture/components.ts';
import type { Shape } from '../raster/box-picture.ts';

/** A component narrower than this is hardly two digits. Lengths are in heights of the line. */
const leastJoinedWidth = 0.8;
/** Cuts lie at least this far apart, and from the component's ends. */
const leastPart = 0.15;
/** A profile has a valley where it rises by this much on both sides. */
const leastRise = 0.12;

/**
 * Where a component may go from one digit to the next: in the valleys of two profiles of its columns, of the ink in
 * each (its vertical projection) and of the distance between its upper and its lower outline (LeCun et al. 1998,
 * section V.A). Strokes that join low have a valley in the first, bowls that touch in the second.
 * @param lineHeight in pixels
 * @returns columns of the shape, ascending, each the first of the part right of its cut
 */
export function profileCuts(
  { pixels, left, right }: Component,
  { width }: Shape,
  lineHeight: number,
): readonly number[] {
  const count = right - left + 1;
  if (count < leastJoinedWidth * lineHeight) return [];
  const projection = new Float64Array(count);
  const highest = new Float64Array(count).fill(Number.POSITIVE_INFINITY);
  const lowest = new Float64Array(count).fill(Number.NEGATIVE_INFINITY);
  for (const at of pixels) {
    const column = (at % width) - left;
    const row = Math.floor(at / width);
    projection[column] = (projection[column] as number) + 1;
    highest[column] = Math.min(highest[column] as number, row);
    lowest[column] = Math.max(lowest[column] as number, row);
  }
  const outline = highest.map((row, column) => (lowest[column] as number) - row + 1);
  const rise = leastRise * lineHeight;
  const candidates = [...valleys(projection, rise), ...valleys(outline, rise)].sort((a, b) => a - b);
  const cuts: number[] = [];
  let before = 0;
  for (const candidate of candidates) {
    if (Math.min(candidate - before, count - candidate) < leastPart * lineHeight) continue;
    cuts.push(left + candidate);
    before = candidate;
  }
  return cuts;
}

/** Middles of the lowest places between two that are higher by at least `rise`. */
function valleys(profile: Float64Array, rise: number): readonly number[] {
  const found: number[] = [];
  let falling = false;
  let high = Number.NEGATIVE_INFINITY;
  let low = { value: Number.POSITIVE_INFINITY, first: 0, last: 0 };
  profile.forEach((value, at) => {
    if (!falling) {
      high = Math.max(high, value);
      if (high - value < rise) return;
      falling = true;
      low = { value, first: at, last: at };
      return;
    }
    if (value < low.value) low = { value, first: at, last: at };
    else if (value === low.value) low.last = at;
    if (value - low.value < rise) return;
    found.push(Math.round((low.first + low.last) / 2));
    falling = false;
    high = value;
  });
  return found;
}
