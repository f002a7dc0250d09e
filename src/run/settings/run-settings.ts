import * as v from 'valibot';
import { type Distortion, noDistortion } from '../../data/distortion/distortion.ts';
import { styleNames } from '../../digits/synthesis/styles.ts';
import { engines } from '../../engines/registry.ts';
import { issueReason } from '../../lib/issue.ts';
import type { Result } from '../../lib/result.ts';
import { batchMost, epochsMost } from '../store/run-store-limits.ts';

/** Everything that a person chooses about a run. With the data, it is all that a run depends on. */

export const optimiserKinds = ['sgd', 'adam', 'adamw'] as const;
export const scheduleKinds = ['constant', 'one-cycle', 'cosine'] as const;
export const engineChoices: readonly string[] = ['auto', ...engines.map(({ id }) => id)];

const between = (from: number, to: number) => v.pipe(v.number(), v.minValue(from), v.maxValue(to));
const whole = (from: number, to: number) => v.pipe(v.number(), v.integer(), v.minValue(from), v.maxValue(to));

/** What each setting may be; the page's controls take their limits from here as well. */
export const settingLimits = {
  seed: [0, 0x7fff_ffff],
  epochs: [1, epochsMost],
  batchSize: [1, batchMost],
  learningRate: [1e-6, 1000],
  momentum: [0, 0.999],
  weightDecay: [0, 1],
} as const;

/** The same for the strengths of the distortion. */
export const distortionLimits = {
  rotationDeg: [0, 45],
  scale: [0, 0.5],
  shear: [0, 0.5],
  shiftPx: [0, 4],
  elasticPx: [0, 3],
} as const;

/** The same for the share of synthetic handwriting in a batch. */
export const shareLimits = [0, 1] as const;

const distortionForm = v.strictObject({
  rotationDeg: between(...distortionLimits.rotationDeg),
  scale: between(...distortionLimits.scale),
  shear: between(...distortionLimits.shear),
  shiftPx: between(...distortionLimits.shiftPx),
  elasticPx: between(...distortionLimits.elasticPx),
});

const runSettingsForm = v.strictObject({
  /** Of the parameters at the start, the order of the images and their distortions. */
  seed: whole(...settingLimits.seed),
  epochs: whole(...settingLimits.epochs),
  batchSize: whole(...settingLimits.batchSize),
  engine: v.picklist(engineChoices),
  optimiser: v.picklist(optimiserKinds),
  /** Peak of the schedule. */
  learningRate: between(...settingLimits.learningRate),
  schedule: v.picklist(scheduleKinds),
  /** For sgd only. */
  momentum: between(...settingLimits.momentum),
  weightDecay: between(...settingLimits.weightDecay),
  /** Whether images are distorted, and how much. */
  distort: v.boolean(),
  distortion: distortionForm,
  /** Share of every batch that is written for it rather than taken from the data. Runs of old have none. */
  syntheticShare: v.optional(between(...shareLimits), 0),
  /** Names of the styles that synthetic handwriting does without, in the order of the styles. */
  stylesOff: v.optional(v.array(v.picklist(styleNames)), []),
});

type ParsedForm = Readonly<v.InferOutput<typeof runSettingsForm>>;
export interface RunSettings extends Omit<ParsedForm, 'stylesOff'> {
  readonly stylesOff: readonly string[];
}
export type DistortionStrengths = RunSettings['distortion'];

/** What goes well with each optimiser on this network; where a person who changes it starts from. */
export const usualRates: Readonly<
  Record<RunSettings['optimiser'], Pick<RunSettings, 'learningRate' | 'weightDecay'>>
> = {
  sgd: { learningRate: 0.1, weightDecay: 1e-4 },
  adam: { learningRate: 2e-3, weightDecay: 0 },
  adamw: { learningRate: 2e-3, weightDecay: 0.01 },
};

/**
 * Chosen on the validation images: momentum is past 97.5 % after one epoch, where Adam and AdamW stand
 * at 97.0 %, and all three end alike.
 */
export const defaultSettings: RunSettings = {
  seed: 1,
  epochs: 10,
  batchSize: 64,
  engine: 'auto',
  optimiser: 'sgd',
  ...usualRates.sgd,
  schedule: 'one-cycle',
  momentum: 0.9,
  distort: true,
  distortion: { rotationDeg: 10, scale: 0.1, shear: 0.1, shiftPx: 1, elasticPx: 0 },
  syntheticShare: 0,
  stylesOff: [],
};

/** The distortion that these settings ask for. */
export function distortionOf({ distort, distortion }: RunSettings): Distortion {
  return distort ? { ...noDistortion, ...distortion } : noDistortion;
}

type ParsedSettings = Result<{ readonly settings: RunSettings }>;

/** Settings from outside: a checkpoint, a message. */
export function parseSettings(value: unknown): ParsedSettings {
  const parsed = v.safeParse(runSettingsForm, value);
  return parsed.success
    ? { ok: true, settings: parsed.output }
    : { ok: false, reason: issueReason(parsed.issues[0]) };
}

/** What a change of the optimiser changes: rates that were left as usual become the usual ones of the new one. */
export function optimiserChange(
  settings: RunSettings,
  optimiser: RunSettings['optimiser'],
): Partial<RunSettings> {
  const [before, after] = [usualRates[settings.optimiser], usualRates[optimiser]];
  const rate = (name: keyof typeof before) => (settings[name] === before[name] ? after : settings)[name];
  return { optimiser, learningRate: rate('learningRate'), weightDecay: rate('weightDecay') };
}
