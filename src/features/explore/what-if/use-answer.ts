import { useCallback, useMemo } from 'react';
import { type Answer, answerOf } from '../../../digits/answer-rules.ts';
import type { Normalisation } from '../../../digits/raster/normalisation.ts';
import type { WhatIfValues } from '../../../explain/what-if.ts';
import type { ExplainingWorker } from '../../../lab/explaining/contract.ts';
import { activationOf } from '../../../network/architecture.ts';
import { isFamiliar, type KnowingNetwork } from '../../../network/energy.ts';
import type { Digit28 } from '../../../network/rasters.ts';
import { useNewest } from '../use-newest.ts';

interface Question {
  readonly network: KnowingNetwork;
  readonly digit: Digit28;
  /** What has been changed about it. */
  readonly values: WhatIfValues;
  readonly normalisation: Normalisation;
}

interface Answered {
  /** Null before the first. */
  readonly answer: Answer | null;
  /** What was changed about the digit that it answers, which lags behind a slider. */
  readonly values: WhatIfValues;
  readonly failure: string | null;
}

/** What the network says of a digit, as the app would say it; the last answer until there is a newer one. */
export function useAnswer(
  explainer: Pick<ExplainingWorker, 'forward'>,
  network: KnowingNetwork,
  digit: Digit28,
  values: WhatIfValues,
  normalisation: Normalisation,
): Answered {
  const question = useMemo(
    () => ({ network, digit, values, normalisation }),
    [network, digit, values, normalisation],
  );
  const ask = useCallback((asked: Question) => answerTo(explainer, asked), [explainer]);
  const answered = useNewest(question, ask);
  if (!answered) return { answer: null, values, failure: null };
  const { values: asked } = answered.question;
  return 'answer' in answered
    ? { answer: answered.answer, values: asked, failure: null }
    : { answer: null, values: asked, failure: answered.failure };
}

async function answerTo(
  explainer: Pick<ExplainingWorker, 'forward'>,
  { network, digit, normalisation }: Question,
): Promise<Answer> {
  const inkArea = digit.reduce((sum, value) => sum + value, 0) / 255;
  const activations = await explainer.forward(network.parameters, digit);
  const probabilities = activationOf(network.architecture, activations, 'Output');
  const changed = inkArea === 0 ? null : { ...normalisation, digit, inkArea };
  return answerOf(probabilities, changed, isFamiliar(network, activations));
}
