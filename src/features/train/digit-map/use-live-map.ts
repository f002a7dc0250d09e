import { useEffect, useState } from 'react';
import type { DigitMap } from '../../../explain/digit-map.ts';
import type { MappingWorker } from '../../../lab/explaining/mapping-contract.ts';
import type { TrainerClient } from '../../../lab/training/client.ts';
import { messageOf } from '../../../lib/expect.ts';
import type { NetworkMoment } from '../../../run/contract.ts';

/** Enough for ten clouds; a map of so many takes 40 ms of one core, most of them for its plane. */
const digitCount = 300;
/** At most so often while the run makes steps: training comes first. */
const trainingMs = 1_000;
/** Somebody who moves the timeline waits for nothing else. */
const timelineMs = 60;

interface LiveMap {
  readonly moment: NetworkMoment;
  readonly map: DigitMap;
}

/** The map of the network that the page shows: of now, or of a moment of the timeline. */
export function useLiveMap(
  { store }: TrainerClient,
  mapDigits: MappingWorker['mapDigits'],
): { readonly live: LiveMap | null; readonly failure: string | null } {
  const [live, setLive] = useState<LiveMap | null>(null);
  const [failure, setFailure] = useState<string | null>(null);
  useEffect(() => {
    let open = true;
    let working = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let asked: NetworkMoment | null = null;
    let askedAt = Number.NEGATIVE_INFINITY;

    const plan = () => {
      const { moment, shownStep, status } = store.getState();
      clearTimeout(timer);
      if (!open || working || !moment || moment === asked) return;
      const everyMs = status.state === 'running' && shownStep === null ? trainingMs : timelineMs;
      timer = setTimeout(() => void ask(moment), Math.max(0, askedAt + everyMs - performance.now()));
    };
    const ask = async (moment: NetworkMoment) => {
      [working, asked, askedAt] = [true, moment, performance.now()];
      try {
        const map = await mapDigits(moment.parameters, digitCount, () => undefined);
        if (open && map) setLive({ moment, map });
        if (open) setFailure(null);
      } catch (error) {
        if (open) setFailure(messageOf(error));
      }
      working = false;
      plan();
    };
    plan();
    const stop = store.subscribe((now, before) => now.moment !== before.moment && plan());
    return () => {
      open = false;
      clearTimeout(timer);
      stop();
    };
  }, [store, mapDigits]);
  return { live, failure };
}
