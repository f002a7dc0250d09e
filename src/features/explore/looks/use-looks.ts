import { useEffect, useState } from 'react';
import type { Target } from '../../../explain/target.ts';
import type { Looked, LookingWorker } from '../../../lab/explaining/looking-contract.ts';
import { messageOf } from '../../../lib/expect.ts';
import type { Network } from '../../../network/architecture.ts';
import { whileWanted } from '../../../ui/while-wanted.ts';

interface Looks {
  /** The newest answer, which may still be of the target before. */
  readonly looked: Looked | null;
  /** Share of the digits that have been passed through; null when there is nothing to wait for. */
  readonly share: number | null;
  readonly failure: string | null;
}

/** What a target looks for, asked again whenever network or target change; null asks for nothing. */
export function useLooks(explainer: LookingWorker, network: Network | null, target: Target | null): Looks {
  const [looks, setLooks] = useState<Looks>({ looked: null, share: 0, failure: null });
  const parameters = network?.parameters;
  const { layer, map } = target ?? {};
  useEffect(() => {
    if (!parameters || layer === undefined || map === undefined) return;
    let waiting = true;
    setLooks(({ looked }) => ({ looked, share: 0, failure: null }));
    // Reports come another way than the answer, and the last of them may come after it.
    const report = (share: number) => {
      if (waiting) setLooks((now) => ({ ...now, share }));
    };
    const finish = (looks: Looks) => {
      waiting = false;
      setLooks(looks);
    };
    const leave = whileWanted(
      explainer.looksFor(parameters, { layer, map }, report),
      (looked) => looked && finish({ looked, share: null, failure: null }),
      (error) => finish({ looked: null, share: null, failure: messageOf(error) }),
    );
    return () => {
      waiting = false;
      leave();
    };
  }, [explainer, parameters, layer, map]);
  return looks;
}
