import { expect, test } from 'vitest';
import { randomFromSeed, randomFromState, shuffle } from './random.ts';

test('a generator goes on from its saved state with the same sequence', () => {
  const random = randomFromSeed(7);
  random.uniform();
  const copy = randomFromState(random.state());
  const draw = (from: typeof random) => [from.uniform(), from.integer(0, 99), from.normal()];
  expect(draw(copy)).toEqual(draw(random));
});

test('normal() has mean 0 and standard deviation 1 within 0.02 over 100,000 draws', () => {
  const random = randomFromSeed(1);
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
