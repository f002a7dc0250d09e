import { expect, test } from 'vitest';
import { styles } from '../../digits/synthesis/styles.ts';
import { digitSize } from '../../network/rasters.ts';
import { SyntheticSource } from './synthetic-source.ts';

const sizes = { train: 300, test: 40 };

test('digits arrive in slices, each with its label, the same at every visit', async () => {
  const source = new SyntheticSource({ sizes });
  expect(source.status().parts.train).toMatchObject({ state: 'waiting', images: 0, totalImages: 300 });
  const seen: number[] = [];
  source.subscribe(({ parts }) => seen.push(parts.train.images));
  source.start();
  source.start();
  const { train, test } = source.parts;
  await test.atLeast(Number.POSITIVE_INFINITY);
  expect(seen.length).toBeGreaterThan(1);
  expect(seen).toEqual(seen.toSorted((a, b) => a - b));
  expect([train.count, test.count]).toEqual([300, 40]);
  expect(new Set(train.labels)).toEqual(new Set([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]));
  for (let i = 0; i < 300; i++) {
    expect(train.digits.subarray(i * digitSize, (i + 1) * digitSize).some((ink) => ink > 128)).toBe(true);
  }
  const again = new SyntheticSource({ sizes });
  again.start();
  await again.parts.test.atLeast(40);
  expect(again.parts.train.digits).toEqual(train.digits);
  expect(again.parts.train.labels).toEqual(train.labels);
});

test('no test digit is a training digit', async () => {
  const source = new SyntheticSource({ sizes });
  source.start();
  await source.parts.test.atLeast(40);
  const key = (digits: Uint8Array, i: number) => digits.subarray(i * digitSize, (i + 1) * digitSize).join();
  const trained = new Set(Array.from({ length: 300 }, (_, i) => key(source.parts.train.digits, i)));
  for (let i = 0; i < 40; i++) expect(trained.has(key(source.parts.test.digits, i))).toBe(false);
});

test('styles that are off are not written, and a digit without a style is never shown', async () => {
  const stylesOff = styles.filter(({ digit }) => digit !== 3 && digit !== 8).map(({ name }) => name);
  const source = new SyntheticSource({ sizes, stylesOff });
  source.start();
  await source.parts.test.atLeast(40);
  expect(new Set([...source.parts.train.labels, ...source.parts.test.labels])).toEqual(new Set([3, 8]));
  expect(source.status().parts.train.from).toContain(`in ${styles.length - stylesOff.length} of`);
});

test('with every style off there are no images, and nobody waits for them', async () => {
  const source = new SyntheticSource({ sizes, stylesOff: styles.map(({ name }) => name) });
  source.start();
  await source.parts.train.atLeast(1);
  expect(source.parts.train.count).toBe(0);
  expect(source.status().parts.train).toMatchObject({ state: 'complete', images: 0, totalImages: 0 });
});

test('closed before it is done, it tells those who wait', async () => {
  const source = new SyntheticSource();
  source.start();
  const waiting = source.parts.train.atLeast(60_000);
  source.dispose();
  await expect(waiting).rejects.toThrow('was closed');
});
