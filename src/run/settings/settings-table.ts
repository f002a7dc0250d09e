import { computes, engineLabels } from '../../engines/lookup.ts';
import type { Loss } from '../../network/architecture.ts';
import { architectureNamed } from '../../network/architecture-names.ts';
import { architectures } from '../../network/architectures.ts';
import { lenet5 } from '../../network/lenet-5.ts';
import { rateOfPass, training1998 } from '../../network/training-1998.ts';
import { batchMost, epochsMost } from '../store/run-store-limits.ts';

/**
 * Every setting of a run, one row each, as data. The rest follows from the rows: what is accepted, the
 * default, the address, the control on the page, what the Networks page says, and whether a run under way
 * takes a change. docs/adding-a-setting.md shows how to add one.
 */

/** Parts of the page; the Networks page tells settings in this order. */
export const settingGroups = ['length', 'handwriting', 'learning', 'distortion', 'start'] as const;
export type SettingGroup = (typeof settingGroups)[number];

interface Row<Kind, Value, Group = Exclude<SettingGroup, 'handwriting'>> {
  readonly kind: Kind;
  readonly usual: Value;
  /** What runs had that were kept before there was the setting; without it they are refused. */
  readonly older?: Value;
  readonly label: string;
  /** What the Networks page calls it, where that is not the label. */
  readonly fact?: string;
  readonly hint?: string;
  readonly group: Group;
  /** Of its control in the group, where that is not its place in the table. */
  readonly place?: number;
  /** What a change holds from, for a run under way: where nothing is said, from its next step on. */
  readonly next?: 'resume' | 'run';
  /** It counts only while another setting is this, or one of these, and has no control otherwise. */
  readonly needs?: { readonly setting: string; readonly is: string | boolean | readonly string[] };
}

type Words = Readonly<Record<string, string>>;
type Pair<Value> = readonly [Value, Value];
type Limits = { readonly from: number; readonly to: number; readonly whole: boolean };

interface NumberRow extends Row<'number', number> {
  readonly limits: Limits;
  /** What the arrow keys do. */
  readonly step: { readonly by: number } | { readonly times: number; readonly fromZero?: number };
  /** Chooses between powers of ten; the field beside it takes all that is allowed. */
  readonly slider?: { readonly label: string; readonly exponents: Pair<number>; readonly step: number };
  /** What it is a number of: one, and many. */
  readonly counted?: Pair<string>;
  /** The hint while it does not count, where the control is shown all the same. */
  readonly otherwise?: string;
}
/** With what each choice is called, in the order of the list. */
type ChoiceRow = Row<'choice', string> & {
  readonly choices: Words;
  readonly hints?: Words;
  /** Whether a choice goes with the network; all do where nothing is said. */
  readonly offered?: (choice: string, network: string) => boolean;
};
type SwitchRow = Row<'switch', boolean>;
interface SliderRow<Kind, Group> extends Row<Kind, number, Group> {
  readonly limits: Limits;
  /** A share's in per cent. */
  readonly step: number;
}
type StrengthRow = SliderRow<'strength', 'distortion'> & { readonly text: (value: number) => string };
type Hints = Readonly<Record<'none' | 'some' | 'all', string>>;
/** Of every batch. */
type ShareRow = SliderRow<'share', 'handwriting'> & { readonly caption: string; readonly hints: Hints };
/** Names of styles that are off, in the order of the styles. */
type StylesRow = Row<'styles', readonly string[], 'handwriting'>;

export type SettingRow = NumberRow | ChoiceRow | SwitchRow | StrengthRow | ShareRow | StylesRow;

const optimisers = {
  sgd: 'SGD with momentum',
  adam: 'Adam',
  adamw: 'AdamW',
  'levenberg-marquardt': 'Levenberg-Marquardt',
} as const;
type Optimiser = keyof typeof optimisers;
type Rates = Readonly<Record<Optimiser, { readonly learningRate: number; readonly weightDecay: number }>>;

