import { largest, smallest } from '../lib/lists.ts';
import { type Drawing, paperSize, type Stroke, widePaper } from './drawing/drawing.ts';
import { samples } from './samples.ts';

interface NumberSample {
  /** Its digits. */
  readonly name: string;
  /** On the wide paper. */
  readonly drawing: Drawing;
}

/** Height of a digit, and what lies between two, in paper units; a long number is made smaller. */
const digitHeight = 900;
const gap = 130;
/** A number takes at most this share of the paper's width. */
const widthShare = 0.88;

/** Numbers to click instead of writing, composed of the sample digits, another one of each digit each time. */
export const numberSamples: readonly NumberSample[] = [
  '42',
  '1998',
  '31415',
  '60000',
  '2718',
  '99',
  '703658',
  '8086',
].map((name) => ({ name, drawing: composed(name) }));

function composed(name: string): Drawing {
  const digits = [...name].map((character, place) => sampleOf(Number(character), place));
  const widths = digits.map(({ width }) => width);
  const whole = widths.reduce((sum, width) => sum + width, gap * (digits.length - 1));
  const scale = Math.min(1, (widthShare * paperSize) / whole);
  let left = (paperSize - whole * scale) / 2;
  const top = (widePaper.top + widePaper.bottom - digitHeight * scale) / 2;
  const strokes = digits.flatMap((digit) => {
    const placed = digit.strokes.map(({ width, points }) => ({
      width: Math.round(width * widePaper.scale),
      points: points.map(({ x, y, pressure }) => ({
        x: Math.round(left + x * scale),
        y: Math.round(top + y * scale),
        pressure,
      })),
    }));
    left += (digit.width + gap) * scale;
    return placed;
  });
  return { strokes, picture: null };
}

/** A sample as high as digits are, in the corner of the paper. */
function sampleOf(
  digit: number,
  place: number,
): { readonly width: number; readonly strokes: readonly Stroke[] } {
  const own = samples.filter((sample) => sample.digit === digit);
  const { strokes } = (own[place % own.length] as (typeof own)[number]).drawing;
  const points = strokes.flatMap((stroke) => stroke.points);
  const [xs, ys] = [points.map(({ x }) => x), points.map(({ y }) => y)];
  const [left, top] = [smallest(xs), smallest(ys)];
  const scale = digitHeight / (largest(ys) - top);
  return {
    width: (largest(xs) - left) * scale,
    strokes: strokes.map(({ width, points }) => ({
      width,
      points: points.map(({ x, y, pressure }) => ({ x: (x - left) * scale, y: (y - top) * scale, pressure })),
    })),
  };
}
