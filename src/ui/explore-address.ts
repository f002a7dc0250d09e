import { percentDecoded } from '../lib/link-text.ts';
import { type Architecture, layerNamed } from '../network/architecture.ts';
import { digitClasses } from '../network/labels.ts';
import type { Unit } from '../network/unit.ts';

/** The instruments of the Explore page. */
export const exploreTools = ['why', 'arithmetic', 'looks'] as const;
export type ExploreTool = (typeof exploreTools)[number];

/** What the Explore page shows, as its address names it. */
export interface ExplorePlace {
  readonly tool: ExploreTool;
  readonly unit: Unit;
  /** The two digits of "why this and not that"; null for the answer, and for what comes closest to it. */
  readonly digit: number | null;
  readonly rival: number | null;
}

/** The middle of the first map that looks for something. */
const firstUnit: Unit = { layer: 'C3', map: 0, row: 4, column: 4 };
export const firstPlace: ExplorePlace = { tool: 'why', unit: firstUnit, digit: null, rival: null };

/**
 * "#/explore?tool=arithmetic&unit=C3-4-2-7&digit=9&rival=4": layer, map, row and column of the unit, those of a dense
 * layer without the last two.
 * @param drawing as `encodeLink` writes it; it stands last
 */
export function exploreAddress(place: Partial<ExplorePlace>, drawing?: string): string {
  const { tool = firstPlace.tool, unit, digit = null, rival = null } = place;
  const parts = [`tool=${tool}`];
  if (unit) parts.push(`unit=${unitText(unit)}`);
  if (digit !== null) parts.push(`digit=${digit}`);
  if (rival !== null) parts.push(`rival=${rival}`);
  if (drawing !== undefined) parts.push(`draw=${drawing}`);
  return `#/explore?${parts.join('&')}`;
}

function unitText({ layer, map, row, column }: Unit): string {
  return [layer, map, ...(row || column ? [row, column] : [])].join('-');
}

/**
 * The place that an address names; what it leaves out is `firstPlace`'s.
 * @returns with what it asks for and there is not, in a sentence
 */
export function explorePlaceAt(
  hash: string,
  architecture: Architecture,
): { readonly place: ExplorePlace; readonly problem: string | null } {
  const query = new URLSearchParams(percentDecoded(hash).split('?').slice(1).join('?'));
  const problems: string[] = [];
  const read = <Value>(
    name: string,
    fallback: Value,
    valueIn: (text: string) => Value | undefined,
  ): Value => {
    // What mail or a bracket put behind the link is no part of it.
    const text = query.get(name)?.replace(/[^\p{L}\p{N}]+$/u, '');
    if (text === undefined || text === '') return fallback;
    const value = valueIn(text);
    if (value === undefined) problems.push(`${name} “${text.slice(0, 40)}”`);
    return value ?? fallback;
  };
  const digitOf = (text: string) => digitClasses.find((digit) => String(digit) === text);
  const digit = read('digit', firstPlace.digit, digitOf);
  const rival = read('rival', firstPlace.rival, digitOf);
  const place = {
    tool: read('tool', firstPlace.tool, (text) => exploreTools.find((tool) => tool === text)),
    unit: read('unit', firstPlace.unit, (text) => unitOf(text, architecture)),
    digit,
    rival: rival === digit ? null : rival,
  };
  const problem =
    problems.length > 0
      ? `This address asks for what there is not: ${problems.join(', ')}. Showing the usual.`
      : null;
  return { place, problem };
}

function unitOf(text: string, architecture: Architecture): Unit | undefined {
  const [name = '', ...numbers] = text.split('-');
  const found = architecture.layers.find((layer) => layer.name.toLowerCase() === name.toLowerCase());
  if (!found || numbers.length === 0 || numbers.some((one) => !/^\d+$/.test(one))) return undefined;
  const { height, width, maps } = layerNamed(architecture, found.name);
  const [map = 0, row = 0, column = 0] = numbers.map(Number);
  return map < maps && row < height && column < width ? { layer: found.name, map, row, column } : undefined;
}
