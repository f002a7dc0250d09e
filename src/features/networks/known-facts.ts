import { styleTitle } from '../../digits/synthesis/titles.ts';
import { engineLabels } from '../../engines/lookup.ts';
import { t } from '../../language/language.ts';
import { plural } from '../../language/plural.ts';
import { formatCount, formatPercent } from '../../lib/format.ts';
import { nameInWords } from '../../lib/format-lists.ts';
import { formatExact } from '../../lib/format-sizes.ts';
import type { NetworkProvenance } from '../../network/provenance.ts';
import { counts, type NamedRow, settingRows } from '../../run/settings/rows.ts';
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

/** Of `npm run train:model`, whose settings are told from others' by the first of them. */
const aliases: Readonly<Record<string, string>> = {
  peakRate: 'learningRate',
  ...Object.fromEntries(strengths.map(({ name, key }) => [name, key])),
};

const percent = (value: Value) => (typeof value === 'number' ? formatPercent(value, 2) : plain(value));
const share = (value: Value) =>
  typeof value === 'number' ? `${formatExact(Number((100 * value).toPrecision(3)))}\u202f%` : plain(value);
const upTo = (value: Value) => t`up to ${share(value)}`;
const counted = (one: string, many: string) => (value: Value) =>
  `${plain(value)} ${value === 1 ? one : many}`;
const images = (value: Value) => plural(Number(value))`${plain(value)} image | ${plain(value)} images`;
const inNats = (value: Value) => t`${plain(value)} nats`;
/** A word that the file holds may be none of ours. */
const oneOf = (words: Readonly<Record<string, string>>) => (value: Value) =>
  (Object.hasOwn(words, String(value)) ? words[String(value)] : undefined) ?? plain(value);

function textOf(row: NamedRow): KnownFact['text'] {
  if (row.kind === 'choice') return oneOf(row.choices);
  if (row.kind === 'share') return share;
  if (row.kind === 'strength') return (value) => (typeof value === 'number' ? row.text(value) : plain(value));
  return 'counted' in row && row.counted ? counted(...row.counted) : plain;
}

type Told = readonly [after: string, key: string, label: string, text: KnownFact['text']];

