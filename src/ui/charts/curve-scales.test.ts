import type uPlot from 'uplot';
import { expect, test } from 'vitest';
import { formatPercent } from '../../lib/format.ts';
import { logTicks, scaleParts } from './curve-scales.ts';

test('ticks are the digits of each power of ten within the range', () => {
  expect(logTicks(0.096, 2.3)).toEqual([0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1, 2]);
  expect(logTicks(0.5, 0.7)).toEqual([0.5, 0.6, 0.7]);
  expect(logTicks(1, 1e30)).toHaveLength(9 * 30 + 1);
});

test('wherever the lowest value lies, ticks come to an end and stay in the range', () => {
  for (let low = 1e-4; low < 10; low *= 1.003) {
    const ticks = logTicks(low, 30);
    expect(ticks[0]).toBeGreaterThanOrEqual(low);
    expect(ticks.at(-1)).toBe(30);
  }
});

/** As uPlot asks for it, of a plot 220 pixels high. */
function axisOf(scale: 'log' | 'to-one', ...values: number[]) {
  const parts = scaleParts(scale);
  const plot = { height: 220 } as uPlot;
  const line = values.map((value, step) => ({ step, value }));
  const placed = parts.placed([line]).flatMap((points) => points.map(({ value }) => value));
  const range = parts.scale.range as (...of: unknown[]) => [number, number];
  const [low, high] = range(plot, Math.min(...placed), Math.max(...placed));
  const splits = parts.axis.splits as (...of: unknown[]) => number[];
  const labels = splits(plot, 1, low, high).map((tick) => parts.label(tick, (share) => formatPercent(share)));
  return { low, high, placed, labels };
}

test('one value has an axis around it', () => {
  expect(axisOf('log', 2.3)).toMatchObject({ low: 1, high: 5 });
  expect(axisOf('to-one', 0.0625).labels).toEqual([0, 0.5].map((share) => formatPercent(share)));
});

test('all right has a labelled edge above the others, which keep their places', () => {
  const { low, high, placed, labels } = axisOf('to-one', 0.5, 0.9998, 1);
  expect(placed.slice(0, 2)).toEqual([0.5, 0.9998]);
  expect(placed[2]).toBeGreaterThan(0.9998);
  for (const value of placed) expect(value >= low && value <= high).toBe(true);
  expect(labels.at(-1)).toBe(formatPercent(1));
  expect(axisOf('to-one', 0.5, 0.9998).labels.at(-1)).toBe(formatPercent(0.9997, 2));
  expect(axisOf('to-one', 1, 1).labels).toContain(formatPercent(1));
});
