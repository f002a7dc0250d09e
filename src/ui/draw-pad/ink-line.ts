import type { Stroke } from '../../digits/drawing.ts';
import { type LinePoint, type QuadraticSegment, quadraticSegments } from '../../digits/smooth.ts';

/** Width of the line at a pressure, as a part of the brush's width: 1 at the usual pressure of 128. */
function widthFactor(pressure: number): number {
  return 0.5 + pressure / 256;
}

/** No ink of a stroke lies farther from its points than this part of its width. */
const reach = widthFactor(255) / 2;

export interface Bounds {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** The rectangle around the ink of a line through `points`, in paper units. */
export function inkBounds(points: readonly LinePoint[], width: number): Bounds {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const { x, y } of points) {
    left = Math.min(left, x);
    top = Math.min(top, y);
    right = Math.max(right, x);
    bottom = Math.max(bottom, y);
  }
  const edge = width * reach;
  return {
    left: left - edge,
    top: top - edge,
    width: right - left + 2 * edge,
    height: bottom - top + 2 * edge,
  };
}

/** How far a straight side may lie from the line's round one, in pixels. */
const flatnessPx = 0.08;
/** A turn from one sample to the next, in radians, that needs a round corner. */
const sharpTurn = 0.4;

/** A place on the middle of the line, in pixels. */
interface Sample {
  readonly x: number;
  readonly y: number;
  readonly radius: number;
  /** Unit vector along the line; zero where the line has no direction. */
  readonly dx: number;
  readonly dy: number;
}

/**
 * Adds the outline of a stroke's smooth line to a path that is then filled in one go, by the nonzero
 * rule: overlapping pieces with soft edges, painted one by one, would give a jagged line. All pieces
 * of the outline turn the same way round, so that none cancels another.
 *
 * @param scale pixels per paper unit
 * @param wanted pieces for which this is false are left out
 */
export function traceStroke(
  path: CanvasPath,
  stroke: Stroke,
  scale: number,
  wanted: (bounds: Bounds) => boolean,
): void {
  const curves = quadraticSegments(stroke.points);
  curves.forEach((curve, index) => {
    const { from, control, to } = curve;
    if (!wanted(inkBounds([from, control, to], stroke.width))) return;
    const samples = sampleCurve(curve, stroke.width, scale);
    samples.forEach((sample, at) => {
      const before = samples[at - 1];
      if (before) traceBetween(path, before, sample);
    });
    const [first, last] = [samples[0], samples.at(-1)];
    if (index === 0 && first) traceDisc(path, first);
    if (index === curves.length - 1 && last) traceDisc(path, last);
  });
}

function sampleCurve({ from, control, to }: QuadraticSegment, width: number, scale: number): Sample[] {
  const [inX, inY] = [control.x - from.x, control.y - from.y];
  const [outX, outY] = [to.x - control.x, to.y - control.y];
  const turn = Math.abs(Math.atan2(inX * outY - inY * outX, inX * outX + inY * outY));
  const lengthPx = scale * (Math.hypot(inX, inY) + Math.hypot(outX, outY));
  const radiusPx = (scale * width * widthFactor(Math.max(from.pressure, to.pressure))) / 2;
  // The sides of a regular polygon around a circle of radius R that turn by `angle` each lie within
  // R angle^2 / 8 of it; R is the line's own radius of curvature and half its width.
  const parts = Math.ceil(Math.sqrt((turn * (turn * radiusPx + lengthPx)) / (8 * flatnessPx)));
  const count = Math.max(1, Math.min(64, parts));
  return Array.from({ length: count + 1 }, (_, index) => {
    const t = index / count;
    const [x, y] = [along(from.x, control.x, to.x, t), along(from.y, control.y, to.y, t)];
    const [vx, vy] = [(1 - t) * inX + t * outX, (1 - t) * inY + t * outY];
    const speed = Math.hypot(vx, vy) || 1;
    const pressure = from.pressure + t * (to.pressure - from.pressure);
    return {
      x: x * scale,
      y: y * scale,
      radius: (width * widthFactor(pressure) * scale) / 2,
      dx: vx / speed,
      dy: vy / speed,
    };
  });
}

/** A point of the quadratic Bezier curve, on one axis. */
function along(a: number, b: number, c: number, t: number): number {
  return (1 - t) * (1 - t) * a + 2 * t * (1 - t) * b + t * t * c;
}

/** The line from one sample to the next: a quadrilateral, with discs at its ends where it turns sharply. */
function traceBetween(path: CanvasPath, a: Sample, b: Sample): void {
  const [cx, cy] = [b.x - a.x, b.y - a.y];
  const length = Math.hypot(cx, cy);
  if (length === 0) return;
  const turn = Math.acos(Math.min(1, a.dx * b.dx + a.dy * b.dy));
  if (turn < sharpTurn && !folds(a, b)) {
    traceQuad(path, a, a.dx, a.dy, b, b.dx, b.dy);
    return;
  }
  traceQuad(path, a, cx / length, cy / length, b, cx / length, cy / length);
  traceDisc(path, a);
  traceDisc(path, b);
}

/** Whether one of the two sides runs backwards, as on the inside of a turn tighter than the line is wide. */
function folds(a: Sample, b: Sample): boolean {
  const [cx, cy] = [b.x - a.x, b.y - a.y];
  const sideX = b.dy * b.radius - a.dy * a.radius;
  const sideY = a.dx * a.radius - b.dx * b.radius;
  const bend = sideX * cx + sideY * cy;
  return Math.abs(bend) >= cx * cx + cy * cy;
}

/** The quadrilateral across the line at `a` and `b`, whose directions are given. */
function traceQuad(
  path: CanvasPath,
  a: Sample,
  adx: number,
  ady: number,
  b: Sample,
  bdx: number,
  bdy: number,
): void {
  path.moveTo(a.x + ady * a.radius, a.y - adx * a.radius);
  path.lineTo(b.x + bdy * b.radius, b.y - bdx * b.radius);
  path.lineTo(b.x - bdy * b.radius, b.y + bdx * b.radius);
  path.lineTo(a.x - ady * a.radius, a.y + adx * a.radius);
  path.closePath();
}

function traceDisc(path: CanvasPath, { x, y, radius }: Sample): void {
  path.moveTo(x + radius, y);
  path.arc(x, y, radius, 0, 2 * Math.PI);
  path.closePath();
}