/** What else is written down: behind the setting that it goes with, or with what came of it. */
const others = (): readonly Told[] => [
  ['epochs', 'stepsOfThisRun', t`Steps of the last run`, plain],
  ['batchSize', 'validation', t`Held out for validation`, images],
  [
    'batchSize',
    'mnistRepeats',
    t`Each MNIST image`,
    (value) => plural(Number(value))`${plain(value)} time an epoch | ${plain(value)} times an epoch`,
  ],
  [
    'batchSize',
    'syntheticDigits',
    t`Synthetic handwriting`,
    (value) => plural(Number(value))`${plain(value)} digit an epoch | ${plain(value)} digits an epoch`,
  ],
  [
    'batchSize',
    'pens',
    t`People’s pens`,
    (value) => plural(Number(value))`${plain(value)} digit an epoch | ${plain(value)} digits an epoch`,
  ],
  ['batchSize', 'penDigits', t`Pen digits to vary`, plain],
  ['batchSize', 'penWriters', t`People who wrote them`, plain],
  ['syntheticShare', 'syntheticStyles', t`Styles of handwriting`, plain],
  ['stylesOff', 'slashedZeros', t`Zeros given a slash`, share],
  ['stylesOff', 'upstrokeOnes', t`Ones given an upstroke`, share],
  [
    'stylesOff',
    'noDigits',
    t`Non-digits`,
    (value) => plural(Number(value))`${plain(value)} drawing an epoch | ${plain(value)} drawings an epoch`,
  ],
  ['stylesOff', 'ownDigits', t`Own digits`, plain],
  ['schedule', 'warmUp', t`Warm-up`, (value) => t`${share(value)} of the steps`],
  ['weightDecay', 'averageOver', t`Weights averaged over`, images],
  ['Settings', 'thinning', t`Lines thinned`, upTo],
  ['Settings', 'thickening', t`Lines thickened`, upTo],
  ['Settings', 'settlingFromEpoch', t`Distortion weakens`, (value) => t`from epoch ${plain(value)}`],
  ['Settings', 'settlingShare', t`Distortion at the end`, (value) => t`${share(value)} of its strength`],
  ['Settings', 'chosenEpoch', t`Epoch chosen on validation`, plain],
  ['Settings', 'temperature', t`Temperature of its confidences`, plain],
  ['Settings', 'leastEnergy', t`No-digit energy threshold`, inNats],
  ['Settings', 'trainedBy', t`Trained by`, oneOf(engineLabels())],
  ['Results', 'testAccuracy', t`Test accuracy`, percent],
  ['Results', 'testImages', t`Test images`, plain],
  ['Results', 'ownTestAccuracy', t`Test accuracy on its data set`, percent],
  ['Results', 'syntheticTestAccuracy', t`Test accuracy, synthetic digits`, percent],
  ['Results', 'ownDigitsAccuracy', t`Accuracy, own digits`, percent],
  ['Results', 'heldOutDigitsAccuracy', t`Accuracy, own digits held out`, percent],
  ['Results', 'validationAccuracy', t`Validation accuracy`, percent],
  ['Results', 'distortedValidationAccuracy', t`Validation accuracy, distorted`, percent],
  ['Results', 'syntheticValidationAccuracy', t`Validation accuracy, synthetic`, percent],
  ['Results', 'validationLoss', t`Validation loss`, inNats],
  ['Results', 'validationRefused', t`Validation digits rejected`, percent],
  ['Results', 'noDigitsRefused', t`Non-digits rejected`, percent],
];
const behind = (place: string) => others().filter(([after]) => after === place);
const rows = settingGroups.flatMap((group) => settingRows.filter((row) => row.group === group));

/** In the order in which they are shown: what was learnt from, how, and what came of it. */
const known: Readonly<Record<string, KnownFact>> = Object.fromEntries(
  [
    ...rows.flatMap((row): Told[] => [['', row.key, row.fact ?? row.label, textOf(row)], ...behind(row.key)]),
    ...behind('Settings'),
    ...behind('Results'),
  ].map(([after, key, label, text]) => [
    key,
    { group: after === 'Results' ? after : 'Settings', label, text },
  ]),
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
  const stylesOff = entries.filter(([key]) => key.startsWith('stylesOff.')).map(([, value]) => value);
  const named = Object.fromEntries(entries.filter(([key]) => !key.startsWith('stylesOff.')));
  if (stylesOff.length > 0) named.stylesOff = stylesOff.map((name) => styleTitle(String(name))).join(', ');
  // A run that was stopped, or left, before its end.
  if (typeof named.epochsDone === 'number' && named.epochs !== undefined) {
    named.epochs = t`${shortened(named.epochsDone)} of ${plain(named.epochs)}`;
    delete named.epochsDone;
  }
  if (named.distort !== false && strengths.some(({ key }) => (named[key] ?? 0) !== 0)) named.distort = true;
  for (const row of settingRows) {
    if (named[row.needs?.setting ?? ''] !== undefined && !counts(row, named)) delete named[row.key];
  }
  return named;
}

/** 2.84 -> "2.8", 0.0234 -> "0.023"; never rounds up to a whole epoch. */
function shortened(epochs: number): string {
  return formatExact(epochs < 0.1 ? Number(epochs.toPrecision(2)) : Math.floor(10 * epochs) / 10);
}

function plain(value: Value): string {
  if (typeof value === 'boolean') return value ? t`yes` : t`no`;
  if (typeof value === 'string') return value;
  if (Number.isInteger(value)) return formatCount(value);
  return formatExact(Number(value.toPrecision(4)));
}
