import type { Stroke } from '../../digits/drawing/drawing.ts';
import { type LinePoint, type QuadraticSegment, quadraticSegments } from '../../digits/drawing/smooth.ts';

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
/** A turn from one sample to the next by more than this angle needs a round corner. */
const sharpTurnCosine = Math.cos(0.4);

/** A place on the middle of the line, in pixels. */
interface Sample {
  readonly x: number;
  readonly y: number;
  readonly radius: number;
  /** Unit vector along the line. */
  readonly dx: number;
  readonly dy: number;
}

/**
 * Adds the outline of a stroke's smooth line to a path that is then filled in one go, by the nonzero
 * rule: overlapping pieces with soft edges, painted one by one, would give a jagged line. All parts of
 * the outline turn the same way round, so that none cancels another.
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
  let run: Sample[] = [];
  const endRun = () => {
    traceRun(path, run);
    run = [];
  };
  for (const curve of curves) {
    const { from, control, to } = curve;
    if (!wanted(inkBounds([from, control, to], stroke.width))) {
      endRun();
      continue;
    }
    const samples = sampleCurve(curve, stroke.width, scale);
    // The last curve ended where this one starts, in the same direction.
    for (const sample of run.length > 0 ? samples.slice(1) : samples) {
      const before = run.at(-1);
      if (before && turnsSharply(before, sample)) {
        endRun();
        traceRun(path, straight(before, sample));
      }
      run.push(sample);
    }
  }
  endRun();
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
    const speed = Math.hypot(vx, vy);
    const pressure = from.pressure + t * (to.pressure - from.pressure);
    return {
      x: x * scale,
      y: y * scale,
      radius: (width * widthFactor(pressure) * scale) / 2,
      // A dot has no direction; any will do.
      dx: speed ? vx / speed : 1,
      dy: speed ? vy / speed : 0,
    };
  });
}

/** A point of the quadratic Bezier curve, on one axis. */
function along(a: number, b: number, c: number, t: number): number {
  return (1 - t) * (1 - t) * a + 2 * t * (1 - t) * b + t * t * c;
}

/** Whether the line's sides from one sample to the next cannot both be straight. */
function turnsSharply(a: Sample, b: Sample): boolean {
  if (a.dx * b.dx + a.dy * b.dy < sharpTurnCosine) return true;
  // On the inside of a turn tighter than the line is wide the side runs backwards.
  const [cx, cy] = [b.x - a.x, b.y - a.y];
  const sideX = b.dy * b.radius - a.dy * a.radius;
  const sideY = a.dx * a.radius - b.dx * b.radius;
  return Math.abs(sideX * cx + sideY * cy) >= cx * cx + cy * cy;
}

/** The line along samples without sharp turns: one side forth, the other back, round at both ends. */
function traceRun(path: CanvasPath, run: readonly Sample[]): void {
  const [first, last] = [run[0], run.at(-1)];
  if (!first || !last) return;
  path.moveTo(first.x + first.dy * first.radius, first.y - first.dx * first.radius);
  for (const { x, y, dx, dy, radius } of run) path.lineTo(x + dy * radius, y - dx * radius);
  const lastAngle = Math.atan2(-last.dx, last.dy);
  path.arc(last.x, last.y, last.radius, lastAngle, lastAngle + Math.PI);
  for (const { x, y, dx, dy, radius } of run.toReversed()) path.lineTo(x - dy * radius, y + dx * radius);
  const firstAngle = Math.atan2(first.dx, -first.dy);
  path.arc(first.x, first.y, first.radius, firstAngle, firstAngle + Math.PI);
  path.closePath();
}

function straight(a: Sample, b: Sample): readonly [Sample, Sample] {
  const [cx, cy] = [b.x - a.x, b.y - a.y];
  const length = Math.hypot(cx, cy);
  const direction = length ? { dx: cx / length, dy: cy / length } : { dx: 1, dy: 0 };
  return [
    { ...a, ...direction },
    { ...b, ...direction },
  ];
}
