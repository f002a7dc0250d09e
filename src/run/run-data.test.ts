import { expect, test } from 'vitest';
import { styles } from '../digits/synthesis/styles.ts';
import type { Place } from '../engines/course.ts';
import { digitSize } from '../network/rasters.ts';
import { syntheticName } from '../storage/stored-titles.ts';
import { beginning, RunData } from './run-data.ts';
import { defaultSettings, type RunSettings } from './settings/run-settings.ts';
import { TestSource } from './test-support/digits.ts';

/** Every image carries its place in the file in its pixels, and its label follows from it. */
function numbered(count: number) {
  const digits = new Uint8Array(count * digitSize);
  const labels = new Uint8Array(count);
  for (let i = 0; i < count; i++) {
    digits[i * digitSize] = i & 255;
    digits[i * digitSize + 1] = i >> 8;
    labels[i] = i % 10;
  }
  return { digits, labels };
}
const numberOf = (digits: Uint8Array, i: number) =>
  (digits[i * digitSize] as number) + 256 * (digits[i * digitSize + 1] as number);

const signal = new AbortController().signal;
const plain: RunSettings = { ...defaultSettings, distort: false, batchSize: 37 };
const total = 1_200;

async function open(seed = 1) {
  return RunData.open(new TestSource(numbered(total), numbered(10)), { seed, chance: 'counter' }, signal);
}

/** Numbers of the images of the batches from `place` on, epoch by epoch. */
async function epochs(data: RunData, count: number, settings = plain, from: Place = beginning) {
  const seen: number[][] = [];
  for (let place = from; place.epoch <= count; ) {
    const { digits, labels } = await data.batch(place, settings, signal);
    const numbers = Array.from(labels, (_, i) => numberOf(digits, i));
    expect([...labels]).toEqual(numbers.map((number) => number % 10));
    seen[place.epoch - 1] = [...(seen[place.epoch - 1] ?? []), ...numbers];
    place = data.after(place, labels.length);
  }
  return seen;
}

test('labels stay with their images, and an epoch has every training image once', async () => {
  const data = await open();
  const [first = [], second = []] = await epochs(data, 2);
  expect(first).toHaveLength(1_100);
  expect(new Set(first).size).toBe(1_100);
  expect(new Set(second)).toEqual(new Set(first));
  expect(second).not.toEqual(first);
});

test('validation images are never trained on, and are the same for every seed', async () => {
  const [one, two] = [await open(1), await open(2)];
  const kept = one.validation(1_000);
  expect(kept?.labels).toHaveLength(100);
  expect(two.validation(1_000)).toEqual(kept);
  const numbers = new Set(
    Array.from(kept?.labels ?? [], (_, i) => numberOf(kept?.digits ?? new Uint8Array(), i)),
  );
  const [trained = []] = await epochs(one, 1);
  expect(trained.some((number) => numbers.has(number))).toBe(false);
});

test('a batch follows from its place alone, distortions too', async () => {
  const settings = { ...defaultSettings, batchSize: 50 };
  const place = { epoch: 2, offset: 350 };
  const alone = await (await open()).batch(place, settings, signal);
  const data = await open();
  for (let at = beginning; data.done(at) < data.done(place); ) {
    at = data.after(at, (await data.batch(at, settings, signal)).labels.length);
  }
  expect(await data.batch(place, settings, signal)).toEqual(alone);
});

test('another batch size in mid-epoch leaves out no image and repeats none', async () => {
  const data = await open();
  let place = beginning;
  const seen: number[] = [];
  for (const batchSize of [37, 500, 1, 64, 4_096]) {
    const { digits, labels } = await data.batch(place, { ...plain, batchSize }, signal);
    seen.push(...Array.from(labels, (_, i) => numberOf(digits, i)));
    place = data.after(place, labels.length);
  }
  expect(place).toEqual({ epoch: 2, offset: 0 });
  expect(new Set(seen).size).toBe(1_100);
});