/** What goes well with each optimiser; where a person who changes it starts from. */
export const usualRates: Rates = {
  sgd: { learningRate: 0.1, weightDecay: 1e-4 },
  adam: { learningRate: 2e-3, weightDecay: 0 },
  adamw: { learningRate: 2e-3, weightDecay: 0.01 },
  'levenberg-marquardt': { learningRate: rateOfPass(1), weightDecay: 0 },
};

/**
 * Squared distances are steeper than a cross-entropy. Of 0.0003 to 0.003, the largest read most held-out images right
 * after 500 batches, 96.1 % with momentum and 96.5 % with Adam.
 */
const ratesByLoss: Readonly<Record<Loss['kind'], Rates>> = {
  'cross-entropy': usualRates,
  'maximum-a-posteriori': {
    ...usualRates,
    sgd: { learningRate: 3e-3, weightDecay: 0 },
    adam: { learningRate: 3e-3, weightDecay: 0 },
    adamw: { learningRate: 3e-3, weightDecay: 0.01 },
  },
};

/** What else is usual with an optimiser: the course of 1998 with the rule of 1998. */
const courses = {
  usual: { batchSize: 64, schedule: 'one-cycle', distort: true },
  'levenberg-marquardt': { batchSize: 1, schedule: 'as-in-1998', distort: false },
} as const;
const usualEpochs = 10;

/** What is usual for a network and an optimiser, where it is not the same for all. */
export function usualOf(network: string, optimiser: Optimiser) {
  const { loss } = architectureNamed(network);
  const course = optimiser === 'levenberg-marquardt' ? courses[optimiser] : courses.usual;
  // Whatever the optimiser, so that another one in mid-run does not end it.
  const epochs = isRuleOf(network) ? training1998.passes : usualEpochs;
  return { epochs, ...course, ...ratesByLoss[loss.kind][optimiser] };
}

const isRuleOf = (network: string) => architectureNamed(network).usualRule === 'levenberg-marquardt';

const whole = (from: number, to: number): Limits => ({ from, to, whole: true });
const between = (from: number, to: number): Limits => ({ from, to, whole: false });
const plusMinus = (unit: string) => (value: number) => `±${value}${unit}`;
const plusMinusPercent = (value: number) => `±${Math.round(100 * value)}\u202f%`;

function strength(label: string, most: number, usual: number, step: number, text: StrengthRow['text']) {
  const limits = between(0, most);
  const fact = `Distortion: ${label.toLowerCase()}`;
  const needs = { setting: 'distort', is: true };
  return { kind: 'strength', group: 'distortion', limits, usual, step, label, fact, needs, text } as const;
}

/**
 * By key: what follows a dot lies in the object before it, and is the name in the address.
 *
 * The defaults were chosen on the validation images: momentum is past 97.5 % after one epoch, where Adam
 * and AdamW stand at 97.0 %, and all three end alike.
 */
