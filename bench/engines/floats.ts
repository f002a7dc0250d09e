import { digit28, digitSize, inputSize, padToInput32 } from '../../src/network/rasters.ts';

/** For the rivals, who want floats: n padded inputs of 32 x 32, 0 = paper, 1 = ink. */
export function floatsOf(digits: Uint8Array): Float32Array<ArrayBuffer> {
  const n = digits.length / digitSize;
  const floats = new Float32Array(n * inputSize);
  for (let image = 0; image < n; image++) {
    const digit = digit28(digits.subarray(image * digitSize, (image + 1) * digitSize));
    floats.set(padToInput32(digit), image * inputSize);
  }
  return floats;
}

/** n rows of ten, 1 at the class. */
export function targetsOf(labels: Uint8Array): Float32Array<ArrayBuffer> {
  const targets = new Float32Array(labels.length * 10);
  for (const [image, label] of labels.entries()) targets[image * 10 + label] = 1;
  return targets;
}