test('the steps that are left are those that come', async () => {
  const data = await open();
  const settings = { ...plain, epochs: 3 };
  const all = data.stepsLeft(beginning, settings);
  let steps = 0;
  for (let place = beginning; place.epoch <= 3; steps++) {
    expect(data.stepsLeft(place, settings)).toBe(all - steps);
    place = data.after(place, (await data.batch(place, settings, signal)).labels.length);
  }
  expect(steps).toBe(all);
});

/** Which images of a batch are synthetic: the others carry their number and nothing else. */
const written = (digits: Uint8Array, i: number) =>
  digits.subarray(i * digitSize + 2, (i + 1) * digitSize).some((ink) => ink > 0);

test.each([0, 0.25, 0.5, 0.9, 1])(
  'of every batch a share of %d is synthetic, whatever its size',
  async (syntheticShare) => {
    const data = await open();
    let [place, all] = [beginning, 0];
    for (const batchSize of [37, 64, 500, 1]) {
      const { digits, labels } = await data.batch(place, { ...plain, syntheticShare, batchSize }, signal);
      const count = Array.from(labels, (_, i) => written(digits, i)).filter(Boolean).length;
      expect(Math.abs(count - syntheticShare * batchSize)).toBeLessThanOrEqual(1);
      for (let i = 0; i < batchSize; i++) {
        if (!written(digits, i)) expect(labels[i]).toBe(numberOf(digits, i) % 10);
      }
      place = data.after(place, batchSize);
      all += count;
    }
    expect(all).toBe(Math.floor(602 * syntheticShare));
  },
);

test('a mixed batch follows from its place alone, and another seed or epoch has other handwriting', async () => {
  const settings = { ...plain, syntheticShare: 0.5, batchSize: 50 };
  const batchAt = async (place: Place, seed = 1, walked = false) => {
    const data = await open(seed);
    for (let at = beginning; walked && data.done(at) < data.done(place); ) {
      at = data.after(at, (await data.batch(at, settings, signal)).labels.length);
    }
    return data.batch(place, settings, signal);
  };
  const place = { epoch: 6, offset: 350 };
  const alone = await batchAt(place);
  expect(await batchAt(place, 1, true)).toEqual(alone);
  expect(await batchAt({ epoch: 5, offset: 350 })).not.toEqual(alone);
  expect(await batchAt(place, 2)).not.toEqual(alone);
});

test('all of it synthetic, a batch waits for no image; without a style, its digit is never shown', async () => {
  const source = new TestSource(numbered(total), numbered(10), 1);
  const data = await RunData.open(source, { seed: 1, chance: 'counter' }, signal);
  const stylesOff = styles.filter(({ digit }) => digit !== 6).map(({ name }) => name);
  const settings = { ...plain, syntheticShare: 1, stylesOff };
  const { labels } = await data.batch(beginning, settings, signal);
  expect(new Set(labels)).toEqual(new Set([6]));
  expect(data.mixing(beginning, settings)).toContain('Every image');
});

test('nothing is mixed into data that is synthetic itself', async () => {
  const source = Object.assign(new TestSource(numbered(total), numbered(10)), { name: syntheticName });
  const data = await RunData.open(source, { seed: 1, chance: 'counter' }, signal);
  const { digits, labels } = await data.batch(beginning, { ...plain, syntheticShare: 1 }, signal);
  expect(Array.from(labels, (_, i) => written(digits, i)).some(Boolean)).toBe(false);
});

test('a batch waits for its images, and lets go when it is told to', async () => {
  const source = new TestSource(numbered(total), numbered(10), 1);
  const data = await RunData.open(source, { seed: 1, chance: 'counter' }, signal);
  const stop = new AbortController();
  const waiting = data.batch(beginning, plain, stop.signal);
  stop.abort(new Error('stopped'));
  await expect(waiting).rejects.toThrow('stopped');
  const next = data.batch(beginning, plain, signal);
  source.parts.train.arrive(total);
  expect((await next).labels).toHaveLength(37);
});

test('validation waits for nobody: null until its images are here', async () => {
  const source = new TestSource(numbered(total), numbered(10), 50);
  const data = await RunData.open(source, { seed: 1, chance: 'counter' }, signal);
  expect(data.validation(1_000)).toBeNull();
  source.parts.train.arrive(total);
  expect(data.validation(1_000)?.labels).toHaveLength(100);
});
