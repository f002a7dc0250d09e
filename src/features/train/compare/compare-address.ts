import { t } from '../../../language/language.ts';
import { inWords } from '../../../lib/expect.ts';
import { type Pair, sides } from '../../../run/contract.ts';
import { settingRows } from '../../../run/settings/rows.ts';
import type { RunSettings } from '../../../run/settings/run-settings.ts';
import { readOnto, writtenOnto } from '../settings/settings-address.ts';

/**
 * A comparison in the address: `?epochs=3#/train?compare&b.seed=2`. Before the hash stand the settings of the Train
 * page; run A changes those that are named with `a.`, and run B changes those of A that are named with `b.`.
 */

/** The address of the Train page with two runs. */
export const compareHref = '#/train?compare';

/** Whether the address asks for two runs. @param hash as `location.hash` gives it */
export function isComparing(hash: string): boolean {
  return queryOf(hash).has('compare');
}

function queryOf(hash: string): URLSearchParams {
  const at = hash.indexOf('?');
  return new URLSearchParams(/^#\/?train\b/.test(hash) && at >= 0 ? hash.slice(at) : '');
}

/**
 * The settings of both, null where the address names none, and what was ignored.
 * @param page what the Train page has
 */
export function readPair(hash: string, page: RunSettings) {
  const query = queryOf(hash);
  const names = [...query.keys()].filter((name) => name !== 'compare');
  const a = readOnto(page, query, 'a.');
  const b = readOnto(a.settings, query, 'b.');
  const strangers = names.filter(
    (name) => !sides.some((side) => settingRows.some((row) => name === `${side}.${row.name}`)),
  );
  const problems = [
    ...a.problems,
    ...b.problems,
    ...strangers.map((name) => t`address: expected settings of A and B such as b.seed, got ${inWords(name)}`),
  ];
  const pair: Pair<RunSettings> | null = names.length > 0 ? { a: a.settings, b: b.settings } : null;
  return { pair, problems };
}

/** @param page what the Train page has */
export function writePair({ a, b }: Pair<RunSettings>, page: RunSettings): string {
  const named = (side: string, written: ReturnType<typeof writtenOnto>) =>
    written.map(([name, value]) => `&${side}.${name}=${encodeURIComponent(value)}`);
  return [compareHref, ...named('a', writtenOnto(page, a)), ...named('b', writtenOnto(a, b))].join('');
}
