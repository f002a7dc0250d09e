import { between, rounded } from './clip.ts';
import type { Drawing, InkPicture, InkPoint, Stroke } from './drawing.ts';
import { paperSize } from './drawing.ts';
import type { Place } from './ways.ts';

/**
 * The drawing without the ink that a round eraser took on its way from one place to the next. Strokes
 * are cut where the eraser's edge meets them. What was not touched keeps its identity; a drawing that
 * was not touched at all is returned as it is.
 *
 * @param radius of the eraser, in paper units
 */
export function eraseAlong(drawing: Drawing, from: Place, to: Place, radius: number): Drawing {
  let touched = false;
  const strokes = drawing.strokes.flatMap((stroke) => {
    const left = eraseFromStroke(stroke, from, to, radius);
    touched ||= left[0] !== stroke;
    return left;
  });
  const picture = drawing.picture && eraseFromPicture(drawing.picture, from, to, radius);
  return touched || picture !== drawing.picture ? { strokes, picture } : drawing;
}

/**
 * What is left of a stroke: `[stroke]` itself when the eraser missed it. The stroke's centre line is
 * cut half its width before the eraser, so that the round ends of what is left do not reach into it.
 */
function eraseFromStroke(stroke: Stroke, from: Place, to: Place, radius: number): readonly Stroke[] {
  const reach = radius + stroke.width / 2;
  const { points } = stroke;
  if (!isInReach(points, from, to, reach)) return [stroke];

  const left: Stroke[] = [];
  let piece: InkPoint[] = [];
  let touched = false;
  const finish = () => {
    if (piece.length > 0) left.push({ width: stroke.width, points: piece });
    piece = [];
  };
  points.forEach((point, index) => {
    const before = points[index - 1];
    const erased = erasedPart(before ?? point, point, from, to, reach);
    if (!erased) {
      piece.push(point);
      return;
    }
    touched = true;
    const [start, end] = erased;
    if (before && start > 0) pushDistinct(piece, rounded(between(before, point, start)));
    finish();
    if (before && end < 1) {
      piece = [rounded(between(before, point, end))];
      pushDistinct(piece, point);
    }
  });
  finish();
  return touched ? left : [stroke];
}

/** Whether the eraser's way comes near the line's bounding box at all: most strokes are far away. */
function isInReach(points: readonly InkPoint[], from: Place, to: Place, reach: number): boolean {
  const [left, right] = [Math.min(from.x, to.x) - reach, Math.max(from.x, to.x) + reach];
  const [top, bottom] = [Math.min(from.y, to.y) - reach, Math.max(from.y, to.y) + reach];
  const outside = (side: (point: InkPoint) => boolean) => points.every(side);
  return !(
    outside((point) => point.x < left) ||
    outside((point) => point.x > right) ||
    outside((point) => point.y < top) ||
    outside((point) => point.y > bottom)
  );
}

/**
 * The part of the segment a -> b, as two fractions of its way, that lies within `radius` of the
 * segment from -> to, or null. That region (a capsule) is two discs and the rectangle between them;
 * it is convex, so the part is one interval.
 */
export function erasedPart(
  a: Place,
  b: Place,
  from: Place,
  to: Place,
  radius: number,
): readonly [number, number] | null {
  const length = Math.hypot(to.x - from.x, to.y - from.y);
  const parts = [partInDisc(a, b, from, radius), partInDisc(a, b, to, radius)];
  if (length > 0) {
    // Coordinates along and across the eraser's way.
    const [ux, uy] = [(to.x - from.x) / length, (to.y - from.y) / length];
    const along = (place: Place) => (place.x - from.x) * ux + (place.y - from.y) * uy;
    const across = (place: Place) => (place.y - from.y) * ux - (place.x - from.x) * uy;
    const lengthwise = partBetween(along(a), along(b), 0, length);
    const crosswise = partBetween(across(a), across(b), -radius, radius);
    parts.push(lengthwise && crosswise && inBoth(lengthwise, crosswise));
  }
  let [start, end] = [1, 0];
  let any = false;
  for (const part of parts) {
    if (!part) continue;
    any = true;
    start = Math.min(start, part[0]);
    end = Math.max(end, part[1]);
  }
  return any ? [start, end] : null;
}

type Part = readonly [number, number];

function inBoth(one: Part, other: Part): Part | null {
  const [start, end] = [Math.max(one[0], other[0]), Math.min(one[1], other[1])];
  return start <= end ? [start, end] : null;
}

/** The part of a way from `a` to `b` on one axis that lies in low..high. */
function partBetween(a: number, b: number, low: number, high: number): Part | null {
  if (a === b) return a >= low && a <= high ? [0, 1] : null;
  const [one, other] = [(low - a) / (b - a), (high - a) / (b - a)];
  return inBoth([0, 1], [Math.min(one, other), Math.max(one, other)]);
}

/** The part of a -> b in the disc: where |a + t (b - a) - centre|^2 = radius^2. */
function partInDisc(a: Place, b: Place, centre: Place, radius: number): Part | null {
  const [dx, dy] = [b.x - a.x, b.y - a.y];
  const [ox, oy] = [a.x - centre.x, a.y - centre.y];
  const squaredLength = dx * dx + dy * dy;
  const outside = ox * ox + oy * oy - radius * radius;
  if (squaredLength === 0) return outside <= 0 ? [0, 1] : null;
  const half = ox * dx + oy * dy;
  const discriminant = half * half - squaredLength * outside;
  if (discriminant < 0) return null;
  const root = Math.sqrt(discriminant);
  return inBoth([0, 1], [(-half - root) / squaredLength, (-half + root) / squaredLength]);
}

/** The picture with paper wherever the eraser was; the same object when it held no ink there. */
export function eraseFromPicture(picture: InkPicture, from: Place, to: Place, radius: number): InkPicture {
  const { side } = picture;
  const unitsPerPixel = paperSize / side;
  const index = (units: number) => Math.min(side - 1, Math.max(0, Math.floor(units / unitsPerPixel)));
  const [left, right] = [index(Math.min(from.x, to.x) - radius), index(Math.max(from.x, to.x) + radius)];
  const [top, bottom] = [index(Math.min(from.y, to.y) - radius), index(Math.max(from.y, to.y) + radius)];
  let ink: Uint8Array | null = null;
  for (let row = top; row <= bottom; row++) {
    for (let column = left; column <= right; column++) {
      const at = row * side + column;
      if (!picture.ink[at]) continue;
      const centre = { x: (column + 0.5) * unitsPerPixel, y: (row + 0.5) * unitsPerPixel };
      if (!erasedPart(centre, centre, from, to, radius)) continue;
      ink ??= picture.ink.slice();
      ink[at] = 0;
    }
  }
  return ink ? { side, ink } : picture;
}

function pushDistinct(piece: InkPoint[], point: InkPoint): void {
  const last = piece.at(-1);
  if (!last || last.x !== point.x || last.y !== point.y) piece.push(point);
}
