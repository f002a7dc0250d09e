import { expect, test } from 'vitest';
import { SyntheticShelf, shelfBlock } from '../data/sources/synthetic-shelf.ts';
import { styles } from '../digits/synthesis/styles.ts';
import { RunImages } from './run-images.ts';
import { learnableDigits, TestSource } from './test-support/digits.ts';

test('the last of the data and the first of the shelf are neighbours, and each comes from its own array', () => {
  const digits = learnableDigits(20, 1);
  const images = new RunImages(new TestSource(digits, learnableDigits(5, 2)).parts.train, 20);
  const shelf = new SyntheticShelf(1, styles);
  images.use(shelf);
  shelf.fill(1, 0);
  const { parts } = images.since(0);
  expect(parts.map(({ at, labels }) => [at, labels.length])).toEqual([
    [0, 20],
    [20, shelfBlock],
  ]);
  expect(parts[0]?.digits).toEqual(digits.digits);
  expect(parts[1]?.digits).toEqual(shelf.images.digits.subarray(0, shelfBlock * 784));
});
