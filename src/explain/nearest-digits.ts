/** A digit, and how far it lies from a point in the space of the units. */
export interface Neighbour {
  /** Its place among the digits. */
  readonly index: number;
  /** Euclidean, in the units of the values. */
  readonly distance: number;
}

/**
 * The k digits whose values are nearest to a point, nearest first; of equals the earlier. Every digit is looked at:
 * 2,000 of 84 values take less than a millisecond, so nothing need be approximate.
 * @param values n * width, digit after digit
 * @param point width values
 */
export function nearestDigits(values: Float32Array, point: Float32Array, k: number): readonly Neighbour[] {
  const width = point.length;
  const indices = new Int32Array(k).fill(-1);
  const squares = new Float64Array(k).fill(Number.POSITIVE_INFINITY);
  for (let index = 0; index < values.length / width; index++) {
    const furthest = squares[k - 1] as number;
    let square = 0;
    for (let at = 0; at < width && square < furthest; at++)
      square += ((values[index * width + at] as number) - (point[at] as number)) ** 2;
    if (square < furthest) insert(indices, squares, index, square);
  }
  return Array.from(indices, (index, at) => ({ index, distance: Math.sqrt(squares[at] as number) })).filter(
    ({ index }) => index >= 0,
  );
}

/** Keeps the lists ascending; the last one goes. */
function insert(indices: Int32Array, squares: Float64Array, index: number, square: number): void {
  let at = squares.length - 1;
  for (; at > 0 && (squares[at - 1] as number) > square; at--) {
    squares[at] = squares[at - 1] as number;
    indices[at] = indices[at - 1] as number;
  }
  squares[at] = square;
  indices[at] = index;
}
