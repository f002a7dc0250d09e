import { engineWords } from '../../engines/engine-words.ts';
import type { UpdateRule } from '../../network/optimiser.ts';
import { batchMost, epochsMost } from '../store/run-store-limits.ts';

/**
 * Every setting of a run, one row each, as data. The rest follows from the rows: what is accepted, the
 * default, the address, the control on the page, what the Networks page says, and whether a run under way
 * takes a change. docs/adding-a-setting.md shows how to add one.
 */

/** Parts of the page; the Networks page tells settings in this order. */
export const settingGroups = ['length', 'handwriting', 'learning', 'distortion', 'start'] as const;
export type SettingGroup = (typeof settingGroups)[number];

interface AnyRow<Group extends SettingGroup = Exclude<SettingGroup, 'handwriting'>> {
  readonly label: string;
  readonly group: Group;
  /** Among the controls of its group. */
  readonly place: number;
  readonly hint?: string;
  /** What the Networks page calls it, where that is not the label. */
  readonly fact?: string;
  /** When a run under way takes a change: where nothing is said, from its next step on. */
  readonly from?: 'next resume' | 'next run';
  /** It counts only while another setting, by its key, is this; without it there is no control. */
  readonly needs?: { readonly setting: string; readonly is: string | boolean };
}

type Usual<Value> = {
  readonly usual: Value;
  /** What runs had that were kept before there was the setting; without it they are refused. */
  readonly older?: Value;
};

type Limits = { readonly limits: readonly [from: number, to: number] };

interface NumberRow extends AnyRow, Limits, Usual<number | Readonly<Record<UpdateRule['kind'], number>>> {
  readonly kind: 'whole' | 'number';
  /** What the arrow keys do. */
  readonly step: { readonly by: number } | { readonly times: number; readonly fromZero?: number };
  /** Chooses between powers of ten; the field beside it takes all that is allowed. */
  readonly slider?: {
    readonly label: string;
    readonly exponents: readonly [from: number, to: number];
    readonly step: number;
  };
  /** What it is a number of: one, and many. */
  readonly counted?: readonly [string, string];
  /** The hint while it does not count: the control is shown all the same. */
  readonly otherwise?: string;
}

interface ChoiceRow extends AnyRow, Usual<string> {
  readonly kind: 'choice';
  /** The label of each value, in the order of the list. */
  readonly choices: Readonly<Record<string, string>>;
  readonly hints?: Readonly<Record<string, string>>;
}

interface SwitchRow extends AnyRow, Usual<boolean> {
  readonly kind: 'switch';
}

/** How much of a distortion: a slider with its value in words. */
interface StrengthRow extends AnyRow<'distortion'>, Limits, Usual<number> {
  readonly kind: 'strength';
  readonly step: number;
  readonly text: (value: number) => string;
}

/** A share of every batch, from 0 to 1. */
interface ShareRow extends AnyRow<'handwriting'>, Limits, Usual<number> {
  readonly kind: 'share';
  readonly caption: string;
  readonly stepPercent: number;
  readonly hints: Readonly<Record<'none' | 'some' | 'all', string>>;
}

/** Names of styles of handwriting that are off, in the order of the styles. */
interface StylesRow extends AnyRow<'handwriting'>, Usual<readonly string[]> {
  readonly kind: 'styles';
}

export type SettingRow = NumberRow | ChoiceRow | SwitchRow | StrengthRow | ShareRow | StylesRow;

const plusMinus = (unit: string) => (value: number) => `±${value}${unit}`;
const plusMinusPercent = (value: number) => `±${Math.round(100 * value)}\u202f%`;
const strength = { kind: 'strength', group: 'distortion', needs: { setting: 'distort', is: true } } as const;

/**
 * By key: a name with a dot lies within another object, and the name in the address is what follows the dot.
 *
 * The defaults were chosen on the validation images: momentum is past 97.5 % after one epoch, where Adam
 * and AdamW stand at 97.0 %, and all three end alike.
 */
