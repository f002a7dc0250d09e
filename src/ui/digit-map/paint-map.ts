import { largest, smallest } from '../../lib/lists.ts';
import { digitSide } from '../../network/rasters.ts';
import { classColours } from '../../pictures/class-colours.ts';
import type { Theme } from '../../pictures/colour-scales.ts';
import { type AtlasLayout, atlasCorner } from '../../pictures/digit-atlas.ts';
import type { InkTokens } from './ink-tokens.ts';
import { spreadLabels } from './spread-labels.ts';

/** The pieces of a picture of a map. All lengths and places are CSS pixels; the context is scaled to them. */

/** A digit in sight: its place among the digits, and where it is seen. */
export interface SeenDigit {
  readonly at: number;
  readonly x: number;
  readonly y: number;
}

const labelPx = 15;
const labelApartPx = 23;
/** Clouds that all lie within this are one heap: ten figures would cover it. */
const heapPx = 70;

export function paintDots(
  context: CanvasRenderingContext2D,
  seen: readonly SeenDigit[],
  labels: Uint8Array,
  theme: Theme,
  radius: number,
): void {
  const colours = classColours[theme];
  const paths = colours.map(() => new Path2D());
  for (const { at, x, y } of seen) {
    const path = paths[labels[at] as number];
    path?.moveTo(x + radius, y);
    path?.arc(x, y, radius, 0, 2 * Math.PI);
  }
  paths.forEach((path, label) => {
    context.fillStyle = colours[label] ?? '';
    context.fill(path);
  });
}

export function paintPictures(
  context: CanvasRenderingContext2D,
  seen: readonly SeenDigit[],
  { canvas, layout }: { readonly canvas: HTMLCanvasElement; readonly layout: AtlasLayout },
  side: number,
): void {
  for (const { at, x, y } of seen) {
    const [left, top] = atlasCorner(layout, at);
    context.drawImage(canvas, left, top, digitSide, digitSide, x - side / 2, y - side / 2, side, side);
  }
}

/** Rings around digits, as one line. */
export function paintRings(
  context: CanvasRenderingContext2D,
  seen: readonly SeenDigit[],
  radius: number,
  colour: string,
  width: number,
): void {
  context.beginPath();
  for (const { x, y } of seen) {
    context.moveTo(x + radius, y);
    context.arc(x, y, radius, 0, 2 * Math.PI);
  }
  context.lineWidth = width;
  context.strokeStyle = colour;
  context.stroke();
}

/**
 * The figure of each class at the middle of its cloud: colours alone do not tell ten classes apart.
 * @param drawn what they make room for
 */
export function paintLabels(
  context: CanvasRenderingContext2D,
  middles: readonly SeenDigit[],
  drawn: { readonly x: number; readonly y: number } | null,
  theme: Theme,
  { paper, ink, font }: InkTokens,
): void {
  if (spreadOf(middles) < heapPx) return;
  const places = spreadLabels(middles, labelApartPx, drawn);
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  context.font = `700 ${labelPx}px ${font}`;
  middles.forEach(({ at: digit }, at) => {
    const { x, y } = places[at] ?? { x: 0, y: 0 };
    context.beginPath();
    context.arc(x, y, labelApartPx / 2 - 1, 0, 2 * Math.PI);
    context.fillStyle = paper;
    context.fill();
    context.lineWidth = 2.5;
    context.strokeStyle = classColours[theme][digit] ?? '';
    context.stroke();
    context.fillStyle = ink;
    // Figures have no descenders: the middle of their line lies a little above the middle of them.
    context.fillText(String(digit), x, y + 1);
  });
}

/** The larger side of the box around them all. */
function spreadOf(seen: readonly SeenDigit[]): number {
  const sideOf = (values: readonly number[]) => largest(values) - smallest(values);
  return Math.max(sideOf(seen.map(({ x }) => x)), sideOf(seen.map(({ y }) => y)));
}

/** A further point, with lines to its neighbours and a ring around each. */
export function paintDrawn(
  context: CanvasRenderingContext2D,
  { x, y }: { readonly x: number; readonly y: number },
  neighbours: readonly SeenDigit[],
  ringRadius: number,
  { accent, paper }: InkTokens,
): void {
  context.beginPath();
  for (const neighbour of neighbours) {
    context.moveTo(x, y);
    context.lineTo(neighbour.x, neighbour.y);
  }
  context.lineWidth = 1.5;
  context.strokeStyle = accent;
  context.stroke();
  paintRings(context, neighbours, ringRadius, accent, 2);
  context.beginPath();
  context.arc(x, y, 8, 0, 2 * Math.PI);
  context.fillStyle = accent;
  context.fill();
  context.lineWidth = 2.5;
  context.strokeStyle = paper;
  context.stroke();
}
