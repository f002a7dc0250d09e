import type { LabelledDigits } from '../data/labelled-digits.ts';
import type { Engine } from '../engines/engine.ts';
import { changedDigits } from '../explain/changed-digit.ts';
import { stopsOf, type WhatIfId, type WhatIfMoment, whatIfChange } from '../explain/what-if.ts';
import { evaluate } from './evaluation.ts';

export interface RobustnessPoint {
  readonly value: number;
  readonly right: number;
  readonly total: number;
}

/** How well the engine's network reads digits at each value of a slider: one evaluation after the other. */
export async function* robustnessOf(
  engine: Engine,
  test: LabelledDigits,
  id: WhatIfId,
  moment: WhatIfMoment,
): AsyncGenerator<RobustnessPoint> {
  for (const value of stopsOf(whatIfChange(id))) {
    const digits = changedDigits(test.digits, id, value, moment);
    const { right, total } = await evaluate(engine, { digits, labels: test.labels });
    yield { value, right, total };
  }
}
