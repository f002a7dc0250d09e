import { useEffect, useState } from 'react';
import type { WhatIfId, WhatIfMoment } from '../../../explain/what-if.ts';
import type { Robustness, WhatIfWorker } from '../../../lab/explaining/what-if-contract.ts';
import { messageOf } from '../../../lib/expect.ts';

/** A network in the diagram; its parameters, P floats, are null while they are not known. */
export interface MeasuredNetwork {
  readonly id: string;
  readonly name: string;
  readonly parameters: Float32Array | null;
}

interface Measuring {
  /** By the id of the network; of the one that is being measured, as far as it is. */
  readonly curves: ReadonlyMap<string, Robustness>;
  /** The share that is done of the network that is being measured; null while nothing is. */
  readonly share: number | null;
  /** Whether some network has been left out by `stop`, or by a failure. */
  readonly stopped: boolean;
  readonly failure: string | null;
  readonly stop: () => void;
  readonly goOn: () => void;
}

/** A person who goes from slider to slider rests so long on one before digits are read for it. */
const restMs = 150;

/** What has been measured while the page lives: by parameters, then by slider. All of it of the same digits. */
let known = new WeakMap<Float32Array, Map<string, Robustness>>();
let knownOf: string | null = null;

function remember(parameters: Float32Array, key: string, measured: Robustness): void {
  // MNIST has come in place of synthetic handwriting: figures of both do not belong in one diagram.
  if (measured.of !== knownOf) known = new WeakMap();
  knownOf = measured.of;
  const own = known.get(parameters) ?? new Map<string, Robustness>();
  known.set(parameters, own.set(key, measured));
}

const found = (parameters: Float32Array | null, key: string) =>
  (parameters && known.get(parameters)?.get(key)) ?? null;

/** How test digits are read over the range of a slider, by one network after the other. */
export function useRobustness(
  explainer: Pick<WhatIfWorker, 'robustness' | 'stopRobustness'>,
  networks: readonly MeasuredNetwork[],
  id: WhatIfId,
  moment: WhatIfMoment,
): Measuring {
  const key = `${id} ${moment}`;
  const [now, setNow] = useState<{ of: Float32Array; key: string; soFar: Robustness; share: number } | null>(
    null,
  );
  const [ended, setEnded] = useState<{ key: string; failure: string | null } | null>(null);
  const next = networks.find(({ parameters }) => parameters && !found(parameters, key));
  const left = ended?.key === key;
  const asked = left ? null : (next?.parameters ?? null);

  useEffect(() => {
    if (!asked) return;
    let wanted = true;
    const measure = async () => {
      try {
        const measured = await explainer.robustness(asked, { id, moment }, (soFar, share) => {
          if (wanted) setNow({ of: asked, key, soFar, share });
        });
        if (measured) remember(asked, key, measured);
        if (wanted) setNow(null);
      } catch (error) {
        if (wanted) setEnded({ key, failure: messageOf(error) });
      }
    };
    const timer = setTimeout(() => void measure(), restMs);
    return () => {
      wanted = false;
      clearTimeout(timer);
      // Nobody waits for it any more; a worker that has ended has stopped already.
      explainer.stopRobustness().catch(() => undefined);
    };
  }, [explainer, asked, key, id, moment]);

  const own = now?.key === key ? now : null;
  const curves = new Map<string, Robustness>();
  for (const network of networks) {
    const partial = own && own.of === network.parameters ? own.soFar : null;
    const curve = found(network.parameters, key) ?? partial;
    if (curve) curves.set(network.id, curve);
  }
  return {
    curves,
    share: asked ? (own?.of === asked ? own.share : 0) : null,
    stopped: left && next !== undefined,
    failure: left ? ended.failure : null,
    stop: () => setEnded({ key, failure: null }),
    goOn: () => setEnded(null),
  };
}