export const settingsTable = {
  /** Of the parameters at the start, the order of the images and their distortions. */
  seed: {
    kind: 'whole',
    limits: [0, 0x7fff_ffff],
    usual: 1,
    label: 'Seed',
    hint: 'Same seed, same run',
    group: 'start',
    place: 1,
    step: { by: 1 },
    from: 'next run',
  },
  epochs: {
    kind: 'whole',
    limits: [1, epochsMost],
    usual: 10,
    label: 'Epochs',
    hint: 'Times through the images',
    group: 'length',
    place: 1,
    step: { by: 1 },
  },
  batchSize: {
    kind: 'whole',
    limits: [1, batchMost],
    usual: 64,
    label: 'Batch size',
    hint: 'Images to a step',
    counted: ['image', 'images'],
    group: 'length',
    place: 2,
    step: { times: 2 },
  },
  engine: {
    kind: 'choice',
    choices: { auto: 'Auto', ...engineWords },
    usual: 'auto',
    label: 'Engine',
    hints: { auto: 'The fastest here' },
    group: 'start',
    place: 2,
    from: 'next resume',
  },
  optimiser: {
    kind: 'choice',
    choices: { sgd: 'SGD with momentum', adam: 'Adam', adamw: 'AdamW' },
    usual: 'sgd',
    label: 'Optimiser',
    hints: {
      sgd: 'Keeps some of the last step',
      adam: 'A rate for each weight',
      adamw: 'Adam, decay set apart',
    },
    group: 'learning',
    place: 1,
  },
  learningRate: {
    kind: 'number',
    limits: [1e-6, 1000],
    usual: { sgd: 0.1, adam: 2e-3, adamw: 2e-3 },
    label: 'Learning rate',
    hint: 'Peak of the schedule',
    fact: 'Learning rate, at its peak',
    group: 'learning',
    place: 3,
    step: { times: 1.25 },
    slider: { label: 'Learning rate, by powers of ten', exponents: [-5, 0], step: 0.05 },
  },
  schedule: {
    kind: 'choice',
    choices: { constant: 'Constant', 'one-cycle': 'One cycle', cosine: 'Cosine' },
    usual: 'one-cycle',
    label: 'Schedule',
    hints: {
      constant: 'The same all along',
      'one-cycle': 'Up, then down to zero',
      cosine: 'Down along a cosine',
    },
    group: 'learning',
    place: 2,
  },
  momentum: {
    kind: 'number',
    limits: [0, 0.999],
    usual: 0.9,
    label: 'Momentum',
    hint: 'Share of the last step kept',
    group: 'learning',
    place: 5,
    step: { by: 0.01 },
    needs: { setting: 'optimiser', is: 'sgd' },
    otherwise: 'Of SGD only',
  },
  weightDecay: {
    kind: 'number',
    limits: [0, 1],
    usual: { sgd: 1e-4, adam: 0, adamw: 0.01 },
    label: 'Weight decay',
    hint: 'Pulls the weights to zero',
    group: 'learning',
    place: 4,
    step: { times: 2, fromZero: 0.001 },
  },
  distort: {
    kind: 'switch',
    usual: true,
    label: 'Distort the training images',
    fact: 'Images distorted',
    group: 'distortion',
    place: 1,
  },
  'distortion.rotationDeg': {
    ...strength,
    limits: [0, 45],
    usual: 10,
    label: 'Rotation',
    fact: 'Distortion: rotation',
    place: 2,
    step: 1,
    text: plusMinus('°'),
  },
  'distortion.scale': {
    ...strength,
    limits: [0, 0.5],
    usual: 0.1,
    label: 'Scale',
    fact: 'Distortion: scale',
    place: 3,
    step: 0.01,
    text: plusMinusPercent,
  },
  'distortion.shear': {
    ...strength,
    limits: [0, 0.5],
    usual: 0.1,
    label: 'Shear',
    fact: 'Distortion: shear',
    place: 4,
    step: 0.01,
    text: plusMinusPercent,
  },
  'distortion.shiftPx': {
    ...strength,
    limits: [0, 4],
    usual: 1,
    label: 'Shift',
    fact: 'Distortion: shift',
    place: 5,
    step: 0.25,
    text: plusMinus('\u202fpx'),
  },
  'distortion.elasticPx': {
    ...strength,
    limits: [0, 3],
    usual: 0,
    label: 'Elastic',
    fact: 'Distortion: elastic',
    place: 6,
    step: 0.1,
    text: (value: number) => `${value}\u202fpx`,
  },
  /** Written for the batch rather than taken from the data. */
  syntheticShare: {
    kind: 'share',
    limits: [0, 1],
    usual: 0,
    older: 0,
    label: 'Share of every batch that is synthetic handwriting',
    caption: 'Of every batch',
    fact: 'Synthetic handwriting mixed in',
    hints: {
      none: 'Only the data set is learned from.',
      some: 'Batches keep their size; the data set has the rest of each.',
      all: 'The data set only validates and tests: nothing of it is learned from.',
    },
    group: 'handwriting',
    place: 1,
    stepPercent: 5,
  },
  stylesOff: {
    kind: 'styles',
    usual: [],
    older: [],
    label: 'Styles',
    fact: 'Styles left out',
    group: 'handwriting',
    place: 2,
    from: 'next run',
  },
} as const satisfies Readonly<Record<string, SettingRow>>;
