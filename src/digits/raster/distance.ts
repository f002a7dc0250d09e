/**
 * Signed distance, in pixels, from the middle of every pixel to the ink's edge: positive on paper,
 * negative in ink. The edge runs between the pixels.
 * @param inked whether the pixel at an index is ink; paper all around the raster
 */
export function signedDistance(width: number, height: number, inked: (at: number) => boolean): Float64Array {
  const size = width * height;
  const toInk = new Float64Array(size);
  const toPaper = new Float64Array(size);
  for (let at = 0; at < size; at++) {
    const column = at % width;
    const row = (at - column) / width;
    if (!inked(at)) {
      toInk[at] = farSquared;
      continue;
    }
    // The paper around the raster is never further than its edges.
    const toEdge = Math.min(column, row, width - 1 - column, height - 1 - row) + 1;
    toPaper[at] = toEdge * toEdge;
  }
  squaredDistances(toInk, width, height);
  squaredDistances(toPaper, width, height);
  const signed = new Float64Array(size);
  for (let at = 0; at < size; at++) {
    const outside = Math.sqrt(toInk[at] as number);
    signed[at] = outside > 0 ? outside - 0.5 : 0.5 - Math.sqrt(toPaper[at] as number);
  }
  return signed;
}

const farSquared = 1e12;

/**
 * In place: at every pixel the least of (squared distance to another + the value there). Felzenszwalb
 * and Huttenlocher, "Distance transforms of sampled functions", Theory of Computing 8, 2012: the lower
 * envelope of parabolas, along columns, then along rows.
 */
function squaredDistances(values: Float64Array, width: number, height: number): void {
  const length = Math.max(width, height);
  const line: Envelope = {
    input: new Float64Array(length),
    vertices: new Int32Array(length),
    starts: new Float64Array(length + 1),
  };
  for (let column = 0; column < width; column++) transformLine(values, column, width, height, line);
  for (let row = 0; row < height; row++) transformLine(values, row * width, 1, width, line);
}

interface Envelope {
  readonly input: Float64Array;
  /** Places of the parabolas of the envelope, and from where on each is the lowest. */
  readonly vertices: Int32Array;
  readonly starts: Float64Array;
}

function transformLine(
  values: Float64Array,
  offset: number,
  stride: number,
  length: number,
  { input, vertices, starts }: Envelope,
): void {
  for (let at = 0; at < length; at++) input[at] = values[offset + at * stride] as number;
  let last = 0;
  vertices[0] = 0;
  starts[0] = Number.NEGATIVE_INFINITY;
  for (let at = 1; at < length; at++) {
    let start = crossing(input, vertices[last] as number, at);
    while (start <= (starts[last] as number)) {
      last--;
      start = crossing(input, vertices[last] as number, at);
    }
    last++;
    vertices[last] = at;
    starts[last] = start;
  }
  starts[last + 1] = Number.POSITIVE_INFINITY;
  let lowest = 0;
  for (let at = 0; at < length; at++) {
    while ((starts[lowest + 1] as number) < at) lowest++;
    const vertex = vertices[lowest] as number;
    values[offset + at * stride] = (at - vertex) ** 2 + (input[vertex] as number);
  }
}

/** Where the parabola at `right` begins to be lower than the one at `left`. */
function crossing(input: Float64Array, left: number, right: number): number {
  const rise = (input[right] as number) - (input[left] as number);
  return (rise + right * right - left * left) / (2 * (right - left));
}
