import { expect, test } from 'vitest';
import { spreadLabels } from './spread-labels.ts';

test('labels that have room stay, those that touch part until none covers another', () => {
  const labels = [
    { x: 0, y: 0 },
    { x: 3, y: 0 },
    { x: 3, y: 0 },
    { x: 200, y: 50 },
  ];
  const moved = spreadLabels(labels, 20);
  expect(moved[3]).toEqual(labels[3]);
  moved.forEach((one, at) => {
    for (const other of moved.slice(0, at))
      expect(Math.hypot(one.x - other.x, one.y - other.y)).toBeGreaterThan(19);
  });
  expect(labels[0]).toEqual({ x: 0, y: 0 });
});

test('a fixed place is kept clear', () => {
  const [moved] = spreadLabels([{ x: 10, y: 10 }], 20, { x: 12, y: 10 });
  expect(moved).toEqual({ x: -8, y: 10 });
});
