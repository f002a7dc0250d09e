import { expect, test } from 'vitest';
import { paperSize } from './drawing/drawing.ts';
import { sampleCount } from './sample-count.ts';
import { samples } from './samples.ts';

test('there are at least two of every digit, each with its own name', () => {
  for (let digit = 0; digit <= 9; digit++)
    expect(samples.filter((sample) => sample.digit === digit).length, `of ${digit}`).toBeGreaterThanOrEqual(
      2,
    );
  expect(new Set(samples.map(({ name }) => name)).size).toBe(samples.length);
});

test('there are as many as the page keeps room for', () => {
  expect(samples).toHaveLength(sampleCount);
});

test('their points are whole numbers on the paper, with pressures of 0..255', () => {
  for (const { drawing } of samples) {
    for (const { x, y, pressure } of drawing.strokes.flatMap((stroke) => stroke.points)) {
      for (const value of [x, y, pressure]) expect(Number.isInteger(value)).toBe(true);
      expect(Math.min(x, y)).toBeGreaterThanOrEqual(0);
      expect(Math.max(x, y)).toBeLessThanOrEqual(paperSize);
      expect(pressure).toBeGreaterThanOrEqual(0);
      expect(pressure).toBeLessThanOrEqual(255);
    }
  }
});
