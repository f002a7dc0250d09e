import { engineWords } from '../../engines/engine-words.ts';
import { formatCount, formatExact, formatPercent, nameInWords } from '../../lib/format.ts';
import type { NetworkProvenance } from '../../network/provenance.ts';
import { counts, type NamedRow, settingRows } from '../../run/settings/setting-rows.ts';
import { settingGroups } from '../../run/settings/settings-table.ts';

/**
 * What is known of networks by name, in words. Runs of the page and `npm run train:model` call some
 * settings differently, and what other programs write is anybody's: here each has one name.
 */

type Value = string | number | boolean;
type Group = 'Settings' | 'Results';

interface KnownFact {
  readonly group: Group;
  readonly label: string;
  readonly text: (value: Value) => string;
}

const strengths = settingRows.filter(({ kind }) => kind === 'strength');
const lists = settingRows.filter(({ kind }) => kind === 'styles');

/** Of `npm run train:model`, whose settings are told from others' by the first of them. */
const aliases: Readonly<Record<string, string>> = {
  peakRate: 'learningRate',
  ...Object.fromEntries(strengths.map(({ name, key }) => [name, key])),
};

const percent = (value: Value) => (typeof value === 'number' ? formatPercent(value, 2) : plain(value));
const share = (value: Value) =>
  typeof value === 'number' ? `${Number((100 * value).toPrecision(3))}\u202f%` : plain(value);
const upTo = (value: Value) => `up to ${share(value)}`;
const counted = (one: string, many: string) => (value: Value) =>
  `${plain(value)} ${value === 1 ? one : many}`;
const images = counted('image', 'images');
/** A word that the file holds may be none of ours. */
const oneOf = (words: Readonly<Record<string, string>>) => (value: Value) =>
  (Object.hasOwn(words, String(value)) ? words[String(value)] : undefined) ?? plain(value);

/** What the value of a setting is called. */
function textOf(row: NamedRow): KnownFact['text'] {
  switch (row.kind) {
    case 'choice':
      return oneOf(row.choices);
    case 'share':
      return share;
    case 'strength':
      return (value) => (typeof value === 'number' ? row.text(value) : plain(value));
    case 'whole':
    case 'number':
      return row.counted ? counted(...row.counted) : plain;
    default:
      return plain;
  }
}

type Named = readonly [key: string, label: string, text: KnownFact['text']];

/** What else is written down of how a network was made, behind the setting that it goes with. */
const besides: Readonly<Record<string, readonly Named[]>> = {
  epochs: [['stepsOfThisRun', 'Steps of the last run', plain]],
  batchSize: [
    ['validation', 'Kept for validation', images],
    ['mnistRepeats', 'Each MNIST image', counted('time an epoch', 'times an epoch')],
    ['syntheticDigits', 'Synthetic handwriting', counted('digit an epoch', 'digits an epoch')],
  ],
  syntheticShare: [['syntheticStyles', 'Styles of handwriting', plain]],
  stylesOff: [
    ['slashedZeros', 'Zeros given a slash', share],
    ['upstrokeOnes', 'Ones given an upstroke', share],
    ['noDigits', 'What is no digit', counted('drawing an epoch', 'drawings an epoch')],
    ['ownDigits', 'Own digits', plain],
  ],
  schedule: [['warmUp', 'Warm-up', (value) => `${share(value)} of the steps`]],
  weightDecay: [['averageOver', 'Weights averaged over', images]],
};

const settings: readonly Named[] = [
  ...settingGroups
    .flatMap((group) => settingRows.filter((row) => row.group === group))
    .flatMap((row): Named[] => [[row.key, row.fact ?? row.label, textOf(row)], ...(besides[row.key] ?? [])]),
  ['thinning', 'Lines thinned', upTo],
  ['thickening', 'Lines thickened', upTo],
  ['settlingFromEpoch', 'Distortion weakens', (value) => `from epoch ${plain(value)}`],
  ['settlingShare', 'Distortion at the end', (value) => `${share(value)} of its strength`],
  ['chosenEpoch', 'Epoch chosen on validation', plain],
  ['temperature', 'Temperature of its confidences', plain],
  ['leastEnergy', 'Energy below which it knows no digit', (value) => `${plain(value)} nats`],
  ['trainedBy', 'Trained by', oneOf(engineWords)],
];

