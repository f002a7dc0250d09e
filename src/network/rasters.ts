import { expectThat } from '../lib/expect.ts';

/**
 * The two rasters of a digit. They are different types so that one cannot be handed over for the
 * other, and each is made in one place: here.
 */

declare const raster: unique symbol;

/** 28 x 28 bytes, row-major, 0 = paper, 255 = full ink: MNIST's own form. */
export type Digit28 = Uint8Array & { readonly [raster]: 'Digit28' };
/** 32 x 32 floats, row-major, 0 = paper, 1 = full ink: what the network's Input layer holds. */
export type Input32 = Float32Array & { readonly [raster]: 'Input32' };

export const digitSide = 28;
export const digitSize = digitSide * digitSide;
export const inputSide = 32;
export const inputSize = inputSide * inputSide;
export const padding = (inputSide - digitSide) / 2;

/** @throws ExpectationError unless there are 784 bytes. The bytes are not copied. */
export function digit28(bytes: Uint8Array): Digit28 {
  expectThat(bytes.length === digitSize, 'digit28', `${digitSize} bytes`, bytes);
  return bytes as Digit28;
}

/** Two pixels of paper on each side, and bytes to 0..1 (value / 255). */
export function padToInput32(digit: Digit28): Input32 {
  const input = new Float32Array(inputSize);
  for (let row = 0; row < digitSide; row++) {
    for (let column = 0; column < digitSide; column++) {
      input[(row + padding) * inputSide + column + padding] =
        (digit[row * digitSide + column] as number) / 255;
    }
  }
  return input as Input32;
}
