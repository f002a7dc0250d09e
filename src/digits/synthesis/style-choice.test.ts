import { expect, test } from 'vitest';
import { randomFromSeed } from '../../lib/random.ts';
import { digitsWithout, styleGroups, stylesBut, switched } from './style-choice.ts';
import { styles } from './styles.ts';
import { synthesise } from './synthesise.ts';

const names = styles.map(({ name }) => name);
const ofDigit = (digit: number) => names.filter((name) => name.startsWith(String(digit)));

test('every digit has styles, and every style its digit and a name of its own', () => {
  expect(styleGroups.map((group) => group.styles.length > 1)).toEqual(new Array(10).fill(true));
  expect(styleGroups.flatMap((group) => group.styles)).toHaveLength(styles.length);
  expect(new Set(names).size).toBe(styles.length);
});

test('styles go off and on again, in one order whatever was pressed first', () => {
  const [first, second] = [names[3] as string, names[20] as string];
  const off = switched(switched([], [second], false), [first], false);
  expect(off).toEqual([first, second]);
  expect(switched(off, [first], true)).toEqual([second]);
  expect(switched(off, names, true)).toEqual([]);
  expect(switched(off, names, false)).toEqual(names);
});

test('a digit whose styles are all off is known, and never written', () => {
  const off = switched([], [...ofDigit(4), ...ofDigit(7)], false);
  expect(digitsWithout(off)).toEqual([4, 7]);
  const random = randomFromSeed(1);
  const written = new Set(Array.from({ length: 2_000 }, () => synthesise(random, stylesBut(off)).digit));
  expect([...written].sort()).toEqual([0, 1, 2, 3, 5, 6, 8, 9]);
});
