import type { CurveSeries } from '../../pictures/curves.ts';

/** Dash and gap in pixels, newest run first: they differ without colour. */
const dashes: readonly (readonly number[])[] = [
  [8, 4],
  [2, 3],
  [9, 3, 2, 3],
];

/** Of the line in one place of a chart, [] for a solid one: as many patterns as earlier runs are shown. */
export function lineDash(kinds: readonly CurveSeries['kind'][], at: number): readonly number[] {
  const kind = kinds[at];
  if (kind === 'b') return [7, 3];
  if (kind === 'b training') return [3, 2];
  if (kind !== 'earlier') return [];
  const nth = kinds.slice(0, at).filter((kind) => kind === 'earlier').length;
  return dashes[nth % dashes.length] ?? [];
}
