import type { Unit } from '../network/unit.ts';

/** The instruments of the Explore page. */
export const exploreTools = ['why', 'arithmetic', 'looks', 'what-if', 'map'] as const;
export type ExploreTool = (typeof exploreTools)[number];

/** What the Explore page shows, as its address names it. */
export interface ExplorePlace {
  readonly tool: ExploreTool;
  readonly unit: Unit;
  /** The two digits of "why this and not that"; null for the answer, and for what comes closest to it. */
  readonly digit: number | null;
  readonly rival: number | null;
}

/**
 * "#/explore?tool=arithmetic&unit=C3-4-2-7&digit=9&rival=4": layer, map, row and column of the unit.
 * @param drawing as `encodeLink` writes it; it comes last
 * @param as the whole page, or the instrument alone for the page of another site
 */
export function exploreAddress(
  place: Partial<ExplorePlace>,
  drawing?: string,
  as: 'tool' | 'embed' = 'tool',
): string {
  const { tool = 'why', unit, digit = null, rival = null } = place;
  const parts = [`${as}=${tool}`];
  if (unit) parts.push(`unit=${unitText(unit)}`);
  if (digit !== null) parts.push(`digit=${digit}`);
  if (rival !== null) parts.push(`rival=${rival}`);
  if (drawing !== undefined) parts.push(`draw=${drawing}`);
  return `#/explore?${parts.join('&')}`;
}

function unitText({ layer, map, row, column }: Unit): string {
  return [layer, map, row, column].join('-');
}
