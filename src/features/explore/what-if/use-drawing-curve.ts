import { useCallback, useMemo } from 'react';
import type { Drawing } from '../../../digits/drawing/drawing.ts';
import { type WhatIfWay, wayWith } from '../../../explain/changed-drawing.ts';
import { type WhatIfId, whatIfChange } from '../../../explain/what-if.ts';
import type { DrawingQuestion, WhatIfWorker } from '../../../lab/explaining/what-if-contract.ts';
import { useNewest } from '../use-newest.ts';

interface Question extends DrawingQuestion {
  readonly parameters: Float32Array;
}

/** Ten probabilities at each stop of a slider, and of which slider they are. */
export interface DrawingCurve {
  readonly id: WhatIfId;
  readonly probabilities: Float32Array;
}

/** The curve of a slider for this drawing. Where the slider itself stands makes no difference to it. */
export function useDrawingCurve(
  explainer: Pick<WhatIfWorker, 'drawingCurve'>,
  parameters: Float32Array,
  drawing: Drawing,
  way: WhatIfWay,
  id: WhatIfId,
): DrawingCurve | null {
  const others = JSON.stringify(wayWith(way, { [id]: whatIfChange(id).neutral }));
  const question = useMemo(
    () => ({ parameters, drawing, way: JSON.parse(others) as WhatIfWay, id }),
    [parameters, drawing, others, id],
  );
  const ask = useCallback(
    ({ parameters, ...asked }: Question) => explainer.drawingCurve(parameters, asked),
    [explainer],
  );
  const answered = useNewest(question, ask);
  if (!answered || !('answer' in answered) || !answered.answer) return null;
  return { id: answered.question.id, probabilities: answered.answer };
}
