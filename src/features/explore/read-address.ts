import { middleUnit } from '../../explain/target.ts';
import { t } from '../../language/language.ts';
import { percentDecoded } from '../../lib/link-text.ts';
import { type Architecture, layerNamed } from '../../network/architecture.ts';
import { digitClasses } from '../../network/labels.ts';
import type { Unit } from '../../network/unit.ts';
import { type ExplorePlace, exploreTools } from '../../ui/explore-address.ts';

/** The middle of the first map that looks for something. */
const firstUnit: Unit = { layer: 'C3', map: 0, row: 4, column: 4 };
export const firstPlace: ExplorePlace = { tool: 'why', unit: firstUnit, digit: null, rival: null };

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
    if (value === undefined) problems.push(t`${name} “${text.slice(0, 40)}”`);
    return value ?? fallback;
  };
  const digitOf = (text: string) => digitClasses.find((digit) => String(digit) === text);
  const digit = read('digit', firstPlace.digit, digitOf);
  const rival = read('rival', firstPlace.rival, digitOf);
  const place = {
    tool: read(query.has('embed') ? 'embed' : 'tool', firstPlace.tool, (text) =>
      exploreTools.find((tool) => tool === text),
    ),
    unit: read('unit', firstPlace.unit, (text) => unitOf(text, architecture)),
    digit,
    rival: rival === digit ? null : rival,
  };
  const problem =
    problems.length > 0
      ? t`Part of this address does not exist and was ignored: ${problems.join(', ')}.`
      : null;
  return { place, problem };
}

function unitOf(text: string, architecture: Architecture): Unit | undefined {
  const [name = '', ...numbers] = text.split('-');
  const found = architecture.layers.find((layer) => layer.name.toLowerCase() === name.toLowerCase());
  if (!found || numbers.length === 0 || numbers.some((one) => !/^\d+$/.test(one))) return undefined;
  const { height, width, maps } = layerNamed(architecture, found.name);
  const middle = middleUnit(architecture, { layer: found.name, map: 0 });
  const [map = 0, row = middle.row, column = middle.column] = numbers.map(Number);
  return map < maps && row < height && column < width ? { layer: found.name, map, row, column } : undefined;
}
