import { expect, test } from 'vitest';
import { styles } from '../../digits/synthesis/styles.ts';
import { digitSize } from '../../network/rasters.ts';
import { SyntheticShelf, shelfSize } from './synthetic-shelf.ts';

const copy = ({ digit, label }: ReturnType<SyntheticShelf['digit']>) => `${label}: ${digit.join()}`;

test("the shelf and MNIST's 70,000 images stay under 60 MB", () => {
  expect((70_000 + shelfSize) * (digitSize + 1)).toBeLessThan(60e6);
});

test('a digit is a function of seed, epoch and number, whatever was asked for before', () => {
  const walked = new SyntheticShelf(1, styles);
  for (let number = 0; number < 40; number++) walked.digit(3, number);
  for (const [epoch, number] of [
    [1, 0],
    [7, 25],
    [3, 6_010],
  ] as const) {
    const alone = copy(new SyntheticShelf(1, styles).digit(epoch, number));
    expect(copy(walked.digit(epoch, number))).toBe(alone);
    expect(copy(new SyntheticShelf(2, styles).digit(epoch, number))).not.toBe(alone);
  }
});

test('a place keeps its digit for four epochs at most', () => {
  const shelf = new SyntheticShelf(1, styles);
  // The number that comes to the same place in another epoch: the walk begins further on.
  const numberAt = (place: number, epoch: number) => (place + 100 * shelfSize - 2_689 * epoch) % shelfSize;
  const seen = [0, 1, 2, 3, 4, 5, 6, 7].map((epoch) => copy(shelf.digit(epoch, numberAt(5, epoch))));
  expect(new Set(seen.slice(0, 4)).size).toBe(1);
  expect(new Set(seen.slice(4)).size).toBe(1);
  expect(new Set(seen).size).toBe(2);
});
