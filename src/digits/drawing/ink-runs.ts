import type { InkPicture } from './drawing.ts';

/** Runs of equal bytes of a picture, each as length and value: most of it is paper. */
export function inkRuns({ ink }: InkPicture): number[] {
  const runs: number[] = [];
  for (let start = 0, at = 1; at <= ink.length; at++) {
    if (at < ink.length && ink[at] === ink[start]) continue;
    runs.push(at - start, ink[start] as number);
    start = at;
  }
  return runs;
}

/** The picture of such runs, or null when they are not those of a picture of this side. */
export function pictureOfRuns(side: number, runs: readonly number[]): InkPicture | null {
  const ink = new Uint8Array(side * side);
  let at = 0;
  for (let i = 0; i < runs.length; i += 2) {
    const [length = 0, value = -1] = [runs[i], runs[i + 1]];
    const fits = Number.isInteger(length) && length >= 1 && at + length <= ink.length;
    if (!fits || !Number.isInteger(value) || value < 0 || value > 255) return null;
    ink.fill(value, at, at + length);
    at += length;
  }
  return at === ink.length ? { side, ink } : null;
}
