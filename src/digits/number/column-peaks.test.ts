import { expect, test } from 'vitest';
import { type Column, columnPeaks } from './column-peaks.ts';

function column(digit: number, margin: number, { sure = 0.9, hasInk = true } = {}): Column {
  const probabilities = Array.from({ length: 10 }, (_, at) => (at === digit ? sure : (1 - sure) / 9));
  return { probabilities, margin, hasInk };
}
const between = column(8, -6, { sure: 0.2 });
const textOf = (columns: readonly Column[]) =>
  columnPeaks(columns)
    .map(({ digit }) => digit)
    .join('');

test('columns between digits are blank, and of columns side by side the best one counts', () => {
  const three = [column(3, 1), column(3, 6), column(5, 2), between];
  const seven = [column(7, 5), column(1, 1), between];
  expect(textOf([...three, between, ...seven, between])).toBe('37');
  expect(columnPeaks([...three, between, ...seven])).toEqual([
    { column: 1, digit: 3 },
    { column: 5, digit: 7 },
  ]);
});

test('equal digits four columns apart are two, closer ones are one', () => {
  expect(textOf([column(1, 5), between, between, between, column(1, 5)])).toBe('11');
  expect(textOf([column(1, 5), between, between, column(1, 5)])).toBe('1');
});

test('two good digits beat a better one between them', () => {
  const columns = [column(4, 3), between, column(9, 5), between, column(2, 3)];
  expect(textOf(columns)).toBe('42');
});

test('what has no ink in its middle is blank, whatever the network says, and no column is no digit', () => {
  expect(textOf([column(0, 9, { hasInk: false })])).toBe('');
  expect(columnPeaks([])).toEqual([]);
});
