import {
  type DistortionStrengths,
  distortionLimits,
  type RunSettings,
  settingLimits,
} from '../../../run/settings/run-settings.ts';
import type { NumberLimits } from '../../../ui/controls/number-text.ts';

/** Settings that are typed as numbers. */
export type NumberSetting = keyof typeof settingLimits & keyof RunSettings;
export type Strength = keyof DistortionStrengths;

const wholeSettings: readonly NumberSetting[] = ['seed', 'epochs', 'batchSize'];

export function limitsOf(setting: NumberSetting): NumberLimits {
  const [from, to] = settingLimits[setting];
  return { from, to, whole: wholeSettings.includes(setting) };
}

export function strengthLimitsOf(strength: Strength): NumberLimits {
  const [from, to] = distortionLimits[strength];
  return { from, to, whole: false };
}

export const numberSettings = Object.keys(settingLimits) as readonly NumberSetting[];
export const strengths = Object.keys(distortionLimits) as readonly Strength[];
