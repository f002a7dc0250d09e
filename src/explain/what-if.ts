import { t } from '../language/language.ts';

/** The ways that a drawing or a digit can be changed to see what becomes of its reading, as a table. */
export const whatIfIds = [
  'right',
  'down',
  'turn',
  'size',
  'slant',
  'line',
  'blur',
  'noise',
  'invert',
] as const;
export type WhatIfId = (typeof whatIfIds)[number];
export type WhatIfUnit = 'pixels' | 'degrees' | 'per cent';

/** One slider. Pixels are those of the 28 x 28 digit; the paper, too, is 28 of them wide. */
export interface WhatIfChange {
  readonly id: WhatIfId;
  readonly label: string;
  readonly from: number;
  readonly to: number;
  /** Where it changes nothing; one of its stops. */
  readonly neutral: number;
  /** Between two stops. Test digits are read at each, so that all that is shown of one has been measured. */
  readonly step: number;
  /** What a value counts. */
  readonly unit: WhatIfUnit;
}

export const whatIfChanges: readonly WhatIfChange[] = [
  row('right', () => t`Move right`, -10, 10, 0, 1, 'pixels'),
  row('down', () => t`Move down`, -10, 10, 0, 1, 'pixels'),
  row('turn', () => t`Turn`, -120, 120, 0, 10, 'degrees'),
  row('size', () => t`Size`, 40, 160, 100, 5, 'per cent'),
  row('slant', () => t`Slant`, -60, 60, 0, 5, 'degrees'),
  row('line', () => t`Line`, -1.5, 3, 0, 0.25, 'pixels'),
  row('blur', () => t`Blur`, 0, 4, 0, 0.25, 'pixels'),
  row('noise', () => t`Noise`, 0, 100, 0, 5, 'per cent'),
  row('invert', () => t`Invert`, 0, 100, 0, 5, 'per cent'),
];

function row(
  id: WhatIfId,
  label: () => string,
  from: number,
  to: number,
  neutral: number,
  step: number,
  unit: WhatIfUnit,
): WhatIfChange {
  return {
    id,
    get label() {
      return label();
    },
    from,
    to,
    neutral,
    step,
    unit,
  };
}

export function whatIfChange(id: WhatIfId): WhatIfChange {
  return whatIfChanges[whatIfIds.indexOf(id)] as WhatIfChange;
}

/** Where each slider stands, in its own unit. */
export type WhatIfValues = Readonly<Record<WhatIfId, number>>;

export const neutralValues = Object.fromEntries(
  whatIfChanges.map(({ id, neutral }) => [id, neutral]),
) as WhatIfValues;

/** The 15 to 25 stops of a slider, ascending. */
export function stopsOf({ from, to, step }: WhatIfChange): number[] {
  return Array.from({ length: Math.round((to - from) / step) + 1 }, (_, at) => from + at * step);
}

/** Whether the changes come to the ink before it is normalised, or to the 28 x 28 digit that it has become. */
export const whatIfMoments = ['before', 'after'] as const;
export type WhatIfMoment = (typeof whatIfMoments)[number];
