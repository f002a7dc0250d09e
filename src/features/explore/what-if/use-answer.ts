import { useCallback, useMemo } from 'react';
import { type Answer, answerOf } from '../../../digits/answer.ts';
import type { Normalisation } from '../../../digits/raster/normalisation.ts';
import type { ExplainingWorker } from '../../../lab/explaining/contract.ts';
import { activationOf } from '../../../network/architecture.ts';
import { isFamiliar, type KnowingNetwork } from '../../../network/energy.ts';
import type { Digit28 } from '../../../network/rasters.ts';
import { useNewest } from '../use-newest.ts';

interface Question {
  readonly network: KnowingNetwork;
  readonly digit: Digit28;
  readonly normalisation: Normalisation;
}

/** What the network says of a digit, as the app would say it, and a failure in words; the last answer meanwhile. */
export function useAnswer(
  explainer: Pick<ExplainingWorker, 'forward'>,
  network: KnowingNetwork,
  digit: Digit28,
  normalisation: Normalisation,
): { readonly answer: Answer | null; readonly failure: string | null } {
  const question = useMemo(() => ({ network, digit, normalisation }), [network, digit, normalisation]);
  const ask = useCallback((asked: Question) => answerTo(explainer, asked), [explainer]);
  const answered = useNewest(question, ask);
  if (!answered) return { answer: null, failure: null };
  return 'answer' in answered
    ? { answer: answered.answer, failure: null }
    : { answer: null, failure: answered.failure };
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
