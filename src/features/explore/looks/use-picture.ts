import { useEffect, useRef, useState } from 'react';
import type { OptimisedPicture } from '../../../explain/optimised-picture.ts';
import type { Target } from '../../../explain/target.ts';
import type { LookingWorker } from '../../../lab/explaining/looking-contract.ts';
import { messageOf } from '../../../lib/expect.ts';
import type { Network } from '../../../network/architecture.ts';

/** A person who goes from unit to unit rests so long on one before its picture is made. */
const restMs = 250;

interface Making {
  readonly picture: OptimisedPicture | null;
  readonly running: boolean;
  readonly failure: string | null;
  /** Of the network that the picture is of. */
  readonly parameters: Float32Array | null;
}

interface PictureMaking extends Making {
  /** Again from other noise, for the network of now. */
  readonly startAgain: () => void;
  readonly stop: () => void;
}

const nothing: Making = { picture: null, running: false, failure: null, parameters: null };

/**
 * The picture that excites a target most, made when the target is chosen. Of a network that learns it is made again
 * only on demand: it would never be finished otherwise.
 */
export function usePicture(
  explainer: LookingWorker,
  network: Network | null,
  target: Target | null,
): PictureMaking {
  const [making, setMaking] = useState(nothing);
  const [seed, setSeed] = useState(1);
  const newest = useRef(network);
  newest.current = network;
  const ready = network !== null;
  const { layer, map } = target ?? {};
  const started = useRef(seed);
  useEffect(() => {
    if (!ready || layer === undefined || map === undefined) return;
    let wanted = true;
    const make = async () => {
      const parameters = newest.current?.parameters;
      if (!parameters) return;
      const show = (picture: OptimisedPicture | null, running: boolean) =>
        wanted &&
        setMaking((before) => ({ picture: picture ?? before.picture, running, failure: null, parameters }));
      show(null, true);
      let forming = true;
      // Reports come another way than the answer, and the last of them may come after it.
      const report = (picture: OptimisedPicture) => forming && show(picture, true);
      try {
        const picture = await explainer.optimisedPicture(parameters, { layer, map }, seed, report);
        forming = false;
        show(picture, false);
      } catch (error) {
        forming = false;
        if (wanted) setMaking({ ...nothing, failure: messageOf(error) });
      }
    };
    const again = started.current !== seed;
    started.current = seed;
    if (!again) setMaking({ ...nothing, running: true });
    const timer = setTimeout(() => void make(), again ? 0 : restMs);
    return () => {
      wanted = false;
      clearTimeout(timer);
      // Nobody waits for it any more; a worker that has ended has stopped already.
      explainer.stopPicture().catch(() => undefined);
    };
  }, [explainer, ready, layer, map, seed]);
  return {
    ...making,
    startAgain: () => setSeed(seed + 1),
    stop: () => void explainer.stopPicture().catch(() => undefined),
  };
}
