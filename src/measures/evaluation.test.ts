import { expect, test } from 'vitest';
import { confusionOf, placesOf, wilsonInterval, worstPairs } from './evaluation.ts';

test('confusion counts labels by answers and lists the worst pairs first', () => {
  const confusion = confusionOf([1, 1, 1, 1, 7, 0], [1, 7, 7, 2, 7, 0]);
  expect(confusion).toMatchObject({ total: 6, right: 3 });
  expect(confusion.counts[1]).toEqual([0, 1, 1, 0, 0, 0, 0, 2, 0, 0]);
  expect(worstPairs(confusion, 1)).toEqual([{ label: 1, answer: 7, count: 2 }]);
  expect(worstPairs(confusion, 9).length).toBe(2);
});

test('the places of a cell are those of its label and its answer', () => {
  const [labels, answers] = [Uint8Array.of(1, 1, 7, 1, 0), Uint8Array.of(7, 1, 7, 7, 0)];
  expect(placesOf({ labels, answers }, 1, 7)).toEqual([0, 3]);
  expect(placesOf({ labels, answers }, 0, 1)).toEqual([]);
});

test("Wilson's interval of 81 in 263 is [25.5, 36.6] % (Newcombe 1998, table I), within 0.05 points", () => {
  const [low, high] = wilsonInterval(81, 263);
  expect(Math.abs(low - 0.2553)).toBeLessThan(5e-4);
  expect(Math.abs(high - 0.3662)).toBeLessThan(5e-4);
  expect(wilsonInterval(10, 10)[1]).toBeLessThanOrEqual(1);
});
