import { expect, test } from 'vitest';
import { dataTitle, networkTitle, ownDigitsName, syntheticName } from './stored-titles.ts';

test.each([
  ['Shipped network', 'Built-in network'],
  ['The shipped network', 'Built-in network'],
  ['Copy of Shipped network', 'Copy of Built-in network'],
  ['Synthetic handwriting, seed 7, step 1,200', 'Synthetic handwriting, seed 7, step 1,200'],
  [
    'LeNet-5 of 1998, MNIST, seed 1, step 300, trained further',
    'LeNet-5 of 1998, MNIST, seed 1, step 300, trained further',
  ],
  ['My shipped network', 'My shipped network'],
  ['seed 7, step', 'seed 7, step'],
])('the network stored as %j is shown as %j', (stored, shown) => {
  expect(networkTitle(stored)).toBe(shown);
});

test('data has a title, and one that nobody here named keeps its name', () => {
  expect(dataTitle(ownDigitsName(12, syntheticName))).toBe('12 own digits with synthetic handwriting');
  expect(dataTitle(ownDigitsName(3, 'MNIST'))).toBe('3 own digits with MNIST');
  expect(dataTitle('digits of my class')).toBe('digits of my class');
});
