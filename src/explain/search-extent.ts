import type { Drawing } from '../digits/drawing/drawing.ts';

/** How much is tried: reading a picture takes several times as long as reading strokes. */
interface Extent {
  readonly lines: number;
  readonly erasures: number;
  readonly waves: readonly Wave[];
}

/** One set of descents: prices as shares of the digit's size a nat, steps as shares of that size. */
interface Wave {
  readonly prices: readonly number[];
  readonly steps: readonly number[];
}

/** The second wave is for answers that nothing has flipped. */
const strokesExtent: Extent = {
  lines: 150,
  erasures: 0,
  waves: [
    { prices: [0.03, 0.03, 0.06, 0.06, 0.12, 0.12], steps: [0.1, 0.08, 0.06, 0.04, 0.03, 0.02, 0.01] },
    {
      prices: [0.12, 0.12, 0.2, 0.2, 0.3, 0.3],
      steps: [0.15, 0.12, 0.1, 0.08, 0.06, 0.04, 0.03, 0.02, 0.01],
    },
  ],
};
const pictureExtent: Extent = {
  lines: 80,
  erasures: 60,
  waves: [
    { prices: [0.03, 0.06, 0.06, 0.12], steps: [0.1, 0.06, 0.04, 0.02] },
    { prices: [0.12, 0.2, 0.3], steps: [0.15, 0.1, 0.08, 0.06, 0.03] },
  ],
};

export function extentFor({ picture }: Drawing): Extent {
  return picture ? pictureExtent : strokesExtent;
}
