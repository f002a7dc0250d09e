import { centreIndex } from '../../digits/raster/place.ts';
import type { Random } from '../../lib/random.ts';
import { digitSide } from '../../network/rasters.ts';

/**
 * Ways of writing that much of the world has and MNIST's writers, from the USA, hardly do: a zero with a
 * slash, and a one with an upstroke and perhaps a base. Made from MNIST's own digits by adding lines; the
 * result is centred by mass again, as MNIST's are.
 */
export interface Variants {
  /** Share of the zeros that get a slash. */
  readonly slashedZeros: number;
  /** Share of the ones that get an upstroke. */
  readonly upstrokeOnes: number;
}

interface Point {
  readonly x: number;
  readonly y: number;
}

/** Changes the digit in place, or leaves it. @param digit 784 bytes @param label its class */
export function addVariant(
  digit: Uint8Array,
  label: number,
  { slashedZeros, upstrokeOnes }: Variants,
  random: Random,
): void {
  if (label === 0 && random.uniform() < slashedZeros) slash(digit, random);
  else if (label === 1 && random.uniform() < upstrokeOnes) addUpstroke(digit, random);
  else return;
  centreByMass(digit);
}

function between(from: number, to: number, random: Random): number {
  return from + (to - from) * random.uniform();
}

/** Anything from a level bar to a steep stroke to the upper right, from short of the zero to beyond it. */
function slash(digit: Uint8Array, random: Random): void {
  const { left, right, top, bottom } = boundsOf(digit);
  const angle = (between(0, 70, random) * Math.PI) / 180;
  const direction = { x: Math.cos(angle), y: -Math.sin(angle) };
  // From the middle to the zero's bounding ellipse along the stroke, then more or less of it.
  const reachX = (right - left) / 2;
  const reachY = (bottom - top) / 2;
  const reach = 1 / Math.hypot(direction.x / reachX, direction.y / reachY);
  const length = reach * between(0.8, 1.5, random);
  const middle = {
    x: (left + right) / 2 + between(-1, 1, random),
    y: (top + bottom) / 2 + between(-2, 2, random),
  };
  const end = (sign: number) => ({
    x: middle.x + sign * length * direction.x,
    y: middle.y + sign * length * direction.y,
  });
  drawLine(digit, end(-1), end(1), between(0.9, 1.4, random));
}

/** From the head of the stem to the lower left, steeper than a seven's bar; sometimes a base. */
function addUpstroke(digit: Uint8Array, random: Random): void {
  const { top, bottom } = boundsOf(digit);
  const head = { x: inkColumn(digit, top), y: top };
  const foot = { x: inkColumn(digit, bottom), y: bottom };
  const height = bottom - top;
  const halfWidth = between(0.9, 1.4, random);
  const angle = (between(35, 65, random) * Math.PI) / 180;
  const length = height * between(0.25, 0.5, random);
  const start = { x: head.x - length * Math.cos(angle), y: head.y + length * Math.sin(angle) };
  drawLine(digit, start, head, halfWidth);
  const halfBase = (height * between(0.15, 0.35, random)) / 2;
  if (random.uniform() < 0.3) {
    drawLine(digit, { x: foot.x - halfBase, y: foot.y }, { x: foot.x + halfBase, y: foot.y }, halfWidth);
  }
}

/** From this value on, a pixel belongs to the line rather than to its soft edge. */
const inked = 128;

/** First and last columns and rows with ink; the whole field when there is none. */
function boundsOf(digit: Uint8Array) {
  let [left, right, top, bottom] = [digitSide - 1, 0, digitSide - 1, 0];
  digit.forEach((value, i) => {
    if (value < inked) return;
    left = Math.min(left, i % digitSide);
    right = Math.max(right, i % digitSide);
    top = Math.min(top, Math.floor(i / digitSide));
    bottom = Math.max(bottom, Math.floor(i / digitSide));
  });
  return { left, right: Math.max(right, left + 1), top, bottom: Math.max(bottom, top + 1) };
}

/** Mean column of a row's ink, weighted. */
function inkColumn(digit: Uint8Array, row: number): number {
  let [mass, sum] = [0, 0];
  for (let column = 0; column < digitSide; column++) {
    const value = digit[row * digitSide + column] ?? 0;
    mass += value;
    sum += value * column;
  }
  return mass > 0 ? sum / mass : digitSide / 2;
}

/** A line with round ends and soft edges, over what is there. Coordinates are of pixels' middles. */
function drawLine(digit: Uint8Array, from: Point, to: Point, halfWidth: number): void {
  const [alongX, alongY] = [to.x - from.x, to.y - from.y];
  const square = Math.max(alongX ** 2 + alongY ** 2, 1e-9);
  for (let row = 0; row < digitSide; row++) {
    for (let column = 0; column < digitSide; column++) {
      const [x, y] = [column - from.x, row - from.y];
      const along = Math.min(1, Math.max(0, (x * alongX + y * alongY) / square));
      const away = Math.hypot(x - along * alongX, y - along * alongY);
      const ink = Math.round(255 * Math.min(1, Math.max(0, halfWidth + 0.5 - away)));
      const at = row * digitSide + column;
      digit[at] = Math.max(digit[at] as number, ink);
    }
  }
}

/** Moves the digit by whole pixels so that its centre of mass falls where MNIST has it. */
function centreByMass(digit: Uint8Array): void {
  let [mass, sumX, sumY] = [0, 0, 0];
  digit.forEach((value, i) => {
    mass += value;
    sumX += value * (i % digitSide);
    sumY += value * Math.floor(i / digitSide);
  });
  if (mass === 0) return;
  const moveX = Math.round(centreIndex - sumX / mass);
  const moveY = Math.round(centreIndex - sumY / mass);
  const before = digit.slice();
  for (let row = 0; row < digitSide; row++) {
    for (let column = 0; column < digitSide; column++) {
      const [fromX, fromY] = [column - moveX, row - moveY];
      const inside = fromX >= 0 && fromX < digitSide && fromY >= 0 && fromY < digitSide;
      digit[row * digitSide + column] = inside ? (before[fromY * digitSide + fromX] as number) : 0;
    }
  }
}
