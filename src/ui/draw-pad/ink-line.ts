import type { Stroke } from '../../digits/drawing.ts';
import type { LinePoint, QuadraticSegment } from '../../digits/smooth.ts';

/** Width of the line at a pressure, as a part of the brush's width: 1 at the usual pressure of 128. */
function widthFactor(pressure: number): number {
  return 0.5 + pressure / 256;
}

/** No ink of a stroke lies farther from its points than this part of its width. */
const reach = widthFactor(255) / 2;

const knownBounds = new WeakMap<Stroke, { left: number; top: number; width: number; height: number }>();

/** The rectangle around a stroke's ink, in paper units. */
export function strokeBounds(stroke: Stroke) {
  const known = knownBounds.get(stroke);
  if (known) return known;
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const { x, y } of stroke.points) {
    left = Math.min(left, x);
    top = Math.min(top, y);
    right = Math.max(right, x);
    bottom = Math.max(bottom, y);
  }
  const edge = stroke.width * reach;
  const bounds = {
    left: left - edge,
    top: top - edge,
    width: right - left + 2 * edge,
    height: bottom - top + 2 * edge,
  };
  knownBounds.set(stroke, bounds);
  return bounds;
}

/** The width is even along each stroke of the context; in a line it may jump by this much, in pixels. */
const widthStepPx = 0.5;

/**
 * Paints the curves `from` to `to` (not included) of a line on a context that has the ink's colour
 * and round caps.
 * @param curves of the whole stroke
 * @param width of the stroke, in paper units
 * @param scale pixels of the context per paper unit
 */
export function paintCurves(
  context: CanvasRenderingContext2D,
  curves: readonly QuadraticSegment[],
  width: number,
  scale: number,
  from: number,
  to: number,
): void {
  const widthAt = (pressure: number) => width * widthFactor(pressure) * scale;
  for (const curve of curves.slice(from, to)) {
    if (isDot(curve)) paintDot(context, curve.to, widthAt(curve.to.pressure), scale);
    else paintCurve(context, curve, widthAt(curve.from.pressure), widthAt(curve.to.pressure), scale);
  }
}

function paintCurve(
  context: CanvasRenderingContext2D,
  { from, control, to }: QuadraticSegment,
  startWidth: number,
  endWidth: number,
  scale: number,
): void {
  const parts = Math.min(16, Math.max(1, Math.ceil(Math.abs(endWidth - startWidth) / widthStepPx)));
  for (let part = 0; part < parts; part++) {
    const [s, t] = [part / parts, (part + 1) / parts];
    const [a, b, c] = [
      blossom(from, control, to, s, s),
      blossom(from, control, to, s, t),
      blossom(from, control, to, t, t),
    ];
    context.lineWidth = startWidth + ((s + t) / 2) * (endWidth - startWidth);
    context.beginPath();
    context.moveTo(a.x * scale, a.y * scale);
    context.quadraticCurveTo(b.x * scale, b.y * scale, c.x * scale, c.y * scale);
    context.stroke();
  }
}

/** A line of no length has no caps on a canvas, so a dot is a disc. */
function paintDot(context: CanvasRenderingContext2D, at: LinePoint, widthPx: number, scale: number): void {
  context.fillStyle = context.strokeStyle;
  context.beginPath();
  context.arc(at.x * scale, at.y * scale, widthPx / 2, 0, 2 * Math.PI);
  context.fill();
}

function isDot({ from, to }: QuadraticSegment): boolean {
  return from.x === to.x && from.y === to.y;
}

/** The blossom of a quadratic curve: its point at t when s = t, else the control point of s..t. */
function blossom(a: LinePoint, b: LinePoint, c: LinePoint, s: number, t: number) {
  const wa = (1 - s) * (1 - t);
  const wb = s * (1 - t) + t * (1 - s);
  const wc = s * t;
  return { x: wa * a.x + wb * b.x + wc * c.x, y: wa * a.y + wb * b.y + wc * c.y };
}
