import { computes, engineLabels } from '../../engines/lookup.ts';
import { t } from '../../language/language.ts';
import { formatExact } from '../../lib/format-sizes.ts';
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
  get sgd() {
    return t`SGD with momentum`;
  },
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
const plusMinus = (unit: string) => (value: number) => `±${formatExact(value)}${unit}`;
const plusMinusPercent = (value: number) => `±${Math.round(100 * value)}\u202f%`;

type StrengthWords = Pick<StrengthRow, 'label' | 'fact'>;

function strength(
  words: StrengthWords,
  most: number,
  usual: number,
  step: number,
  text: StrengthRow['text'],
) {
  const limits = between(0, most);
  const needs = { setting: 'distort', is: true };
  const row = { kind: 'strength', group: 'distortion', limits, usual, step, needs, text } as const;
  return Object.defineProperties(row, Object.getOwnPropertyDescriptors(words)) as typeof row & StrengthWords;
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
    get label() { return t`Seed`; }, get hint() { return t`Same seed, same run`; } },
  network: { kind: 'choice', choices: Object.fromEntries(architectures.map(({ id, name }) => [id, name])) as Words,
    usual: lenet5.id, older: lenet5.id, group: 'length', place: -1, next: 'run',
    get label() { return t`Network`; },
    get hints() { return { 'lenet-5': t`In today’s form`, 'lenet-5-1998': t`As in the paper` }; } },
  epochs: { kind: 'number', limits: whole(1, epochsMost), usual: usualEpochs, group: 'length', step: { by: 1 },
    get label() { return t`Epochs`; }, get hint() { return t`Passes over the training set`; } },
  batchSize: { kind: 'number', limits: whole(1, batchMost), usual: courses.usual.batchSize, group: 'length', step: { times: 2 },
    get label() { return t`Batch size`; }, get hint() { return t`Images per step`; },
    get counted() { return [t`image`, t`images`] as Pair<string>; } },
  engine: { kind: 'choice', get choices() { return { auto: t`Auto`, ...engineLabels() } as Words; }, usual: 'auto', group: 'start',
    offered: (engine, network) => engine === 'auto' || computes(engine, network),
    get label() { return t`Engine`; }, get hints() { return { auto: t`The fastest here` }; }, next: 'resume' },
  optimiser: { kind: 'choice', usual: 'sgd', group: 'learning', place: 1, get label() { return t`Optimiser`; },
    choices: optimisers,
    offered: (optimiser, network) => optimiser !== 'levenberg-marquardt' || isRuleOf(network),
    get hints() { return { sgd: t`Momentum smooths the updates`, adam: t`A rate for each weight`,
      adamw: t`Adam with separate weight decay`, 'levenberg-marquardt': t`The rule of 1998` }; } },
  learningRate: { kind: 'number', limits: between(1e-6, 1000), usual: usualRates.sgd.learningRate,
    group: 'learning', place: 3, step: { times: 1.25 },
    slider: { get label() { return t`Learning rate, by powers of ten`; }, exponents: [-5, 0], step: 0.05 },
    get label() { return t`Learning rate`; }, get hint() { return t`Peak of the schedule`; },
    get fact() { return t`Learning rate, at its peak`; } },
  schedule: { kind: 'choice', get choices() { return { constant: t`Constant`, 'one-cycle': t`One cycle`, cosine: t`Cosine`, 'as-in-1998': t`As in 1998` }; },
    offered: (schedule, network) => schedule !== 'as-in-1998' || isRuleOf(network),
    usual: courses.usual.schedule, group: 'learning', place: 2, get label() { return t`Schedule`; },
    get hints() { return { constant: t`Does not change`, 'one-cycle': t`Up, then down to zero`, cosine: t`Down along a cosine`,
      'as-in-1998': t`Drops after epochs 2, 5, 8 and 12` }; } },
  momentum: { kind: 'number', limits: between(0, 0.999), usual: 0.9, group: 'learning', place: 5, step: { by: 0.01 },
    needs: { setting: 'optimiser', is: 'sgd' }, get otherwise() { return t`SGD only`; },
    get label() { return t`Momentum`; }, get hint() { return t`Share of the last update carried over`; } },
  weightDecay: { kind: 'number', limits: between(0, 1), usual: usualRates.sgd.weightDecay,
    group: 'learning', place: 4, step: { times: 2, fromZero: 0.001 },
    needs: { setting: 'optimiser', is: ['sgd', 'adam', 'adamw'] },
    get label() { return t`Weight decay`; }, get hint() { return t`Pulls weights towards zero`; } },
  damping: { kind: 'number', limits: between(1e-3, 1000), usual: training1998.damping, older: training1998.damping,
    group: 'learning', place: 4, step: { times: 2 }, needs: { setting: 'optimiser', is: 'levenberg-marquardt' },
    get label() { return t`Damping`; }, get hint() { return t`Limits steps where the loss is flat`; } },
  distort: { kind: 'switch', usual: courses.usual.distort, group: 'distortion',
    get label() { return t`Distort the training images`; }, get fact() { return t`Images distorted`; } },
  'distortion.rotationDeg': strength({ get label() { return t`Rotation`; }, get fact() { return t`Distortion: rotation`; } }, 45, 10, 1, plusMinus('°')),
  'distortion.scale': strength({ get label() { return t`Scale`; }, get fact() { return t`Distortion: scale`; } }, 0.5, 0.1, 0.01, plusMinusPercent),
  'distortion.shear': strength({ get label() { return t`Shear`; }, get fact() { return t`Distortion: shear`; } }, 0.5, 0.1, 0.01, plusMinusPercent),
  'distortion.shiftPx': strength({ get label() { return t`Shift`; }, get fact() { return t`Distortion: shift`; } }, 4, 1, 0.25, plusMinus('\u202fpx')),
  'distortion.elasticPx': strength({ get label() { return t`Elastic`; }, get fact() { return t`Distortion: elastic`; } }, 3, 0, 0.1, (value) => `${formatExact(value)}\u202fpx`),
  syntheticShare: { kind: 'share', limits: between(0, 1), usual: 0, older: 0, group: 'handwriting', step: 5,
    get label() { return t`Share of every batch that is synthetic handwriting`; },
    get caption() { return t`Of every batch`; }, get fact() { return t`Synthetic handwriting mixed in`; },
    get hints() { return { none: t`Training uses the data set only.`,
      some: t`Batch size is unchanged. The rest of each batch comes from the data set.`,
      all: t`The data set is used only for validation and testing.` }; } },
  stylesOff: { kind: 'styles', usual: [], older: [], group: 'handwriting', next: 'run',
    get label() { return t`Styles`; }, get fact() { return t`Styles left out`; } },
} as const satisfies Readonly<Record<string, SettingRow>>;
