import { type Digit28, digitSide, digitSize } from '../network/rasters.ts';

/** How far a pixel's share reaches, in pixels: a pen's line on the paper is broader than the network's. */
const reach = 2;

/**
 * What each place of the ink says, from what each pixel says: the mean of the pixels around it, weighted by their ink
 * and their distance. It is defined beside the network's line as well, where the ink on the paper may reach.
 * @param pixels 28 x 28 @param digit 28 x 28 bytes
 * @param perInk whether `pixels` are amounts, which grow with a pixel's ink, and not yet means
 */
export function inkField(pixels: Float32Array, digit: Digit28, perInk: boolean): Float32Array {
  return Float32Array.from({ length: digitSize }, (_, at) => {
    const [row, column] = [Math.floor(at / digitSide), at % digitSide];
    let [sum, weights] = [0, 0];
    for (let y = Math.max(0, row - reach); y <= Math.min(digitSide - 1, row + reach); y++) {
      for (let x = Math.max(0, column - reach); x <= Math.min(digitSide - 1, column + reach); x++) {
        const pixel = y * digitSide + x;
        const ink = (digit[pixel] as number) / 255;
        if (ink === 0) continue;
        const near = Math.exp(-((x - column) ** 2 + (y - row) ** 2) / 2);
        sum += near * (pixels[pixel] as number) * (perInk ? 1 : ink);
        weights += near * ink;
      }
    }
    return weights > 0 ? sum / weights : 0;
  });
}
