/**
 * Lines to grey pixels by area: a pixel's byte is the share of it that the ink covers.
 *
 * The ink is the union of round-capped segments. Each is convex, so it covers one span of any
 * horizontal line: spans are set as bits in a raster 16 times finer in both directions, where the
 * union is an OR, and the bits of a pixel are counted. 256 samples a pixel: grey within 1/32.
 */
const usualFineness = 16;

/** For ink so long that it would cover the raster four times over, 4 times finer will do. */
const scribbleFineness = 4;
const scribbleLayers = 4;

/**
 * @param lines polylines, x and y in turn, in pixels; (0, 0) is the raster's upper left corner
 * @param lineWidth in pixels
 * @returns columns * rows bytes, row-major, 0 = paper, 255 = covered by ink
 */
export function rasterise(
  lines: readonly Float64Array[],
  lineWidth: number,
  columns: number,
  rows: number,
): Uint8Array {
  const scribble = lengthOf(lines) * lineWidth > scribbleLayers * columns * rows;
  const fineness = scribble ? scribbleFineness : usualFineness;
  const wordsPerRow = Math.ceil((columns * fineness) / 32);
  const raster: FineRaster = {
    bits: clearedBits(wordsPerRow * rows * fineness),
    wordsPerRow,
    columns: columns * fineness,
    rows: rows * fineness,
  };
  const radius = (lineWidth / 2) * fineness;
  for (const line of lines) {
    const end = line.length - 2;
    for (let at = 0; at < Math.max(end, 1); at += 2) {
      const next = Math.min(at + 2, end);
      fillCapsule(
        raster,
        (line[at] as number) * fineness,
        (line[at + 1] as number) * fineness,
        (line[next] as number) * fineness,
        (line[next + 1] as number) * fineness,
        radius,
      );
    }
  }
  return fineness === usualFineness
    ? countHalfWords(raster, columns, rows)
    : countBits(raster, columns, rows, fineness);
}

/** Kept between digits: to get new memory for each would take longer than to draw in it. */
let keptBits = new Int32Array();

function clearedBits(words: number): Int32Array {
  if (keptBits.length < words) keptBits = new Int32Array(words);
  else keptBits.fill(0, 0, words);
  return keptBits;
}

interface FineRaster {
  readonly bits: Int32Array;
  readonly wordsPerRow: number;
  readonly columns: number;
  readonly rows: number;
}

function lengthOf(lines: readonly Float64Array[]): number {
  let length = 0;
  for (const line of lines) {
    for (let at = 2; at < line.length; at += 2) {
      const dx = (line[at] as number) - (line[at - 2] as number);
      const dy = (line[at + 1] as number) - (line[at - 1] as number);
      length += Math.sqrt(dx * dx + dy * dy);
    }
  }
  return length;
}

/**
 * All points within `radius` of the segment (x0, y0)-(x1, y1), row by row. Going down, either side of
 * the outline is first the upper end's circle, then a straight line, then the lower end's circle; a
 * straight line touches the circles `tangent` beside their middles (below on one side, above on the
 * other).
 */
function fillCapsule(
  raster: FineRaster,
  x0: number,
  y0: number,
  x1: number,
  y1: number,
  radius: number,
): void {
  if (y0 > y1) {
    fillCapsule(raster, x1, y1, x0, y0, radius);
    return;
  }
  const dx = x1 - x0;
  const dy = y1 - y0;
  const length = Math.sqrt(dx * dx + dy * dy);
  const tangent = length > 0 ? (radius * dx) / length : 0;
  const slope = dx / dy; // used only between the circles, where dy > 0
  const sideways = (radius * length) / dy;
  const firstRow = Math.max(0, Math.ceil(y0 - radius - 0.5));
  const lastRow = Math.min(raster.rows - 1, Math.floor(y1 + radius - 0.5));
  for (let row = firstRow; row <= lastRow; row++) {
    const fromStart = row + 0.5 - y0;
    const fromEnd = row + 0.5 - y1;
    const axis = x0 + fromStart * slope;
    let left = axis - sideways;
    let right = axis + sideways;
    if (fromStart <= tangent) left = x0 - chord(radius, fromStart);
    else if (fromEnd >= tangent) left = x1 - chord(radius, fromEnd);
    if (fromStart <= -tangent) right = x0 + chord(radius, fromStart);
    else if (fromEnd >= -tangent) right = x1 + chord(radius, fromEnd);
    setSpan(raster, row, left, right);
  }
}

