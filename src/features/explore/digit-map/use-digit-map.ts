import { useCallback, useState } from 'react';
import type { DigitMap } from '../../../explain/digit-map.ts';
import type { MappingWorker } from '../../../lab/explaining/mapping-contract.ts';
import type { Network } from '../../../network/architecture.ts';
import { useNewest } from '../use-newest.ts';

/** Enough for ten clouds, few enough to be passed through and painted at once. */
const digitCount = 2_000;

interface Mapping {
  /** The newest map, which may still be of the network before. */
  readonly map: DigitMap | null;
  /** Share that is done while another one is made; null when there is nothing to wait for. */
  readonly share: number | null;
  readonly failure: string | null;
}

/** The map of what a network says of the test digits, made again whenever the network is another one. */
export function useDigitMap(explainer: MappingWorker, network: Network | null): Mapping {
  const [share, setShare] = useState(0);
  const [last, setLast] = useState<DigitMap | null>(null);
  const parameters = network?.parameters ?? null;
  const ask = useCallback(
    (asked: Float32Array) => explainer.mapDigits(asked, digitCount, setShare),
    [explainer],
  );
  const answered = useNewest(parameters, ask);
  const made = answered && 'answer' in answered ? answered.answer : null;
  // Where another page's question came between, the map before stays.
  if (made && made !== last) setLast(made);
  return {
    map: made ?? last,
    share: parameters !== null && answered?.question !== parameters ? share : null,
    failure: answered && 'failure' in answered ? answered.failure : null,
  };
}
