import { expect, test } from 'vitest';
import { randomFromSeed } from '../lib/random.ts';
import { overflowOf } from './answerable.ts';
import { type Layer, readersOf, shapeText, tensorOf } from './architecture.ts';
import { bitmapHeight, bitmapWidth, digitBitmaps } from './bitmaps-1998.ts';
import { connectionCount, connectionsOf } from './connections.ts';
import { initialParameters } from './initialise.ts';
import { lenet5 } from './lenet-5.ts';
import { lenet5Of1998 as paper } from './lenet-5-1998.ts';
import { logitsOf } from './logits.ts';
import { digit28, digitSize, padToInput32 } from './rasters.ts';
import { receptiveFields } from './receptive-field.ts';
import { referenceForward, referenceInputGradient } from './reference/reference.ts';

test('60,000 trainable parameters, layer by layer as in the paper', () => {
  const counts = paper.layers.map(({ name }) =>
    paper.tensors.filter(({ layer }) => layer === name).reduce((sum, { size }) => sum + size, 0),
  );
  expect(counts).toEqual([0, 156, 12, 1_516, 32, 48_120, 10_164, 0]);
  expect(paper.parameterCount).toBe(60_000);
  let end = 0;
  for (const { offset, size } of paper.tensors) {
    expect(offset).toBe(end);
    end += size;
  }
});

test('340,908 connections, layer by layer as in the paper', () => {
  const connections = paper.layers
    .slice(1)
    .map((layer, at) => connectionsOf(layer, paper.layers[at] as Layer));
  expect(connections).toEqual([122_304, 5_880, 151_600, 2_000, 48_120, 10_164, 840]);
  expect(connections.reduce((a, b) => a + b)).toBe(340_908);
});

test('today’s form makes 429,342 multiply-adds, layer by layer as counted by hand', () => {
  const connections = lenet5.layers
    .slice(1)
    .map((layer, at) => connectionsOf(layer, lenet5.layers[at] as Layer));
  expect(connections).toEqual([
    28 * 28 * 6 * (25 + 1),
    14 * 14 * 6 * 4,
    10 * 10 * 16 * (6 * 25 + 1),
    5 * 5 * 16 * 4,
    120 * (400 + 1),
    84 * (120 + 1),
    10 * (84 + 1),
  ]);
  expect([lenet5, paper].map(connectionCount)).toEqual([429_342, 340_908]);
});

test('every layer has the shape of the paper', () => {
  expect(paper.layers.map(shapeText)).toEqual([
    '32 × 32',
    '28 × 28 × 6',
    '14 × 14 × 6',
    '10 × 10 × 16',
    '5 × 5 × 16',
    '120',
    '84',
    '10',
  ]);
});

test('C3 reads as table I says: six maps of three, six of four in a row, three of four apart, one of all', () => {
  const readBy = (map: number) =>
    receptiveFields(paper, { layer: 'C3', map, row: 0, column: 0 })[0]?.maps ?? [];
  const maps = Array.from({ length: 16 }, (_, map) => readBy(map));
  expect(maps.map((read) => read.length)).toEqual([3, 3, 3, 3, 3, 3, 4, 4, 4, 4, 4, 4, 4, 4, 4, 6]);
  expect(new Set(maps.map(String)).size).toBe(16);
  // Read the other way, each map of S2 feeds ten of C3: the table has ten crosses in every row.
  expect(readersOf(paper.layers[3] as Layer, paper.layers[2] as Layer).map((all) => all.length)).toEqual(
    Array(6).fill(10),
  );
  // Three or four in a row, counted around the end.
  for (const [map, read] of maps.slice(0, 12).entries()) {
    const length = map < 6 ? 3 : 4;
    expect(read).toEqual(Array.from({ length }, (_, i) => (map + i) % 6).toSorted());
  }
  expect(maps.slice(12)).toEqual([
    [0, 1, 3, 4],
    [1, 2, 4, 5],
    [0, 2, 3, 5],
    [0, 1, 2, 3, 4, 5],
  ]);
});

test('the bitmaps are ten different ones of 84 pixels, 13 of them or more apart', () => {
  expect(digitBitmaps).toHaveLength(10);
  for (const [digit, bitmap] of digitBitmaps.entries()) {
    expect(bitmap).toHaveLength(bitmapWidth * bitmapHeight);
    expect(bitmap.every((value) => Math.abs(value) === 1)).toBe(true);
    for (const other of digitBitmaps.slice(digit + 1)) {
      const apart = bitmap.filter((value, pixel) => value !== other[pixel]).length;
      expect(apart).toBeGreaterThanOrEqual(13);
    }
  }
});

test('parameters begin uniform in ±sqrt(3 / fan-in), where each map of C3 has a fan-in of its own', () => {
  const parameters = initialParameters(paper, randomFromSeed(1));
  const largestOf = (layer: string, role: 'kernel' | 'coefficient' | 'bias', every = 1, from = 0) => {
    const { offset, size } = tensorOf(paper, layer, role);
    let most = 0;
    for (let i = from; i < size; i += every)
      most = Math.max(most, Math.abs(parameters[offset + i] as number));
    return most;
  };
  const within = (largest: number, fanIn: number, least: number) => {
    const limit = Math.sqrt(3 / fanIn);
    expect(largest).toBeLessThanOrEqual(Math.fround(limit));
    expect(largest).toBeGreaterThan(least * limit);
  };
  within(largestOf('C1', 'kernel'), 25, 0.95);
  within(largestOf('S2', 'coefficient'), 4, 0.6);
  within(largestOf('C5', 'kernel'), 400, 0.99);
  within(largestOf('C5', 'bias'), 400, 0.9);
  within(largestOf('F6', 'kernel'), 120, 0.99);
  // The pairs of one place of the window: S2's map 0 is read by C3's 0, 4, 5, 6, 9, ..., 15, then map 1 by its own.
  within(largestOf('C3', 'kernel', 60, 0), 75, 0.8);
  within(largestOf('C3', 'kernel', 60, 3), 100, 0.8);
  within(largestOf('C3', 'kernel', 60, 9), 150, 0.8);
});

test('its logits are those of the reference within 1e-5, and it answers without overflow', () => {
  const random = randomFromSeed(7);
  const parameters = initialParameters(paper, random);
  const input = padToInput32(digit28(Uint8Array.from({ length: digitSize }, () => random.integer(0, 255))));
  const activations = Float32Array.from(referenceForward(paper, parameters, input));
  const { logits } = referenceInputGradient(paper, parameters, input, new Float64Array(10));
  logitsOf({ architecture: paper, parameters }, activations).forEach((logit, digit) => {
    expect(Math.abs(logit - (logits[digit] as number))).toBeLessThan(1e-5);
  });
  expect(overflowOf(paper, parameters)).toBeNull();
  const { offset } = tensorOf(paper, 'S4', 'coefficient');
  expect(overflowOf(paper, parameters.with(offset, 2e36))).toMatchObject({ layer: 'S4' });
});
