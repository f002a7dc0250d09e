import { type Digit28, digit28, digitSide, digitSize } from '../network/rasters.ts';
import type { Batches } from './batches.ts';
import { leadOf, type Pair } from './pair.ts';

/** What hiding parts of the ink does to the lead of a digit over its rival. */
export interface Occlusion {
  /** The lead of the whole drawing, in logits. */
  readonly lead: number;
  /**
   * 28 x 28: what the ink of each pixel speaks, in logits: the mean fall of the lead over all patches that hid it.
   * Positive for the digit, negative for the rival; 0 where there is no ink.
   */
  readonly pixels: Float32Array;
  /** The ink in ninths of its own bounding box; those without ink are left out. */
  readonly parts: readonly HiddenPart[];
}

interface HiddenPart {
  readonly place: InkPlace;
  /** How much lower the lead is without this part. Negative: the part speaks for the rival. */
  readonly fall: number;
}

/** Row by row: the ninths of a box, as people call them. */
export const inkPlaces = [
  'top left',
  'top',
  'top right',
  'left',
  'middle',
  'right',
  'bottom left',
  'bottom',
  'bottom right',
] as const;
export type InkPlace = (typeof inkPlaces)[number];

/** Side of a patch and the step from one to the next, in pixels of the 28 x 28 digit. */
const patchSide = 5;
const patchStep = 2;

interface Patch {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/**
 * "Hide it and look" (Zeiler and Fergus: "Visualizing and Understanding Convolutional Networks", ECCV 2014,
 * section 4.2): each patch of the digit is covered with paper in turn, in one batch, and the lead measured.
 */
export async function occlude(batches: Batches, digit: Digit28, pair: Pair): Promise<Occlusion> {
  const inked = ({ left, top, right, bottom }: Patch) =>
    rangeOf(top, bottom).some((row) =>
      rangeOf(left, right).some((column) => (digit[row * digitSide + column] as number) > 0),
    );
  const patches = allPatches().filter(inked);
  const ninths = ninthsOf(digit).flatMap((patch, at) =>
    inked(patch) ? [{ patch, place: inkPlaces[at] as InkPlace }] : [],
  );
  const covered = [...patches, ...ninths.map(({ patch }) => patch)];
  const leads = await leadsOf(batches, [digit, ...covered.map((patch) => without(digit, patch))], pair);
  const [lead = 0, ...hidden] = leads;
  const falls = hidden.map((one) => lead - one);
  return {
    lead,
    pixels: spread(digit, patches, falls),
    parts: ninths.map(({ place }, at) => ({ place, fall: falls[patches.length + at] as number })),
  };
}

async function leadsOf(batches: Batches, digits: readonly Uint8Array[], pair: Pair): Promise<number[]> {
  const { activationCount } = batches.network.architecture;
  const together = new Uint8Array(digits.length * digitSize);
  for (const [at, digit] of digits.entries()) together.set(digit, at * digitSize);
  const activations = await batches.forward(together);
  return digits.map((_, at) =>
    leadOf(batches.network, activations.subarray(at * activationCount, (at + 1) * activationCount), pair),
  );
}

/** The digit with paper where the patch lies. */
function without(digit: Digit28, { left, top, right, bottom }: Patch): Digit28 {
  const covered = digit.slice();
  for (let row = top; row < bottom; row++) covered.fill(0, row * digitSide + left, row * digitSide + right);
  return digit28(covered);
}

function allPatches(): Patch[] {
  const starts = rangeOf(1 - patchSide, digitSide).filter(
    (start) => (start - 1 + patchSide) % patchStep === 0,
  );
  const within = (start: number) => [Math.max(0, start), Math.min(digitSide, start + patchSide)] as const;
  return starts.flatMap((y) =>
    starts.map((x) => {
      const [[left, right], [top, bottom]] = [within(x), within(y)];
      return { left, top, right, bottom };
    }),
  );
}

/** The ink's bounding box in nine parts, row by row. */
function ninthsOf(digit: Digit28): Patch[] {
  const inked = rangeOf(0, digitSize).filter((at) => (digit[at] as number) > 0);
  const thirds = (places: readonly number[]) => {
    const from = places.reduce((a, b) => Math.min(a, b), digitSide);
    const to = places.reduce((a, b) => Math.max(a, b), -1) + 1;
    return [0, 1, 2].map((third) =>
      [third, third + 1].map((edge) => Math.round(from + (edge * Math.max(0, to - from)) / 3)),
    ) as [number, number][];
  };
  const columns = thirds(inked.map((at) => at % digitSide));
  const rows = thirds(inked.map((at) => Math.floor(at / digitSide)));
  return rows.flatMap(([top, bottom]) => columns.map(([left, right]) => ({ left, top, right, bottom })));
}

/** Each inked pixel gets the mean of the falls of all patches that hid it. */
function spread(digit: Digit28, patches: readonly Patch[], falls: readonly number[]): Float32Array {
  const sums = new Float64Array(digitSize);
  const counts = new Uint16Array(digitSize);
  patches.forEach(({ left, top, right, bottom }, patch) => {
    for (let row = top; row < bottom; row++) {
      for (let at = row * digitSide + left; at < row * digitSide + right; at++) {
        sums[at] = (sums[at] as number) + (falls[patch] as number);
        counts[at] = (counts[at] as number) + 1;
      }
    }
  });
  return Float32Array.from(sums, (sum, at) => (digit[at] ? sum / Math.max(1, counts[at] as number) : 0));
}

function rangeOf(from: number, to: number): number[] {
  return Array.from({ length: Math.max(0, to - from) }, (_, at) => from + at);
}
