/** Closed curves for the digits that have them, as places a pen passes: x and y in turn, y down. */

interface Loop {
  readonly x: number;
  readonly y: number;
  /** Half of its width and of its height. */
  readonly width: number;
  readonly height: number;
}

/**
 * Part of an ellipse. Angles are in turns: 0 is its top, and they grow against the clock, the way that
 * most hands go.
 * @param places how many, ends included
 */
export function arc({ x, y, width, height }: Loop, from: number, to: number, places: number): number[] {
  return Array.from({ length: places }, (_, i) => {
    const angle = 2 * Math.PI * (from + ((to - from) * i) / (places - 1));
    return [x - width * Math.sin(angle), y - height * Math.cos(angle)];
  }).flat();
}

/**
 * A figure of eight in one stroke, the upper loop smaller.
 * @param from where it begins, in turns: 0 is the top
 * @param to where it ends; less than `from` goes the other way round
 */
export function eight(from: number, to: number, places: number): number[] {
  return Array.from({ length: places }, (_, i) => {
    const turn = 2 * Math.PI * (from + ((to - from) * i) / (places - 1));
    const y = 50 - 48 * Math.cos(turn);
    return [50 - (24 + 0.09 * y) * Math.sin(2 * turn), y];
  }).flat();
}
