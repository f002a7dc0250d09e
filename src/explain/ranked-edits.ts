import type { Place } from '../digits/drawing/ways.ts';
import { networkLineWidth } from '../digits/raster/network-line-width.ts';
import type { Normalisation } from '../digits/raster/normalisation.ts';
import { boxSide } from '../digits/raster/place.ts';
import { digitClasses } from '../network/labels.ts';
import { digitSide, inputSide, inputSize, padding, padToInput32 } from '../network/rasters.ts';
import type { Batches } from './batches.ts';
import type { Question, Rest } from './edit-readings.ts';
import type { Edit } from './edits.ts';
import { apart } from './ink-lines.ts';

/**
 * General straight lines and moves of the eraser, ranked by what the gradient says that they would do: to first
 * order, ink more or less in a pixel adds its slope to the difference of two logits. That is not true of a whole line,
 * but it tells where to look.
 */

/** What one rival needs. */
export interface Wish {
  /** How far the rival's logit is behind. */
  readonly behind: number;
  /** Slope of (rival's logit - the present answer's) at each of the 1,024 inputs. */
  readonly slopes: Float32Array;
}

/** What each rival lacks, and where ink would help it. */
export async function wishesOf(
  batches: Batches,
  { digit }: Normalisation,
  { from, to }: Question,
): Promise<Wish[]> {
  const rivals = to === null ? digitClasses.filter((rival) => rival !== from) : [to];
  const input = padToInput32(digit);
  const classes = digitClasses.length;
  const inputs = new Float32Array(rivals.length * inputSize);
  const cotangents = new Float32Array(rivals.length * classes);
  rivals.forEach((rival, at) => {
    inputs.set(input, at * inputSize);
    cotangents[at * classes + rival] = 1;
    cotangents[at * classes + from] = -1;
  });
  const { logits, gradient } = await batches.inputGradient(inputs, cotangents);
  return rivals.map((rival, at) => ({
    behind: (logits[from] as number) - (logits[rival] as number),
    slopes: gradient.subarray(at * inputSize, (at + 1) * inputSize),
  }));
}

/** Starts are this far apart, in pixels of the 20 x 20 box. */
const gridStep = 1.5;
const directions = 8;
const lineLengthsPx = [2.5, 4.5, 7.5, 12];
/** The eraser's round ends reach further. */
const eraserWaysPx = [0.5, 2.5, 5];
/** Two that are nearer than this at both ends are one, in pixels. */
const distinctPx = 1.6;
/** Pixels between samples of a line. */
const samplePx = 0.5;

interface Ranking {
  readonly erases: boolean;
  /** What a logit that is missing costs, as a share of the digit's size. */
  readonly costPerLogit: number;
  /** At most so many. */
  readonly count: number;
}

/** The cheapest first, none of them near another. */
export async function rankedEdits(
  normalisation: Normalisation,
  wishes: readonly Wish[],
  { erases, costPerLogit, count }: Ranking,
  rest: Rest,
): Promise<Edit[]> {
  const { digit, offset } = normalisation;
  const ways = [...straightWays(erases ? eraserWaysPx : lineLengthsPx)];
  const costs = new Float64Array(ways.length).fill(Number.POSITIVE_INFINITY);
  for (const { behind, slopes } of wishes) {
    const field = blurred(fieldOf(digit, slopes, erases));
    ways.forEach(({ from, to }, at) => {
      const missing = Math.max(0, behind - gainAlong(field, from, to, offset));
      costs[at] = Math.min(costs[at] as number, apart(from, to) / boxSide + costPerLogit * missing);
    });
    await rest();
  }
  const order = [...ways.keys()].sort((a, b) => (costs[a] as number) - (costs[b] as number));
  const distinct: Edit[] = [];
  for (const at of order) {
    if (distinct.length >= count) break;
    const edit = { erases, bend: 0, ...(ways[at] as Way) };
    if (!distinct.some((other) => isNear(edit, other))) distinct.push(edit);
  }
  return distinct.map((edit) => onDrawing(edit, normalisation));
}

type Way = Pick<Edit, 'from' | 'to'>;

/** In pixels of the box; every line once, whichever of its ends is named first. */
function* straightWays(lengthsPx: readonly number[]): Generator<Way> {
  for (let y = gridStep / 2; y < boxSide; y += gridStep) {
    for (let x = gridStep / 2; x < boxSide; x += gridStep) {
      for (let turn = 0; turn < directions; turn++) {
        const angle = (turn * Math.PI) / directions;
        for (const length of lengthsPx) {
          const to = { x: x + length * Math.cos(angle), y: y + length * Math.sin(angle) };
          if (to.x >= 0 && to.x <= boxSide && to.y <= boxSide) yield { from: { x, y }, to };
        }
      }
    }
  }
}

/** What each pixel of 28 x 28 adds to the difference when it is inked, or rubbed out. */
function fieldOf(digit: Uint8Array, slopes: Float32Array, erases: boolean): Float32Array {
  return Float32Array.from(digit, (ink, at) => {
    const [row, column] = [Math.floor(at / digitSide), at % digitSide];
    const slope = slopes[(row + padding) * inputSide + column + padding] as number;
    return erases ? (-slope * ink) / 255 : slope * (1 - ink / 255);
  });
}

/** The mean of 3 x 3 pixels, which is about as broad as a line. */
function blurred(field: Float32Array): Float32Array {
  return field.map((_, at) => {
    const [row, column] = [Math.floor(at / digitSide), at % digitSide];
    let sum = 0;
    for (let y = Math.max(0, row - 1); y <= Math.min(digitSide - 1, row + 1); y++) {
      for (let x = Math.max(0, column - 1); x <= Math.min(digitSide - 1, column + 1); x++)
        sum += field[y * digitSide + x] as number;
    }
    return sum / 9;
  });
}

function gainAlong(field: Float32Array, from: Place, to: Place, offset: Place): number {
  const samples = Math.ceil(apart(from, to) / samplePx);
  let sum = 0;
  for (let sample = 0; sample <= samples; sample++) {
    const column = Math.floor(from.x + ((to.x - from.x) * sample) / samples) + offset.x;
    const row = Math.floor(from.y + ((to.y - from.y) * sample) / samples) + offset.y;
    if (column >= 0 && row >= 0 && column < digitSide && row < digitSide)
      sum += field[row * digitSide + column] as number;
  }
  return sum * samplePx * networkLineWidth;
}

function isNear(one: Edit, other: Edit): boolean {
  const pair = (from: Place, to: Place) =>
    apart(one.from, from) < distinctPx && apart(one.to, to) < distinctPx;
  return pair(other.from, other.to) || pair(other.to, other.from);
}

/** From pixels of the box to paper units. */
function onDrawing(edit: Edit, { crop, scale }: Normalisation): Edit {
  const place = ({ x, y }: Place) => ({
    x: crop.left + crop.width / 2 + (x - boxSide / 2) / scale,
    y: crop.top + crop.height / 2 + (y - boxSide / 2) / scale,
  });
  return { ...edit, from: place(edit.from), to: place(edit.to) };
}
