import { eights } from './styles/eights.ts';
import { fives } from './styles/fives.ts';
import { fours } from './styles/fours.ts';
import { nines } from './styles/nines.ts';
import { ones } from './styles/ones.ts';
import { sevens } from './styles/sevens.ts';
import { sixes } from './styles/sixes.ts';
import type { Style } from './styles/style.ts';
import { threes } from './styles/threes.ts';
import { twos } from './styles/twos.ts';
import { zeros } from './styles/zeros.ts';

export type { Style } from './styles/style.ts';

/**
 * How people write the ten digits: for each style the ways of the pen on a field of 100 x 100, x and y in
 * turn, y down; a place given twice is a corner. The shapes are those of school alphabets of Europe, the
 * Americas and Asia and of the author's own hand; the shares within a digit are assumed.
 */
export const styles: readonly Style[] = [
  ...zeros,
  ...ones,
  ...twos,
  ...threes,
  ...fours,
  ...fives,
  ...sixes,
  ...sevens,
  ...eights,
  ...nines,
];

export const styleNames: readonly string[] = styles.map(({ name }) => name);
