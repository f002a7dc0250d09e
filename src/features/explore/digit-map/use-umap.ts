import { useEffect, useRef, useState } from 'react';
import { type DigitMap, placesOf } from '../../../explain/digit-map.ts';
import { startUmap } from '../../../lab/umap/client.ts';
import type { UmapProgress } from '../../../lab/umap/contract.ts';

/** Maps by UMAP repeat with their seed: everybody sees the same map of the same network. */
const seed = 1;

interface Making {
  /** The map as far as it has formed. */
  readonly progress: UmapProgress | null;
  /** What it is made of. */
  readonly of: DigitMap | null;
  readonly running: boolean;
  readonly failure: string | null;
}

interface UmapMaking extends Making {
  readonly startAgain: () => void;
  readonly stop: () => void;
}

const nothing: Making = { progress: null, of: null, running: false, failure: null };

/**
 * A map by UMAP, made when it is wanted and there is none of these digits. Of a network that learns meanwhile it is
 * made again only on demand: it would never be finished otherwise.
 */
export function useUmap(map: DigitMap | null, wanted: boolean): UmapMaking {
  const [making, setMaking] = useState(nothing);
  const [asked, setAsked] = useState(0);
  const newest = useRef(map);
  newest.current = map;
  const known = useRef(making);
  known.current = making;
  const task = useRef<ReturnType<typeof startUmap> | null>(null);
  const begun = useRef(asked);
  const digits = map && digitsOf(map);

  useEffect(() => {
    const of = newest.current;
    if (!wanted || digits === null || !of) return;
    const again = begun.current !== asked;
    begun.current = asked;
    const before = known.current;
    const whole = before.of && digitsOf(before.of) === digits && before.progress?.done === 1;
    if (whole && !again) return;
    let following = true;
    const show = (progress: UmapProgress) =>
      following && setMaking({ progress, of, running: true, failure: null });
    setMaking({ progress: null, of, running: true, failure: null });
    const own = startUmap({ values: of.values, width: of.plane.mean.length, from: placesOf(of), seed }, show);
    task.current = own;
    void own.outcome.then((outcome) => {
      if (!following) return;
      following = false;
      setMaking((now) =>
        outcome.ok
          ? { progress: outcome, of, running: false, failure: null }
          : { ...now, running: false, failure: outcome.stopped ? null : outcome.reason },
      );
    });
    return () => {
      if (!following) return;
      following = false;
      own.stop();
      setMaking((now) => ({ ...now, running: false }));
    };
  }, [wanted, digits, asked]);

  return {
    ...making,
    startAgain: () => setAsked(asked + 1),
    stop: () => task.current?.stop(),
  };
}

function digitsOf({ of, answers }: DigitMap): string {
  return `${of} ${answers.length}`;
}
