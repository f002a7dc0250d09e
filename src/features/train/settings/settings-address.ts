import { inWords } from '../../../lib/expect.ts';
import { append } from '../../../lib/lists.ts';
import type { BuiltInSource } from '../../../run/contract.ts';
import {
  defaultSettings,
  engineChoices,
  optimiserKinds,
  type RunSettings,
  scheduleKinds,
  shareLimits,
  usualRates,
} from '../../../run/settings/run-settings.ts';
import { parseNumber } from '../../../ui/controls/number-text.ts';
import { mendedSearch } from './mended-search.ts';
import { limitsOf, numberSettings, strengthLimitsOf, strengths } from './setting-limits.ts';
import { readStyles, writeStyles } from './styles-address.ts';

/**
 * The settings of a run in the address's query: `?seed=7&epochs=3#/train`. Each setting has its own
 * name there, the strengths of the distortion too, and only what differs from the default is written:
 * an address without a query is the default run, and another optimiser brings its usual rates. Beside
 * them stands what the run learns from, `data=synthetic`: a person's own files have no address.
 */

const choices = {
  engine: engineChoices,
  optimiser: optimiserKinds,
  schedule: scheduleKinds,
  distort: ['true', 'false'],
} as const;

const sources: readonly BuiltInSource[] = ['mnist', 'synthetic'];
const sourceKey = 'data';

const names: readonly string[] = [
  ...numberSettings,
  ...Object.keys(choices),
  ...strengths,
  'syntheticShare',
  'stylesOff',
];
const known: readonly string[] = [...names, sourceKey];

/** The query without what happened to the link on its way. @param search as `location.search` gives it */
export function mended(search: string): string {
  return mendedSearch(search, known);
}

interface AddressSettings {
  readonly settings: RunSettings;
  readonly source: BuiltInSource;
  /** What was ignored: the setting, what was expected, what came. */
  readonly problems: readonly string[];
}

/** @param search as `location.search` gives it */
export function readSettings(search: string): AddressSettings {
  const query = new URLSearchParams(mended(search));
  const problems: string[] = [];
  const numberAt = (name: string, limits: Parameters<typeof parseNumber>[1], usual: number): number => {
    const text = query.get(name);
    if (text === null) return usual;
    const parsed = parseNumber(text, limits);
    if (parsed.ok) return parsed.value;
    problems.push(`${name}: ${parsed.reason}`);
    return usual;
  };
  const choiceAt = <Choice extends string>(name: string, of: readonly Choice[], usual: Choice): Choice => {
    const text = query.get(name);
    if (text === null) return usual;
    const chosen = of.find((choice) => choice === text);
    if (chosen === undefined) problems.push(`${name}: expected ${of.join(', ')}, got ${inWords(text)}`);
    return chosen ?? usual;
  };

  const optimiser = choiceAt('optimiser', choices.optimiser, defaultSettings.optimiser);
  const styles = readStyles(query.get('stylesOff') ?? '');
  append(
    problems,
    styles.problems.map((problem) => `stylesOff: ${problem}`),
  );
  const settings = {
    ...usualSettings(optimiser),
    distortion: { ...defaultSettings.distortion },
    syntheticShare: numberAt('syntheticShare', { from: shareLimits[0], to: shareLimits[1], whole: false }, 0),
    stylesOff: styles.off,
  };
  for (const name of numberSettings) settings[name] = numberAt(name, limitsOf(name), settings[name]);
  for (const name of strengths) {
    settings.distortion[name] = numberAt(name, strengthLimitsOf(name), settings.distortion[name]);
  }
  settings.engine = choiceAt('engine', choices.engine, settings.engine);
  settings.schedule = choiceAt('schedule', choices.schedule, settings.schedule);
  settings.distort = choiceAt('distort', choices.distort, 'true') === 'true';
  const source = choiceAt(sourceKey, sources, 'mnist');
  for (const name of new Set(query.keys())) {
    if (!known.includes(name)) {
      problems.push(`address: expected settings (${names.join(', ')}), got ${inWords(name)}`);
    }
  }
  return { settings, source, problems };
}

/** The query with this source, "" or with its "?". @param search what it is now */
export function writeSource(source: BuiltInSource, search: string): string {
  const query = new URLSearchParams(search);
  if (source === 'mnist') query.delete(sourceKey);
  else query.set(sourceKey, source);
  const text = query.toString();
  return text && `?${text}`;
}

function usualSettings(optimiser: RunSettings['optimiser']): RunSettings {
  return { ...defaultSettings, ...usualRates[optimiser], optimiser };
}

/**
 * @param search what the query is now: what is no setting stays in it
 * @returns the query with these settings, "" or with its "?"
 */
export function writeSettings(settings: RunSettings, search = ''): string {
  const query = new URLSearchParams(search);
  for (const name of names) query.delete(name);
  const flat = (of: RunSettings): Record<string, unknown> => ({
    ...of,
    ...of.distortion,
    stylesOff: writeStyles(of.stylesOff),
  });
  const now = flat(settings);
  const usual = flat({ ...usualSettings(settings.optimiser), optimiser: defaultSettings.optimiser });
  for (const name of names) if (now[name] !== usual[name]) query.set(name, String(now[name]));
  const text = query.toString();
  return text && `?${text}`;
}
