import type { SettingRow } from '../settings/settings-table.ts';

/** Rows that the table does not have: what follows from them follows from any row. */
export const inventedRows: Readonly<Record<string, SettingRow>> = {
  gradientClip: {
    kind: 'number',
    limits: { from: 0, to: 10, whole: false },
    usual: 5,
    older: 0,
    label: 'Gradient clipping',
    hint: 'Longest step of the gradient',
    group: 'learning',
    place: 6,
    step: { by: 0.5 },
  },
  clipBy: {
    kind: 'choice',
    choices: { norm: 'Norm', value: 'Value' },
    usual: 'norm',
    older: 'norm',
    label: 'Clip by',
    hints: { norm: 'All weights alike' },
    fact: 'Gradients clipped by',
    group: 'learning',
    place: 7,
    next: 'run',
  },
  'distortion.blurPx': {
    kind: 'strength',
    limits: { from: 0, to: 2, whole: false },
    usual: 0,
    older: 0,
    label: 'Blur',
    group: 'distortion',
    needs: { setting: 'distort', is: true },
    step: 0.5,
    text: (value) => `${value} px wide`,
  },
};
