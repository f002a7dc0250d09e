import { expect, test } from 'vitest';
import type { ExcitedDigit, LooksFor } from '../../../explain/looks-for.ts';
import type { Edit } from '../../../explain/surgery.ts';
import { layerNamed } from '../../../network/architecture.ts';
import { lenet5 } from '../../../network/lenet-5.ts';
import {
  accuracyText,
  classesText,
  digitsText,
  headingText,
  heldAt,
  heldValue,
  operationName,
  saturatedText,
  shortText,
} from './words.ts';

const layer = (name: string) => layerNamed(lenet5, name);

function looksFor(means: readonly number[], highest: number, lowest: number): LooksFor {
  const digit = (value: number): ExcitedDigit => ({
    index: 0,
    label: 0,
    digit: new Uint8Array(784),
    value,
    field: null,
  });
  return {
    target: { layer: 'C3', map: 4 },
    strongest: new Array<ExcitedDigit>(9).fill(digit(highest)),
    weakest: new Array<ExcitedDigit>(9).fill(digit(lowest)),
    classes: means.map((mean, label) => ({ label, total: Number.isNaN(mean) ? 0 : 5, mean, counts: [5] })),
    scale: { from: -1, to: 1 },
    mean: 0,
  };
}

test('units and values are called what the figure calls them', () => {
  expect(headingText(layer('C3'), { layer: 'C3', map: 4 })).toBe('C3, map 4');
  expect(headingText(layer('Output'), { layer: 'Output', map: 5 })).toBe('Output, digit 5');
  expect([0.614, -0.2, -0.001].map((value) => shortText(layer('F6'), value))).toEqual([
    '0.61',
    '−0.20',
    '0.00',
  ]);
  expect(shortText(layer('Output'), 0.5)).toBe('50.0\u202f%');
});

test('the digits that a target answers to most and least are named, those that nobody wrote are not', () => {
  const facts = looksFor([-0.2, Number.NaN, 0.613, 0.1], 0.9, 0.1);
  expect(classesText(lenet5, facts)).toBe(
    'C3 map 4 is strongest for 2: mean 0.61. It is weakest for 0: mean −0.20.',
  );
  const narrow = { ...facts, scale: { from: 0.6, to: 0.7 } };
  expect(classesText(lenet5, narrow)).toContain('mean 0.613');
});

test('values that all show as 1.000 are explained', () => {
  expect(saturatedText(layer('C3'), looksFor([0], 0.9, 0.1))).toBe('');
  expect(saturatedText(layer('C3'), looksFor([0], 0.9999, 0.1))).toContain('several digits');
  expect(saturatedText(layer('C3'), looksFor([0], 0.9999, 0.95))).toContain('every digit');
  expect(saturatedText(layer('Output'), looksFor([0], 0.9999, 0))).toBe('');
});

test('accuracy and the digits that it is of', () => {
  expect(accuracyText(0.979, 0.912)).toBe('97.9\u202f% before, 91.2\u202f% now');
  expect(digitsText({ total: 1000, of: 'MNIST' })).toBe('1,000 MNIST test digits');
  expect(digitsText({ total: 1000, of: 'Synthetic handwriting' })).toBe(
    '1,000 digits of synthetic handwriting',
  );
});

test('a changed network is named after what was changed first', () => {
  const off: Edit = { layer: 'C3', map: 4, kind: 'off' };
  expect(operationName(lenet5, [])).toBe('');
  expect(operationName(lenet5, [off])).toBe('C3 map 4 off');
  expect(operationName(lenet5, [off, off])).toBe('C3 map 4 off and 1 more change');
  expect(operationName(lenet5, [off, off, off])).toBe('C3 map 4 off and 2 more changes');
});

test('a target that is held gives every digit one value, also through the map that averages it', () => {
  const frozen: Edit = { layer: 'C3', map: 4, kind: 'frozen', mean: 0.5 };
  const held = heldValue(lenet5, [frozen], { layer: 'S4', map: 4 });
  expect(held).toBe(0.5);
  expect(heldValue(lenet5, [frozen], { layer: 'S4', map: 3 })).toBeNull();
  expect(heldValue(lenet5, [{ layer: 'S4', map: 4, kind: 'off' }], { layer: 'C3', map: 4 })).toBe(0);
  const found = heldAt({ ...looksFor([-0.2, 0.6], 0.9, 0.1), scale: { from: -0.3, to: 0.4 } }, 0.5);
  expect(found.scale).toEqual({ from: -0.3, to: 0.5 });
  expect(found.classes.map(({ mean, counts }) => [mean, ...counts])).toEqual([
    [0.5, 5],
    [0.5, 5],
  ]);
});
