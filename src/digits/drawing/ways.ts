/**
 * The way of a pen as a few places that it passes, joined by smooth curves. A place that is given twice
 * is a corner.
 */
export interface Place {
  readonly x: number;
  readonly y: number;
}

/** Places from their coordinates, x and y in turn. */
export function placesOf(way: readonly number[]): Place[] {
  return Array.from({ length: way.length / 2 }, (_, i) => ({
    x: way[2 * i] as number,
    y: way[2 * i + 1] as number,
  }));
}

/** The pieces of a way between its corners, each smooth in itself. */
export function betweenCorners(way: readonly Place[]): Place[][] {
  const pieces: Place[][] = [];
  let piece: Place[] = [];
  for (const place of way) {
    const before = piece.at(-1);
    if (before && before.x === place.x && before.y === place.y) {
      pieces.push(piece);
      piece = [];
    }
    piece.push(place);
  }
  return [...pieces, piece];
}

/** Part `part` (from that point to the next) of the smooth curve through all points, at `t` of it. */
export function catmullRom(points: readonly Place[], part: number, t: number): Place {
  const b = points[part] as Place;
  const a = points[part - 1] ?? b;
  const c = points[part + 1] ?? b;
  const d = points[part + 2] ?? c;
  return { x: spline(a.x, b.x, c.x, d.x, t), y: spline(a.y, b.y, c.y, d.y, t) };
}

/**
 * The points of a pen along a way: `steps` of them to a part, and its beginning.
 * @param way a place given twice is a corner
 */
export function* alongWay(way: readonly Place[], steps: number): Generator<Place> {
  let from = 0;
  for (const piece of betweenCorners(way)) {
    for (let part = 0; part + 1 < piece.length; part++) {
      for (let step = from; step <= steps; step++) yield catmullRom(piece, part, step / steps);
      from = 1;
    }
  }
}

/** Between b and c (Catmull and Rom: "A class of local interpolating splines", 1974). */
function spline(a: number, b: number, c: number, d: number, t: number): number {
  return b + (t / 2) * (c - a + t * (2 * a - 5 * b + 4 * c - d + t * (3 * (b - c) + d - a)));
}
