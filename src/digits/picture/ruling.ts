import type { Raster } from './resample.ts';

/**
 * Ruled and squared paper: thin straight lines that run from edge to edge, at least three of them in
 * parallel, at whatever distance, angle and strength. A digit's own strokes do not reach that far.
 */

/** Lines are looked for this far from level and from upright, in degrees, in coarse steps and then in fine ones. */
const mostDeg = 10;
const coarse = { stepDeg: 0.2, stride: 8 };
const fine = { stepDeg: 0.05, stride: 4 };
/** Share of a line that may be missing: gaps, stains, or the end of the ruling. */
const missing = 0.3;
const fewestLines = 3;
/** A line is at most this share of the picture's side thick, and two pixels of blur. */
const thickest = 0.015;
/** Ink on a line shows where it is darker than the line by this share of the line's own contrast. */
const inkOverLine = 0.3;
/** What is stronger than this adds nothing to the search: ink would pull it to its own strokes. */
const searchCap = 60;

/** Lines in one direction. Line `r` of a picture is where y - x * slope = r, rounded. */
interface Ruling {
  readonly slope: number;
  /** By line, from -first on: the contrast of the line there, 0 where there is none. */
  readonly levels: Float64Array;
  /** By line: the nearest lines on both sides that are not ruled. */
  readonly before: Int32Array;
  readonly after: Int32Array;
  readonly first: number;
}

/**
 * Takes ruling away and closes the strokes that it crosses.
 * @param contrast how much darker each pixel is than the paper there, in grey levels
 * @param least contrast that counts, in grey levels
 */
export function withoutRuling(contrast: Raster<Float64Array>, least: number): Float64Array {
  const { width, height, values } = contrast;
  const level = rulingOf(contrast, least);
  const upright = rulingOf(transposed(contrast), least);
  if (!level && !upright) return values;
  const cleared = values.slice();
  for (let at = 0; at < values.length; at++) {
    const [x, y] = [at % width, Math.floor(at / width)];
    const value = values[at] as number;
    const [one, other] = [levelAt(level, x, y), levelAt(upright, y, x)];
    const line = Math.max(one, other);
    if (line === 0 || isInk(value, line, least)) continue;
    // Under a line, there is ink where there is ink on both sides of it.
    const through = Math.max(
      one > 0 ? bridged(level, x, y, (row) => pixel(values, width, height, x, row)) : 0,
      other > 0 ? bridged(upright, y, x, (column) => pixel(values, width, height, column, y)) : 0,
    );
    // Where lines cross, what is on both sides of one of them may be the other.
    const crossing = one > 0 && other > 0;
    cleared[at] = crossing && !isInk(through, line, least) ? 0 : through;
  }
  return cleared;
}

function isInk(value: number, line: number, least: number): boolean {
  return value - line > Math.max(least, inkOverLine * line);
}

function pixel(values: Float64Array, width: number, height: number, x: number, y: number): number {
  return x < 0 || y < 0 || x >= width || y >= height ? 0 : (values[y * width + x] as number);
}

function lineOf({ slope, first }: Ruling, x: number, y: number): number {
  return y - Math.round(x * slope) + first;
}

function levelAt(ruling: Ruling | null, x: number, y: number): number {
  return ruling ? (ruling.levels[lineOf(ruling, x, y)] ?? 0) : 0;
}

/** The smaller of the values on both sides of the line at a pixel. */
function bridged(ruling: Ruling | null, x: number, y: number, valueAt: (y: number) => number): number {
  if (!ruling) return 0;
  const line = lineOf(ruling, x, y);
  const [above, below] = [(ruling.before[line] as number) - line, (ruling.after[line] as number) - line];
  return Math.min(valueAt(y + above), valueAt(y + below));
}

