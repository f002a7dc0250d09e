import { t } from '../../../language/language.ts';
import { inWords } from '../../../lib/expect.ts';
import type { BuiltInSource } from '../../../run/contract.ts';
import { type NamedRow, type SettingValue, settingRows, valueAt } from '../../../run/settings/rows.ts';
import {
  defaultSettings,
  defaultsOf,
  networkChange,
  optimiserChange,
  type RunSettings,
  settingChange,
} from '../../../run/settings/run-settings.ts';
import { parseNumber } from '../../../ui/controls/number-text.ts';
import { mendedSearch } from './mended-search.ts';
import { readStyles, writeStyles } from './styles-address.ts';

/**
 * The settings of a run in the address's query: `?seed=7&epochs=3#/train`. Each setting has its own
 * name there, the strengths of the distortion too, and only what differs from the default is written:
 * an address without a query is the default run, and another network or optimiser brings what is usual with it. Beside
 * them stands what the run learns from, `data=synthetic`: a person's own files have no address.
 */

const sources: readonly BuiltInSource[] = ['mnist', 'synthetic'];
const sourceKey = 'data';

const byKind = (...kinds: readonly NamedRow['kind'][]) =>
  kinds.flatMap((kind) => settingRows.filter((row) => row.kind === kind));
const written = byKind('number', 'choice', 'switch', 'strength', 'share', 'styles');
/** Network and optimiser first: they decide what is usual where nothing is named. */
const deciding = ['optimiser', 'network'];
const read = byKind('styles', 'share', 'number', 'strength', 'choice', 'switch').sort(
  (a, b) => deciding.indexOf(b.key) - deciding.indexOf(a.key),
);

const names = written.map(({ name }) => name);
const known: readonly string[] = [...names, sourceKey];

/** The query without what happened to the link on its way. @param search as `location.search` gives it */
export function mended(search: string): string {
  return mendedSearch(search, known);
}

type ValueRead<Value = SettingValue> = { readonly value?: Value; readonly problems?: readonly string[] };

function readChoice<Choice extends string>(choices: readonly Choice[], text: string): ValueRead<Choice> {
  const value = choices.find((choice) => choice === text);
  return value ? { value } : { problems: [t`expected ${choices.join(', ')}, got ${inWords(text)}`] };
}

function readValue(row: NamedRow, text: string): ValueRead {
  if (row.kind === 'choice') return readChoice(Object.keys(row.choices), text);
  if (row.kind === 'switch') {
    const { value, ...read } = readChoice(['true', 'false'], text);
    return value ? { value: value === 'true' } : read;
  }
  if (row.kind === 'styles') {
    const { off, problems } = readStyles(text);
    return { value: off, problems };
  }
  const parsed = parseNumber(text, row.limits);
  return parsed.ok ? parsed : { problems: [parsed.reason] };
}

function writeValue(row: NamedRow, settings: RunSettings): string {
  return row.kind === 'styles' ? writeStyles(valueAt(settings, row)) : String(valueAt(settings, row));
}

/**
 * The settings, the source, and what was ignored: the setting, what was expected, what came.
 * @param search as `location.search` gives it
 */
export function readSettings(search: string) {
  const query = new URLSearchParams(mended(search));
  const { settings, problems } = readOnto(defaultSettings, query);
  const { value: source = 'mnist', problems: wrong = [] } = query.has(sourceKey)
    ? readChoice(sources, query.get(sourceKey) ?? '')
    : {};
  for (const problem of wrong) problems.push(`${sourceKey}: ${problem}`);
  for (const name of new Set(query.keys())) {
    // public/first.js reads the language.
    if (!known.includes(name) && name !== 'lang') {
      problems.push(t`address: expected settings (${names.join(', ')}), got ${inWords(name)}`);
    }
  }
  return { settings, source, problems };
}

/**
 * Settings that a query changes in others, and what was ignored.
 * @param prefix of their names in the query
 */
export function readOnto(base: RunSettings, query: URLSearchParams, prefix = '') {
  const problems: string[] = [];
  let settings = base;
  for (const row of read) {
    const name = `${prefix}${row.name}`;
    const text = query.get(name);
    if (text === null) continue;
    const { value, problems: found = [] } = readValue(row, text);
    for (const problem of found) problems.push(`${name}: ${problem}`);
    if (value !== undefined) settings = { ...settings, ...settingChange(settings, row, value) };
  }
  return { settings, problems };
}

/**
 * Names and values of the settings that {@link readOnto} makes of the base: another network brings its usual optimiser,
 * and another optimiser its usual rates.
 */
export function writtenOnto(
  base: RunSettings,
  settings: RunSettings,
): readonly (readonly [name: string, value: string])[] {
  const ofNetwork = { ...base, ...networkChange(base, settings.network) };
  const usual = { ...ofNetwork, ...optimiserChange(ofNetwork, settings.optimiser) };
  const before = (key: string) => ({ network: base, optimiser: ofNetwork })[key] ?? usual;
  return written.flatMap((row) => {
    const value = writeValue(row, settings);
    return value === writeValue(row, before(row.key)) ? [] : [[row.name, value] as const];
  });
}

/** The query with this source, "" or with its "?". @param search what it is now */
export function writeSource(source: BuiltInSource, search: string): string {
  const query = new URLSearchParams(search);
  if (source === 'mnist') query.delete(sourceKey);
  else query.set(sourceKey, source);
  return inAddress(query);
}

function inAddress(query: URLSearchParams): string {
  const text = query.toString();
  return text && `?${text}`;
}

/**
 * @param search what the query is now: what is no setting stays in it
 * @returns the query with these settings, "" or with its "?"
 */
export function writeSettings(settings: RunSettings, search = ''): string {
  const query = new URLSearchParams(search);
  for (const name of names) query.delete(name);
  for (const [name, value] of writtenOnto(defaultSettings, settings)) query.set(name, value);
  return inAddress(query);
}

/** Whether they are what is usual for their network: then the address names nothing but it. */
export function isUsual(settings: RunSettings): boolean {
  return writeSettings(settings) === writeSettings(defaultsOf(settings.network));
}
