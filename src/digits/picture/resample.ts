/** A raster of numbers or bytes, row-major. */
export interface Raster<Values> {
  readonly width: number;
  readonly height: number;
  readonly values: Values;
}

/** A rectangle in pixels of a raster, edges between pixels at whole numbers. */
export interface Region {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/**
 * A region of a raster, scaled to columns x rows. Smaller: every new pixel is the mean of what it
 * covers, by area. Larger: straight lines between the middles of the old pixels. What lies outside the
 * raster is 0.
 */
export function resample(
  source: Raster<ArrayLike<number>>,
  region: Region,
  columns: number,
  rows: number,
): Float64Array {
  const { width, height, values } = source;
  const across = tapsAlong(region.left, region.width, columns, width);
  const down = tapsAlong(region.top, region.height, rows, height);
  // Loops rather than callbacks: test digits go through here by the thousand.
  const half = new Float64Array(columns * height);
  for (let column = 0; column < columns; column++) {
    const { first, weights } = across[column] as Taps;
    for (let row = 0; row < height; row++) {
      const from = row * width + first;
      let sum = 0;
      for (let tap = 0; tap < weights.length; tap++)
        sum += (weights[tap] as number) * (values[from + tap] as number);
      half[row * columns + column] = sum;
    }
  }
  const scaled = new Float64Array(columns * rows);
  for (let row = 0; row < rows; row++) {
    const { first, weights } = down[row] as Taps;
    for (let column = 0; column < columns; column++) {
      let sum = 0;
      for (let tap = 0; tap < weights.length; tap++)
        sum += (weights[tap] as number) * (half[(first + tap) * columns + column] as number);
      scaled[row * columns + column] = sum;
    }
  }
  return scaled;
}

interface Taps {
  readonly first: number;
  readonly weights: Float64Array;
}

/** Which old pixels make each new one along one axis, and how much of it. */
function tapsAlong(start: number, extent: number, count: number, limit: number): Taps[] {
  const step = extent / count;
  const reach = Math.max(step, 1);
  const all: Taps[] = [];
  for (let index = 0; index < count; index++) {
    const middle = start + (index + 0.5) * step;
    const first = Math.max(0, Math.floor(middle - reach));
    const last = Math.min(limit - 1, Math.ceil(middle + reach));
    const weights = new Float64Array(Math.max(0, last - first + 1));
    for (let tap = 0; tap < weights.length; tap++)
      weights[tap] = Math.max(0, shareOf(first + tap, middle, step));
    all.push({ first, weights });
  }
  return all;
}

/** The share of pixel..pixel + 1 in the new pixel or, where that is smaller, the tent over it. */
function shareOf(pixel: number, middle: number, step: number): number {
  return step >= 1
    ? (Math.min(pixel + 1, middle + step / 2) - Math.max(pixel, middle - step / 2)) / step
    : 1 - Math.abs(pixel + 0.5 - middle);
}
