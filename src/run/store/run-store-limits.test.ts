import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { momentsToDrop, runsToDrop } from './run-store-limits.ts';

describe('moments', () => {
  test('nothing is dropped while there is room', () => {
    expect(momentsToDrop([1, 2, 3], 3)).toEqual([]);
    expect(momentsToDrop([], 3)).toEqual([]);
  });

  test('the first and the newest stay, whatever the steps', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.nat(100_000), { minLength: 2, maxLength: 40 }),
        fc.integer({ min: 2, max: 20 }),
        (unordered, most) => {
          const steps = unordered.sort((a, b) => a - b);
          const dropped = new Set(momentsToDrop(steps, most));
          const kept = steps.filter((step) => !dropped.has(step));
          expect(kept.length).toBe(Math.min(most, steps.length));
          expect([kept[0], kept.at(-1)]).toEqual([steps[0], steps.at(-1)]);
        },
      ),
    );
  });

  test('a run of 1,000 equal strides is covered evenly: no gap is more than twice the mean one', () => {
    let kept: number[] = [];
    for (let step = 0; step <= 1000; step++) {
      kept.push(step);
      const dropped = new Set(momentsToDrop(kept, 20));
      kept = kept.filter((kept) => !dropped.has(kept));
    }
    const gaps = kept.slice(1).map((step, at) => step - (kept[at] ?? 0));
    expect(Math.max(...gaps)).toBeLessThanOrEqual((2 * 1000) / (kept.length - 1));
  });
});

describe('runs', () => {
  const run = (runId: string, savedAt: number, ended = false) => ({ runId, savedAt, ended });

  test('ended ones go first, the oldest of them before the others', () => {
    const runs = [run('a', 1), run('b', 3, true), run('c', 2, true), run('d', 4)];
    expect(runsToDrop(runs, 'd', 3)).toEqual(['c']);
    expect(runsToDrop(runs, 'd', 1)).toEqual(['c', 'b', 'a']);
  });

  test('the run that is being saved stays, even as the oldest and ended', () => {
    expect(runsToDrop([run('a', 1, true), run('b', 2), run('c', 3)], 'a', 2)).toEqual(['b']);
    expect(runsToDrop([run('a', 1, true)], 'a', 0)).toEqual([]);
  });
});
