import { activationOffset } from '../../network/architecture.ts';
import { classCount } from '../../network/labels.ts';
import { lenet5 } from '../../network/lenet-5.ts';
import { digitSide, digitSize, inputSide, padding } from '../../network/rasters.ts';
import type { Network } from './network.ts';
import type { Part } from './reader.ts';

/** From the textures of passes/forward.ts to an image's activations and back. */

const layerNames = ['c1s2', 'c3s4', 'c5', 'f6', 'result'] as const;

/** What is read of a forward pass of n images. */
export function activationParts(network: Network, n: number): Part[] {
  const fours = Math.ceil(n / 4);
  const sizes = {
    c1s2: [294, n],
    c3s4: [100, n],
    c5: [30, fours],
    f6: [21, fours],
    result: [16, Math.ceil(n / 16)],
  };
  return layerNames.flatMap((name) => {
    const [columns = 0, rows = 0] = sizes[name];
    return [0, 1, 2, 3].map((index) => ({ target: network.targets[name], index, columns, rows }));
  });
}

/** @param all n * A floats @param values of the parts, in their order @param digits n * 784 bytes */
export function placeActivations(
  all: Float32Array,
  values: readonly Float32Array[],
  digits: Uint8Array,
): void {
  const n = digits.length / digitSize;
  for (let image = 0; image < n; image++) {
    const into = all.subarray(image * lenet5.activationCount, (image + 1) * lenet5.activationCount);
    const layer = (name: string) => into.subarray(activationOffset(lenet5, name));
    placeInput(layer('Input'), digits.subarray(image * digitSize, (image + 1) * digitSize));
    const of = (first: number, texels: number) =>
      values
        .slice(first, first + 4)
        .map((part) => part.subarray(image * texels * 4, (image + 1) * texels * 4));
    placeC1S2(layer('C1'), layer('S2'), of(0, 294));
    placeC3S4(layer('C3'), layer('S4'), of(4, 100));
    placeUnits(layer('C5'), values[8 + (image & 3)] as Float32Array, (image >> 2) * 120, 120);
    placeUnits(layer('F6'), values[12 + (image & 3)] as Float32Array, (image >> 2) * 84, 84);
    placeOutputs(layer('Output'), values.slice(16), image);
  }
}

/** Ten values of an image, from three parts of four. */
export function placeOutputs(into: Float32Array, parts: readonly Float32Array[], image: number): void {
  for (let u = 0; u < classCount; u++) into[u] = parts[u >> 2]?.[image * 4 + (u & 3)] as number;
}

function placeInput(into: Float32Array, digit: Uint8Array): void {
  for (let i = 0; i < digitSize; i++) {
    const row = Math.floor(i / digitSide);
    into[(row + padding) * inputSide + (i - row * digitSide) + padding] = (digit[i] as number) / 255;
  }
}

function placeC1S2(c1: Float32Array, s2: Float32Array, layers: readonly Float32Array[]): void {
  for (let i = 0; i < 294 * 4; i++) {
    const map = Math.floor(i / 196);
    const block = (i - map * 196) >> 2;
    const row = Math.floor(block / 7) * 2 + ((i >> 1) & 1);
    const column = (block % 7) * 2 + (i & 1);
    s2[(row * 14 + column) * 6 + map] = layers[0]?.[i] as number;
    fourOf(layers, i).forEach((value, p) => {
      c1[((2 * row + (p >> 1)) * 28 + 2 * column + (p & 1)) * 6 + map] = value;
    });
  }
}

function placeC3S4(c3: Float32Array, s4: Float32Array, layers: readonly Float32Array[]): void {
  s4.set(layers[0] as Float32Array);
  for (let i = 0; i < 400; i++) {
    const place = i >> 4;
    const row = Math.floor(place / 5);
    const column = place % 5;
    fourOf(layers, i).forEach((value, p) => {
      c3[((2 * row + (p >> 1)) * 10 + 2 * column + (p & 1)) * 16 + (i & 15)] = value;
    });
  }
}

/** The units behind a mean: three are stored, the fourth follows. */
function fourOf([mean, ...three]: readonly Float32Array[], i: number): readonly number[] {
  const [a, b, c] = three.map((layer) => layer[i] as number) as [number, number, number];
  return [a, b, c, 4 * (mean?.[i] as number) - a - b - c];
}

function placeUnits(into: Float32Array, from: Float32Array, start: number, units: number): void {
  into.set(from.subarray(start, start + units));
}

/** Inputs of 32 x 32, row-major, into blocks of 2 x 2; or back, where `back` says so. */
export function toBlocks(values: Float32Array, back = false): Float32Array {
  const moved = new Float32Array(values.length);
  for (let i = 0; i < values.length; i++) {
    const [row, column] = [(i >> 5) & 31, i & 31];
    const block = (i & ~1023) + ((row >> 1) * 16 + (column >> 1)) * 4 + (row & 1) * 2 + (column & 1);
    if (back) moved[i] = values[block] as number;
    else moved[block] = values[i] as number;
  }
  return moved;
}
