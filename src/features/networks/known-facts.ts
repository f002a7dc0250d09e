import { engines } from '../../engines/registry.ts';
import { formatCount, formatExact, formatPercent, nameInWords } from '../../lib/format.ts';
import type { NetworkProvenance } from '../../network/provenance.ts';
import {
  optimiserWords,
  type StrengthWords,
  scheduleWords,
  strengthWords,
} from '../../run/settings/setting-words.ts';

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

const strengthPrefix = 'distortion.';

/** Of `npm run train:model`, whose settings are told from others' by the first of them. */
const aliases: Readonly<Record<string, string>> = {
  peakRate: 'learningRate',
  ...Object.fromEntries(Object.keys(strengthWords).map((name) => [name, `${strengthPrefix}${name}`])),
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
const strength =
  ({ text }: StrengthWords) =>
  (value: Value) =>
    typeof value === 'number' ? text(value) : plain(value);

/** In the order in which they are shown: what was learnt from, how, and what came of it. */
const known: Readonly<Record<string, KnownFact>> = Object.fromEntries(
  (
    [
      ['Settings', 'epochs', 'Epochs', plain],
      ['Settings', 'stepsOfThisRun', 'Steps of the last run', plain],
      ['Settings', 'batchSize', 'Batch size', images],
      ['Settings', 'validation', 'Kept for validation', images],
      ['Settings', 'mnistRepeats', 'Each MNIST image', counted('time an epoch', 'times an epoch')],
      ['Settings', 'syntheticDigits', 'Synthetic handwriting', counted('digit an epoch', 'digits an epoch')],
      ['Settings', 'syntheticShare', 'Synthetic handwriting mixed in', share],
      ['Settings', 'syntheticStyles', 'Styles of handwriting', plain],
      ['Settings', 'stylesOff', 'Styles left out', plain],
      ['Settings', 'slashedZeros', 'Zeros given a slash', share],
      ['Settings', 'upstrokeOnes', 'Ones given an upstroke', share],
      ['Settings', 'noDigits', 'What is no digit', counted('drawing an epoch', 'drawings an epoch')],
      ['Settings', 'ownDigits', 'Own digits', plain],
      ['Settings', 'optimiser', 'Optimiser', oneOf(optimiserWords)],
      ['Settings', 'learningRate', 'Learning rate, at its peak', plain],
      ['Settings', 'schedule', 'Schedule', oneOf(scheduleWords)],
      ['Settings', 'warmUp', 'Warm-up', (value) => `${share(value)} of the steps`],
      ['Settings', 'momentum', 'Momentum', plain],
      ['Settings', 'weightDecay', 'Weight decay', plain],
      ['Settings', 'averageOver', 'Weights averaged over', images],
      ['Settings', 'distort', 'Images distorted', plain],
      ...Object.entries(strengthWords).map(
        ([name, words]) =>
          [
            'Settings',
            `${strengthPrefix}${name}`,
            `Distortion: ${words.label.toLowerCase()}`,
            strength(words),
          ] as const,
      ),
      ['Settings', 'thinning', 'Lines thinned', upTo],
      ['Settings', 'thickening', 'Lines thickened', upTo],
      ['Settings', 'settlingFromEpoch', 'Distortion weakens', (value) => `from epoch ${plain(value)}`],
      ['Settings', 'settlingShare', 'Distortion at the end', (value) => `${share(value)} of its strength`],
      ['Settings', 'chosenEpoch', 'Epoch chosen on validation', plain],
      ['Settings', 'temperature', 'Temperature of its confidences', plain],
      ['Settings', 'leastEnergy', 'Energy below which it knows no digit', (value) => `${plain(value)} nats`],
      [
        'Settings',
        'trainedBy',
        'Trained by',
        oneOf(Object.fromEntries(engines.map(({ id, label }) => [id, label]))),
      ],
      ['Results', 'testAccuracy', 'Test accuracy', percent],
      ['Results', 'testImages', 'Test images', plain],
      ['Results', 'ownTestAccuracy', 'Test accuracy, its own data', percent],
      ['Results', 'syntheticTestAccuracy', 'Test accuracy, synthetic digits', percent],
      ['Results', 'ownDigitsAccuracy', 'Accuracy, own digits', percent],
      ['Results', 'heldOutDigitsAccuracy', 'Accuracy, own digits not learnt', percent],
      ['Results', 'validationAccuracy', 'Validation accuracy', percent],
      ['Results', 'distortedValidationAccuracy', 'Validation accuracy, distorted', percent],
      ['Results', 'syntheticValidationAccuracy', 'Validation accuracy, synthetic', percent],
      ['Results', 'validationLoss', 'Validation loss', (value) => `${plain(value)} nats`],
      ['Results', 'validationRefused', 'Validation digits taken for none', percent],
      ['Results', 'noDigitsRefused', 'What is no digit, noticed', percent],
    ] as const satisfies readonly (readonly [Group, string, string, KnownFact['text']])[]
  ).map(([group, key, label, text]) => [key, { group, label, text }]),
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
  if (stylesOff.length > 0) named.stylesOff = stylesOff.join(', ');
  const strengths = Object.keys(named).filter((key) => key.startsWith(strengthPrefix));
  if (named.distort === false) for (const key of strengths) delete named[key];
  else if (strengths.some((key) => named[key] !== 0)) named.distort = true;
  if (named.optimiser !== undefined && named.optimiser !== 'sgd') delete named.momentum;
  return named;
}

function plain(value: Value): string {
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (typeof value === 'string') return value;
  if (Number.isInteger(value)) return formatCount(value);
  return formatExact(Number(value.toPrecision(4)));
}
