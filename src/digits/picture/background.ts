import type { Raster } from './resample.ts';

/**
 * The paper under dark ink: a closing, which fills every dark place that a square of 2 * radius + 1
 * pixels does not fit into, and follows shadows, edges of the paper and a table that are broader.
 */
export function closing(grey: Raster<Float64Array>, radius: number): Float64Array {
  const { width, height } = grey;
  const dilated = dilate(grey.values, width, height, radius);
  return dilate(dilated.map(negate), width, height, radius).map(negate);
}

function negate(value: number): number {
  return -value;
}

/** The greatest value in the square of 2 * radius + 1 pixels around each pixel. */
function dilate(values: Float64Array, width: number, height: number, radius: number): Float64Array {
  const greatest = values.slice();
  const line = {
    input: new Float64Array(Math.max(width, height)),
    queue: new Int32Array(Math.max(width, height)),
  };
  for (let row = 0; row < height; row++) dilateLine(greatest, row * width, 1, width, radius, line);
  for (let column = 0; column < width; column++) dilateLine(greatest, column, width, height, radius, line);
  return greatest;
}

/** In place, by a queue of the places that may still become the greatest, in falling order of value. */
function dilateLine(
  values: Float64Array,
  offset: number,
  stride: number,
  length: number,
  radius: number,
  { input, queue }: { readonly input: Float64Array; readonly queue: Int32Array },
): void {
  for (let at = 0; at < length; at++) input[at] = values[offset + at * stride] as number;
  let head = 0;
  let tail = 0;
  for (let entering = 0; entering < length + radius; entering++) {
    if (entering < length) {
      const value = input[entering] as number;
      while (tail > head && (input[queue[tail - 1] as number] as number) <= value) tail--;
      queue[tail++] = entering;
    }
    const at = entering - radius;
    if (at < 0) continue;
    while ((queue[head] as number) < at - radius) head++;
    values[offset + at * stride] = input[queue[head] as number] as number;
  }
}

/** The sum of all steps between neighbours: how much there is to see in a picture. */
export function totalVariation(values: Float64Array, width: number): number {
  let sum = 0;
  for (let at = 0; at < values.length; at++) {
    const value = values[at] as number;
    if ((at + 1) % width !== 0) sum += Math.abs((values[at + 1] as number) - value);
    if (at + width < values.length) sum += Math.abs((values[at + width] as number) - value);
  }
  return sum;
}
