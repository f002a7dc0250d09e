import { expect, test } from 'vitest';
import { SpeedMeter } from './speed-meter.ts';

test('knows nothing before two times', () => {
  const meter = new SpeedMeter();
  expect(meter.imagesPerSecond()).toBeNull();
  meter.restart(0);
  expect(meter.imagesPerSecond()).toBeNull();
});

test('steps of 64 images every 4 ms are 16,000 images a second within 1 %', () => {
  const meter = new SpeedMeter();
  meter.restart(0);
  for (let step = 1; step <= 2_000; step++) meter.add(64, step * 4);
  expect(meter.imagesPerSecond()).toBeGreaterThan(15_840);
  expect(meter.imagesPerSecond()).toBeLessThan(16_160);
});

test('follows a change within some seconds, and a pause does not count', () => {
  const meter = new SpeedMeter();
  meter.restart(0);
  for (let step = 1; step <= 1_000; step++) meter.add(64, step * 4);
  meter.restart(1_000_000);
  for (let step = 1; step <= 200; step++) meter.add(64, 1_000_000 + step * 64);
  expect(meter.imagesPerSecond()).toBeCloseTo(1_000, -1);
});

test('is steady once both halves of the last seconds are as fast, and not again before that after a pause', () => {
  const meter = new SpeedMeter();
  meter.restart(0);
  let at = 0;
  const steps = (count: number, ms: number) => {
    for (let step = 1; step <= count; step++) {
      at += ms;
      meter.add(64, at);
    }
  };
  // It begins at a twentieth of its speed.
  steps(20, 80);
  steps(200, 4);
  expect(meter.isSteady()).toBe(false);
  steps(1_000, 4);
  expect(meter.isSteady()).toBe(true);
  meter.restart(at);
  expect(meter.isSteady()).toBe(false);
});
