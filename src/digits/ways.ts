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
  const at = (index: number) => points[Math.min(points.length - 1, Math.max(0, index))] as Place;
  const [a, b, c, d] = [at(part - 1), at(part), at(part + 1), at(part + 2)];
  const along = (axis: 'x' | 'y') =>
    b[axis] +
    (t / 2) *
      (c[axis] -
        a[axis] +
        t *
          (2 * a[axis] -
            5 * b[axis] +
            4 * c[axis] -
            d[axis] +
            t * (3 * (b[axis] - c[axis]) + d[axis] - a[axis])));
  return { x: along('x'), y: along('y') };
}
