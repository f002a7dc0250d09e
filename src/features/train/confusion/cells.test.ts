import { expect, test } from 'vitest';
import { palettes, themes } from '../../../pictures/colour-scales.ts';
import { contrasting, worstShare } from './cell-colours.ts';
import { cellText, columnsOf, moveCell } from './cells.ts';

const counts: number[][] = Array.from({ length: 10 }, (_, label) =>
  Array.from({ length: 10 }, (_, answer) => (label === answer ? 90 : 0)),
);
counts[4] = [0, 1, 0, 0, 90, 0, 0, 0, 0, 9];
counts[5] = new Array(10).fill(0);

test('a row knows its images and its errors', () => {
  expect(columnsOf(counts, 4)).toMatchObject({ total: 100, wrong: 10 });
  expect(columnsOf(counts, 5)).toMatchObject({ total: 0, wrong: 0 });
});

test('the worst share is that of errors, never of right answers, and 0 without any', () => {
  expect(worstShare(counts)).toBe(0.09);
  expect(worstShare([[90], [0, 90]])).toBe(0);
});

test('cells are named as they are read', () => {
  expect(cellText({ label: 4, answer: 9 }, 12)).toBe('4 read as 9: 12 images');
  expect(cellText({ label: 4, answer: 1 }, 1)).toBe('4 read as 1: 1 image');
});

test('the arrow keys move by one cell and stop at the edges', () => {
  expect(moveCell({ label: 0, answer: 9 }, 'ArrowRight', false)).toEqual({ label: 0, answer: 9 });
  expect(moveCell({ label: 0, answer: 9 }, 'ArrowDown', false)).toEqual({ label: 1, answer: 9 });
  expect(moveCell({ label: 3, answer: 5 }, 'Home', false)).toEqual({ label: 3, answer: 0 });
  expect(moveCell({ label: 3, answer: 5 }, 'End', true)).toEqual({ label: 9, answer: 9 });
  expect(moveCell({ label: 3, answer: 5 }, 'Enter', false)).toBeNull();
});

test.each(themes)('the end of the %s scale and its paper take opposite writing', (theme) => {
  const { probability } = palettes[theme];
  const [paper, full] = [contrasting(probability, 1), contrasting(probability, 255)];
  expect([paper, full].sort()).toEqual(['#000', '#fff']);
});
