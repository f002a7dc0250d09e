import type { DigitMap } from '../../../explain/digit-map.ts';
import { formatCount, formatPercent } from '../../../lib/format.ts';
import { type Drawn, namedNeighbours } from './drawn-among.ts';

/** "2,000 test digits of MNIST by their 84 values in F6; 9 are misread." */
export function mapText(map: DigitMap): string {
  const { labels } = map.digits;
  const misread = map.answers.filter((answer, at) => answer !== labels[at]).length;
  const digits = map.of === 'MNIST' ? 'test digits of MNIST' : 'digits of synthetic handwriting';
  const read = misread === 0 ? 'all are read right' : `${formatCount(misread)} misread`;
  return `${formatCount(labels.length)} ${digits} by their ${map.plane.mean.length} values in F6, ${read}.`;
}

/** What the picture keeps of the distances between digits, and what it does not. */
export function planeText({ plane: { shares } }: DigitMap): string {
  const [first, second] = shares.map((share) => formatPercent(share, 0));
  return `The two directions along which they differ most hold ${first} and ${second} of their spread.`;
}

export const componentsText = 'Computed directly, with no randomness.';

export const umapText =
  'UMAP keeps neighbours in F6 together. The distances between clouds, and their sizes, mean little.';

/** "Its nearest neighbours: 4, 4, 9, 4, 4". */
export function amongText(map: DigitMap | null, drawn: Drawn | null): string {
  if (!map || !drawn) return 'Draw a digit to see where it lands.';
  const labels = drawn.neighbours.slice(0, namedNeighbours).map(({ index }) => map.digits.labels[index]);
  return `Its nearest neighbours: ${labels.join(', ')}`;
}