// biome-ignore format: a table is read by its rows
export const settingsTable = {
  /** Of the parameters at the start, the order of the images and their distortions. */
  seed: { kind: 'number', limits: whole(0, 0x7fff_ffff), usual: 1, group: 'start', step: { by: 1 }, next: 'run',
    label: 'Seed', hint: 'Same seed, same run' },
  network: { kind: 'choice', choices: Object.fromEntries(architectures.map(({ id, name }) => [id, name])) as Words,
    usual: lenet5.id, older: lenet5.id, group: 'length', place: -1, next: 'run',
    label: 'Network', hints: { 'lenet-5': 'In today’s form', 'lenet-5-1998': 'As in the paper' } },
  epochs: { kind: 'number', limits: whole(1, epochsMost), usual: usualEpochs, group: 'length', step: { by: 1 },
    label: 'Epochs', hint: 'Passes over the training set' },
  batchSize: { kind: 'number', limits: whole(1, batchMost), usual: courses.usual.batchSize, group: 'length', step: { times: 2 },
    label: 'Batch size', hint: 'Images per step', counted: ['image', 'images'] },
  engine: { kind: 'choice', choices: { auto: 'Auto', ...engineLabels() } as Words, usual: 'auto', group: 'start',
    offered: (engine, network) => engine === 'auto' || computes(engine, network),
    label: 'Engine', hints: { auto: 'The fastest here' }, next: 'resume' },
  optimiser: { kind: 'choice', usual: 'sgd', group: 'learning', place: 1, label: 'Optimiser',
    choices: optimisers,
    offered: (optimiser, network) => optimiser !== 'levenberg-marquardt' || isRuleOf(network),
    hints: { sgd: 'Momentum smooths the updates', adam: 'A rate for each weight', adamw: 'Adam with separate weight decay',
      'levenberg-marquardt': 'The rule of 1998' } },
  learningRate: { kind: 'number', limits: between(1e-6, 1000), usual: usualRates.sgd.learningRate,
    group: 'learning', place: 3, step: { times: 1.25 },
    slider: { label: 'Learning rate, by powers of ten', exponents: [-5, 0], step: 0.05 },
    label: 'Learning rate', hint: 'Peak of the schedule', fact: 'Learning rate, at its peak' },
  schedule: { kind: 'choice', choices: { constant: 'Constant', 'one-cycle': 'One cycle', cosine: 'Cosine', 'as-in-1998': 'As in 1998' },
    offered: (schedule, network) => schedule !== 'as-in-1998' || isRuleOf(network),
    usual: courses.usual.schedule, group: 'learning', place: 2, label: 'Schedule',
    hints: { constant: 'Does not change', 'one-cycle': 'Up, then down to zero', cosine: 'Down along a cosine',
      'as-in-1998': 'Drops after epochs 2, 5, 8 and 12' } },
  momentum: { kind: 'number', limits: between(0, 0.999), usual: 0.9, group: 'learning', place: 5, step: { by: 0.01 },
    needs: { setting: 'optimiser', is: 'sgd' }, otherwise: 'SGD only',
    label: 'Momentum', hint: 'Share of the last update carried over' },
  weightDecay: { kind: 'number', limits: between(0, 1), usual: usualRates.sgd.weightDecay,
    group: 'learning', place: 4, step: { times: 2, fromZero: 0.001 },
    needs: { setting: 'optimiser', is: ['sgd', 'adam', 'adamw'] },
    label: 'Weight decay', hint: 'Pulls weights towards zero' },
  damping: { kind: 'number', limits: between(1e-3, 1000), usual: training1998.damping, older: training1998.damping,
    group: 'learning', place: 4, step: { times: 2 }, needs: { setting: 'optimiser', is: 'levenberg-marquardt' },
    label: 'Damping', hint: 'Limits steps where the loss is flat' },
  distort: { kind: 'switch', usual: courses.usual.distort, group: 'distortion',
    label: 'Distort the training images', fact: 'Images distorted' },
  'distortion.rotationDeg': strength('Rotation', 45, 10, 1, plusMinus('°')),
  'distortion.scale': strength('Scale', 0.5, 0.1, 0.01, plusMinusPercent),
  'distortion.shear': strength('Shear', 0.5, 0.1, 0.01, plusMinusPercent),
  'distortion.shiftPx': strength('Shift', 4, 1, 0.25, plusMinus('\u202fpx')),
  'distortion.elasticPx': strength('Elastic', 3, 0, 0.1, (value) => `${value}\u202fpx`),
  syntheticShare: { kind: 'share', limits: between(0, 1), usual: 0, older: 0, group: 'handwriting', step: 5,
    label: 'Share of every batch that is synthetic handwriting', caption: 'Of every batch',
    fact: 'Synthetic handwriting mixed in',
    hints: { none: 'Training uses the data set only.',
      some: 'Batch size is unchanged. The rest of each batch comes from the data set.',
      all: 'The data set is used only for validation and testing.' } },
  stylesOff: { kind: 'styles', usual: [], older: [], group: 'handwriting', next: 'run',
    label: 'Styles', fact: 'Styles left out' },
} as const satisfies Readonly<Record<string, SettingRow>>;
