import type { DistortionStrengths, RunSettings } from './run-settings.ts';

/** What settings and their values are called, wherever they are shown. */

const narrowSpace = '\u202f';

export const optimiserWords: Readonly<Record<RunSettings['optimiser'], string>> = {
  sgd: 'SGD with momentum',
  adam: 'Adam',
  adamw: 'AdamW',
};

export const scheduleWords: Readonly<Record<RunSettings['schedule'], string>> = {
  constant: 'Constant',
  'one-cycle': 'One cycle',
  cosine: 'Cosine',
};

export interface StrengthWords {
  readonly label: string;
  readonly text: (value: number) => string;
}

const plusMinusPercent = (value: number) => `±${Math.round(100 * value)}${narrowSpace}%`;

export const strengthWords: Readonly<Record<keyof DistortionStrengths, StrengthWords>> = {
  rotationDeg: { label: 'Rotation', text: (value) => `±${value}°` },
  scale: { label: 'Scale', text: plusMinusPercent },
  shear: { label: 'Shear', text: plusMinusPercent },
  shiftPx: { label: 'Shift', text: (value) => `±${value}${narrowSpace}px` },
  elasticPx: { label: 'Elastic', text: (value) => `${value}${narrowSpace}px` },
};