/** Half the width of a circle at a height off its middle. */
function chord(radius: number, height: number): number {
  return Math.sqrt(Math.max(0, radius * radius - height * height));
}

/** Sets the samples whose centres lie in left..right. */
function setSpan(raster: FineRaster, row: number, left: number, right: number): void {
  const first = Math.max(0, Math.ceil(left - 0.5));
  const last = Math.min(raster.columns - 1, Math.floor(right - 0.5));
  if (!(first <= last)) return;
  const { bits } = raster;
  const start = row * raster.wordsPerRow;
  const firstWord = start + (first >> 5);
  const lastWord = start + (last >> 5);
  const fromFirst = -1 << (first & 31);
  const toLast = -1 >>> (31 - (last & 31));
  if (firstWord === lastWord) {
    bits[firstWord] = (bits[firstWord] as number) | (fromFirst & toLast);
    return;
  }
  bits[firstWord] = (bits[firstWord] as number) | fromFirst;
  for (let word = firstWord + 1; word < lastWord; word++) bits[word] = -1;
  bits[lastWord] = (bits[lastWord] as number) | toLast;
}

/**
 * The same for the usual fineness, where a word holds 16 samples of each of two pixels: their ones are
 * counted in bytes side by side, 8 at most in each row, so that 16 rows never carry into the next byte.
 */
function countHalfWords(raster: FineRaster, columns: number, rows: number): Uint8Array {
  const { bits, wordsPerRow } = raster;
  const pixels = new Uint8Array(columns * rows);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column += 2) {
      let word = row * usualFineness * wordsPerRow + (column >> 1);
      let bytes = 0;
      for (let line = 0; line < usualFineness; line++, word += wordsPerRow) {
        let ones = bits[word] as number;
        if (ones === 0) continue;
        ones -= (ones >>> 1) & 0x55555555;
        ones = (ones & 0x33333333) + ((ones >>> 2) & 0x33333333);
        bytes += (ones + (ones >>> 4)) & 0x0f0f0f0f;
        bytes |= 0;
      }
      if (bytes === 0) continue;
      const at = row * columns + column;
      pixels[at] = Math.round((((bytes & 255) + ((bytes >>> 8) & 255)) * 255) / usualFineness ** 2);
      if (column + 1 === columns) continue;
      pixels[at + 1] = Math.round(((((bytes >>> 16) & 255) + (bytes >>> 24)) * 255) / usualFineness ** 2);
    }
  }
  return pixels;
}

function countBits(raster: FineRaster, columns: number, rows: number, fineness: number): Uint8Array {
  const pixels = new Uint8Array(columns * rows);
  const pixelMask = 2 ** fineness - 1;
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const firstBit = column * fineness;
      let word = row * fineness * raster.wordsPerRow + (firstBit >> 5);
      let set = 0;
      for (let line = 0; line < fineness; line++, word += raster.wordsPerRow)
        set += bitCount(((raster.bits[word] as number) >>> (firstBit & 31)) & pixelMask);
      pixels[row * columns + column] = Math.round((set * 255) / fineness ** 2);
    }
  }
  return pixels;
}

/** Ones among the lower 16 bits. */
function bitCount(bits: number): number {
  let count = bits - ((bits >> 1) & 0x5555);
  count = (count & 0x3333) + ((count >> 2) & 0x3333);
  count = (count + (count >> 4)) & 0x0f0f;
  return (count + (count >> 8)) & 0x1f;
}