/** The lines that are nearly level, or null where there is no ruling. */
function rulingOf(contrast: Raster<Float64Array>, least: number): Ruling | null {
  const { width, height } = contrast;
  const slope = bestSlope(contrast);
  const reach = Math.ceil(Math.abs(slope) * width) + 1;
  const lines = height + 2 * reach;
  const levels = new Float64Array(lines);
  const along = new Float64Array(width);
  for (let line = 0; line < lines; line++) {
    let count = 0;
    for (let x = 0; x < width; x++) {
      const y = line - reach + Math.round(x * slope);
      if (y < 1 || y >= height - 1) continue;
      const at = y * width + x;
      const { values } = contrast;
      // One pixel of play, for lines that are not quite straight.
      along[count++] = Math.max(
        values[at - width] as number,
        values[at] as number,
        values[at + width] as number,
      );
    }
    if (count < width / 4) continue;
    levels[line] = along.subarray(0, count).sort()[Math.floor(missing * count)] as number;
  }
  return onlyLines(levels, least, thickest * height + 4, slope, reach);
}

/** Keeps what is thin and repeats. */
function onlyLines(
  levels: Float64Array,
  least: number,
  mostThick: number,
  slope: number,
  first: number,
): Ruling | null {
  const ruled = Float64Array.from(levels, () => 0);
  const before = new Int32Array(levels.length);
  const after = new Int32Array(levels.length);
  let found = 0;
  for (let from = 0; from < levels.length; from++) {
    if ((levels[from] as number) <= least) continue;
    let to = from;
    while (to + 1 < levels.length && (levels[to + 1] as number) > least) to += 1;
    if (to - from + 1 <= mostThick) {
      found += 1;
      ruled.set(levels.subarray(from, to + 1), from);
      before.fill(from - 1, from, to + 1);
      after.fill(to + 1, from, to + 1);
    }
    from = to;
  }
  return found >= fewestLines ? { slope, levels: ruled, before, after, first } : null;
}

/** The slope along which rows differ most from their neighbours. */
function bestSlope(contrast: Raster<Float64Array>): number {
  const search = (from: number, to: number, { stepDeg, stride }: typeof coarse) => {
    let best = { deg: 0, sharpness: -1 };
    for (let deg = from; deg <= to + 1e-9; deg += stepDeg) {
      const sharpness = sharpnessOf(contrast, Math.tan((deg * Math.PI) / 180), stride);
      if (sharpness > best.sharpness) best = { deg, sharpness };
    }
    return best.deg;
  };
  const about = search(-mostDeg, mostDeg, coarse);
  return Math.tan((search(about - coarse.stepDeg, about + coarse.stepDeg, fine) * Math.PI) / 180);
}

function sharpnessOf({ width, height, values }: Raster<Float64Array>, slope: number, stride: number): number {
  const reach = Math.ceil(Math.abs(slope) * width) + 1;
  const sums = new Float64Array(height + 2 * reach);
  const counts = new Float64Array(sums.length);
  const rises = Int32Array.from({ length: Math.ceil(width / stride) }, (_, at) =>
    Math.round(at * stride * slope),
  );
  for (let y = 0; y < height; y++) {
    for (let at = 0; at < rises.length; at++) {
      const line = reach + y - (rises[at] as number);
      sums[line] = (sums[line] as number) + Math.min(searchCap, values[y * width + at * stride] as number);
      counts[line] = (counts[line] as number) + 1;
    }
  }
  let sharpness = 0;
  const enough = width / stride / 2;
  for (let line = 1; line < sums.length; line++) {
    const [count, countBefore] = [counts[line] as number, counts[line - 1] as number];
    if (count < enough || countBefore < enough) continue;
    sharpness += ((sums[line] as number) / count - (sums[line - 1] as number) / countBefore) ** 2;
  }
  return sharpness;
}

function transposed({ width, height, values }: Raster<Float64Array>): Raster<Float64Array> {
  const turned = new Float64Array(values.length);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) turned[x * height + y] = values[y * width + x] as number;
  }
  return { width: height, height: width, values: turned };
}
