import { expect, test } from 'vitest';
import { CounterRandom, type Random, randomFromSeed, shuffle, threefry } from './random.ts';

test.each([
  [
    [0, 0],
    [0, 0],
    [0x6b200159, 0x99ba4efe],
  ],
  [
    [0xffffffff, 0xffffffff],
    [0xffffffff, 0xffffffff],
    [0x1cb996fc, 0xbb002be7],
  ],
  [
    [0x13198a2e, 0x03707344],
    [0x243f6a88, 0x85a308d3],
    [0xc4923a9c, 0x483df7a0],
  ],
])('threefry of key %j and counter %j gives the words that its authors publish', (key, counter, expected) => {
  const words = new Uint32Array(2);
  threefry(key[0] ?? 0, key[1] ?? 0, counter[0] ?? 0, counter[1] ?? 0, words);
  expect([...words]).toEqual(expected);
});

test('numbers by place: whatever was drawn before, an image has its own, in range and evenly', () => {
  const draw = (random: Random) => Array.from({ length: 7 }, () => random.uniform());
  const random = new CounterRandom(5);
  const first = draw(random.at(2, 1_000));
  draw(random.at(2, 1_001));
  expect(draw(random.at(2, 1_000))).toEqual(first);
  expect(draw(new CounterRandom(5).at(2, 1_000))).toEqual(first);
  for (const other of [random.at(3, 1_000), random.at(2, 999), new CounterRandom(6).at(2, 1_000)]) {
    expect(draw(other)).not.toEqual(first);
  }
  const all = Array.from({ length: 20_000 }, (_, image) => random.at(1, image).integer(3, 12));
  for (let value = 3; value <= 12; value++) {
    expect(Math.abs(all.filter((one) => one === value).length - 2_000)).toBeLessThan(200);
  }
});

test.each([
  ['in a row', randomFromSeed(1)],
  ['by place', new CounterRandom(1).at(1, 0)],
])('normal() %s has mean 0 and standard deviation 1 within 0.02 over 100,000 draws', (_, random) => {
  const draws = Array.from({ length: 100_000 }, () => random.normal());
  const mean = draws.reduce((a, b) => a + b) / draws.length;
  const deviation = Math.sqrt(draws.reduce((a, b) => a + (b - mean) ** 2, 0) / draws.length);
  expect(Math.abs(mean)).toBeLessThan(0.02);
  expect(Math.abs(deviation - 1)).toBeLessThan(0.02);
});

test('shuffle keeps every item and depends on nothing but the seed', () => {
  const shuffled = (seed: number) =>
    shuffle(
      Uint32Array.from({ length: 1000 }, (_, i) => i),
      randomFromSeed(seed),
    );
  expect(shuffled(3)).toEqual(shuffled(3));
  expect(shuffled(3)).not.toEqual(shuffled(4));
  expect([...shuffled(3)].sort((a, b) => a - b)).toEqual(Array.from({ length: 1000 }, (_, i) => i));
});
