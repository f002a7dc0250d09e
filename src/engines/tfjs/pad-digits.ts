import { digitSide, digitSize, inputSide, inputSize, padding } from '../../network/rasters.ts';

/** `padToInput32` of n digits at once: n * 784 bytes -> n * 1,024 floats. */
export function padDigits(digits: Uint8Array, n: number): Float32Array {
  const padded = new Float32Array(n * inputSize);
  for (let image = 0; image < n; image++) {
    for (let row = 0; row < digitSide; row++) {
      const from = image * digitSize + row * digitSide;
      const to = image * inputSize + (row + padding) * inputSide + padding;
      for (let column = 0; column < digitSide; column++) {
        padded[to + column] = (digits[from + column] as number) / 255;
      }
    }
  }
  return padded;
}
