import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { digitSide, digitSize } from '../../network/rasters.ts';
import { samples } from '../samples.ts';
import { networkLineWidth } from './network-line-width.ts';
import { normalise } from './normalise.ts';
import { boxSide, centreIndex, placeByCentreOfMass } from './place.ts';

/**
 * What MNIST's 60,000 training images are like, and that our digits are so too. Prints its figures:
 * `MNIST_DIR=... npx vitest run --project unit src/digits/raster/mnist-statistics.test.ts`.
 */
const folder = resolve(process.env.MNIST_DIR ?? 'data/mnist');
const available = existsSync(resolve(folder, 'train-images-idx3-ubyte.gz'));

function itemsOf(file: string, headerBytes: number): Uint8Array {
  return gunzipSync(readFileSync(resolve(folder, file))).subarray(headerBytes);
}

interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

function boundsOf(digit: Uint8Array): Box {
  const box = { left: digitSide, top: digitSide, right: -1, bottom: -1 };
  for (let at = 0; at < digitSize; at++) {
    if (!digit[at]) continue;
    const column = at % digitSide;
    const row = (at - column) / digitSide;
    box.left = Math.min(box.left, column);
    box.right = Math.max(box.right, column);
    box.top = Math.min(box.top, row);
    box.bottom = Math.max(box.bottom, row);
  }
  return box;
}

/**
 * Width of the line: twice the ink's area over the length of its outline, which is the sum of the
 * grey's slopes (its total variation). It reads a line of 2.45 pixels as 2.3 where nothing crosses,
 * and MNIST's and our digits alike, so it is good for comparing the two.
 */
function lineWidthOf(digit: Uint8Array): number {
  const at = (column: number, row: number) =>
    column < 0 || row < 0 || column >= digitSide || row >= digitSide
      ? 0
      : (digit[row * digitSide + column] as number);
  let area = 0;
  let outline = 0;
  for (let row = -1; row < digitSide; row++) {
    for (let column = -1; column < digitSide; column++) {
      const ink = at(column, row);
      area += ink;
      outline += Math.hypot(at(column + 1, row) - ink, at(column, row + 1) - ink);
    }
  }
  return (2 * area) / outline;
}

/** Share of the inked pixels in each eighth of 1..255. */
function greys(digits: readonly Uint8Array[]): number[] {
  const counts = new Array<number>(8).fill(0);
  for (const digit of digits) {
    for (const ink of digit) if (ink > 0) counts[ink >> 5] = (counts[ink >> 5] as number) + 1;
  }
  const all = counts.reduce((sum, count) => sum + count, 0);
  return counts.map((count) => count / all);
}

/** The figures are the point of this test as much as its verdict. */
function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
const inkOf = (digit: Uint8Array) => digit.reduce((sum, ink) => sum + ink, 0) / 255;

describe.skipIf(!available)('the 60,000 training images of MNIST', () => {
  const images = available ? itemsOf('train-images-idx3-ubyte.gz', 16) : new Uint8Array(0);
  const labels = available ? itemsOf('train-labels-idx1-ubyte.gz', 8) : new Uint8Array(0);
  const digits = Array.from(labels, (_, item) => images.subarray(item * digitSize, (item + 1) * digitSize));
  const ours = samples.flatMap(({ drawing }) => normalise(drawing)?.digit ?? []);

  test('are 20 pixels on their longer side, all but 13 that were cut off at the edge', () => {
    const odd = digits.filter((digit) => {
      const { left, top, right, bottom } = boundsOf(digit);
      return Math.max(right - left, bottom - top) + 1 !== boxSide;
    });
    expect(odd.length).toBe(13);
  });

  test('are put where placeByCentreOfMass puts them, all but 4', () => {
    let elsewhere = 0;
    for (const digit of digits) {
      const { left, top, right, bottom } = boundsOf(digit);
      if (right - left >= boxSide || bottom - top >= boxSide) continue;
      const box = new Uint8Array(boxSide ** 2);
      for (let row = top; row <= bottom; row++)
        box.set(digit.subarray(row * digitSide + left, row * digitSide + right + 1), (row - top) * boxSide);
      const { offset } = placeByCentreOfMass(box);
      if (offset.x !== left || offset.y !== top) elsewhere++;
    }
    print(`placed elsewhere than MNIST's: ${elsewhere}; centre: pixel ${centreIndex}`);
    expect(elsewhere).toBeLessThanOrEqual(4);
  });

  test('have lines as wide as our samples, within 5 %', () => {
    const theirs = mean(digits.map(lineWidthOf));
    const width = mean(ours.map(lineWidthOf));
    print(`line width: MNIST ${theirs.toFixed(3)}, ours ${width.toFixed(3)} (${networkLineWidth} drawn)`);
    expect(Math.abs(width / theirs - 1)).toBeLessThan(0.05);
  });

  test('have as much ink as our samples of the same digit, within 5 % over all and 25 % for each digit', () => {
    const ratios = Array.from({ length: 10 }, (_, label) => {
      const theirs = mean(digits.filter((_, item) => labels[item] === label).map(inkOf));
      const own = mean(ours.filter((_, at) => samples[at]?.digit === label).map(inkOf));
      print(`ink of ${label}: MNIST ${theirs.toFixed(1)}, ours ${own.toFixed(1)} pixels`);
      return own / theirs;
    });
    expect(Math.abs(mean(ratios) - 1)).toBeLessThan(0.05);
    for (const ratio of ratios) expect(Math.abs(ratio - 1)).toBeLessThan(0.25);
  });

  test('have the greys of our samples: each eighth of the scale within 5 % of all inked pixels', () => {
    const theirs = greys(digits);
    const own = greys(ours);
    const percent = (shares: number[]) => shares.map((share) => (100 * share).toFixed(1)).join(' ');
    print(`greys in eighths, %: MNIST ${percent(theirs)}, ours ${percent(own)}`);
    own.forEach((share, eighth) => {
      expect(Math.abs(share - (theirs[eighth] as number))).toBeLessThan(0.05);
    });
  });
});
