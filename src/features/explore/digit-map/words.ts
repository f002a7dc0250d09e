import type { DigitMap } from '../../../explain/digit-map.ts';
import { t } from '../../../language/language.ts';
import { formatCount, formatPercent } from '../../../lib/format.ts';
import { type Drawn, namedNeighbours } from './drawn-among.ts';

/** "2,000 test digits of MNIST by their 84 values in F6, 9 misread." */
export function mapText(map: DigitMap): string {
  const { labels } = map.digits;
  const misread = map.answers.filter((answer, at) => answer !== labels[at]).length;
  const [count, units] = [formatCount(labels.length), map.plane.mean.length];
  if (map.of === 'MNIST')
    return misread === 0
      ? t`${count} test digits of MNIST by their ${units} values in F6, all are read right.`
      : t`${count} test digits of MNIST by their ${units} values in F6, ${formatCount(misread)} misread.`;
  return misread === 0
    ? t`${count} digits of synthetic handwriting by their ${units} values in F6, all are read right.`
    : t`${count} digits of synthetic handwriting by their ${units} values in F6, ${formatCount(misread)} misread.`;
}

/** What the picture keeps of the distances between digits, and what it does not. */
export function planeText({ plane: { shares } }: DigitMap): string {
  const [first = '', second = ''] = shares.map((share) => formatPercent(share, 0));
  return t`The two directions along which they differ most hold ${first} and ${second} of their spread.`;
}

export function componentsText(): string {
  return t`Computed directly, with no randomness.`;
}

export function umapText(): string {
  return t`UMAP keeps neighbours in F6 together. The distances between clouds, and their sizes, mean little.`;
}

/** "Its nearest neighbours: 4, 4, 9, 4, 4". */
export function amongText(map: DigitMap | null, drawn: Drawn | null): string {
  if (!map || !drawn) return t`Draw a digit to see where it lands.`;
  const labels = drawn.neighbours.slice(0, namedNeighbours).map(({ index }) => map.digits.labels[index]);
  return t`Its nearest neighbours: ${labels.join(', ')}`;
}