const results: readonly Named[] = [
  ['testAccuracy', 'Test accuracy', percent],
  ['testImages', 'Test images', plain],
  ['ownTestAccuracy', 'Test accuracy, its own data', percent],
  ['syntheticTestAccuracy', 'Test accuracy, synthetic digits', percent],
  ['ownDigitsAccuracy', 'Accuracy, own digits', percent],
  ['heldOutDigitsAccuracy', 'Accuracy, own digits not learnt', percent],
  ['validationAccuracy', 'Validation accuracy', percent],
  ['distortedValidationAccuracy', 'Validation accuracy, distorted', percent],
  ['syntheticValidationAccuracy', 'Validation accuracy, synthetic', percent],
  ['validationLoss', 'Validation loss', (value) => `${plain(value)} nats`],
  ['validationRefused', 'Validation digits taken for none', percent],
  ['noDigitsRefused', 'What is no digit, noticed', percent],
];

/** In the order in which they are shown: what was learnt from, how, and what came of it. */
const known: Readonly<Record<string, KnownFact>> = Object.fromEntries(
  Object.entries({ Settings: settings, Results: results }).flatMap(([group, facts]) =>
    facts.map(([key, label, text]) => [key, { group: group as Group, label, text }]),
  ),
);
const order = Object.keys(known);

/** Threads, digests, the engine that was asked for (`trainedBy` is the one that came). */
const bookkeeping = /^(engine|workers)$|sha_?-?\d|digest/i;

interface NamedFact {
  readonly group: Group;
  readonly name: string;
  readonly value: string;
}

/** Settings and results, ours first, in one order whoever wrote them down. */
export function namedFacts({ settings, results }: NetworkProvenance): NamedFact[] {
  const told = [
    ...Object.entries(counting(settings)).map(([key, value]) => ({ group: 'Settings' as const, key, value })),
    ...Object.entries(results).map(([key, value]) => ({ group: 'Results' as const, key, value })),
  ];
  return told
    .filter(({ key }) => !bookkeeping.test(key))
    .sort((a, b) => placeOf(a.key) - placeOf(b.key))
    .map(({ group, key, value }) => {
      const fact = Object.hasOwn(known, key) ? known[key] : undefined;
      if (fact) return { group: fact.group, name: fact.label, value: fact.text(value) };
      const text = /accuracy/i.test(key) ? percent(value) : plain(value);
      return { group, name: nameInWords(key), value: text };
    });
}

function placeOf(key: string): number {
  const place = order.indexOf(key);
  return place < 0 ? order.length : place;
}

/** By our names, without what was switched off, which says nothing of the network. */
function counting(settings: NetworkProvenance['settings']): Record<string, Value> {
  const renamed = Object.hasOwn(settings, 'peakRate') ? aliases : {};
  const entries = Object.entries(settings).map(([key, value]): [string, Value] => [
    (Object.hasOwn(renamed, key) ? renamed[key] : undefined) ?? key,
    value,
  ]);
  const listOf = (key: string) => lists.find((list) => key.startsWith(`${list.key}.`));
  const named = Object.fromEntries(entries.filter(([key]) => !listOf(key)));
  for (const list of lists) {
    const values = entries.filter(([key]) => listOf(key) === list).map(([, value]) => value);
    if (values.length > 0) named[list.key] = values.join(', ');
  }
  if (named.distort !== false && strengths.some(({ key }) => (named[key] ?? 0) !== 0)) named.distort = true;
  for (const row of settingRows) {
    if (named[row.needs?.setting ?? ''] !== undefined && !counts(row, named)) delete named[row.key];
  }
  return named;
}

function plain(value: Value): string {
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (typeof value === 'string') return value;
  if (Number.isInteger(value)) return formatCount(value);
  return formatExact(Number(value.toPrecision(4)));
}
