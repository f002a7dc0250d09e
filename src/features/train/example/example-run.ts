import { Listeners } from '../../../lib/listeners.ts';
import type { Source } from '../../../ui/source.ts';
import { firstStep, type Recording, recordedAt } from './recorded-run.ts';

const playMs = 4_000;

export type ExampleMoment = ReturnType<typeof recordedAt>;

/** A recorded run: whole at rest, and as it went while it plays. Null until it is loaded. */
export interface ExampleRun extends Source<ExampleMoment | null> {
  /** As it ended, the same object each time. */
  whole(): ExampleMoment | null;
  /** Once; without it the page only shows less. */
  load(): void;
  play(): void;
  rest(): void;
}

export function createExampleRun(): ExampleRun {
  const { subscribe, tell } = new Listeners();
  let recording: Recording | null = null;
  let loading = false;
  let whole: ExampleMoment | null = null;
  let moment: ExampleMoment | null = null;
  let frame: number | null = null;

  const show = (now: ExampleMoment | null) => {
    moment = now;
    tell();
  };
  const rest = () => {
    if (frame === null) return;
    cancelAnimationFrame(frame);
    frame = null;
    show(whole);
  };
  return {
    subscribe,
    latest: () => moment,
    whole: () => whole,
    load() {
      if (loading) return;
      loading = true;
      import('./recording.json').then(
        (file) => {
          recording = file.default;
          whole = recordedAt(recording, recording.step);
          show(whole);
        },
        () => {
          loading = false;
        },
      );
    },
    play() {
      if (!recording || frame !== null || matchMedia('(prefers-reduced-motion: reduce)').matches) return;
      const recorded = recording;
      const first = firstStep(recorded);
      let start: number | null = null;
      const next = (now: number) => {
        start ??= now;
        const time = (now - start) / playMs;
        if (time >= 1) return rest();
        // Most happens at the beginning.
        show(recordedAt(recorded, first + time * time * (recorded.step - first)));
        frame = requestAnimationFrame(next);
      };
      frame = requestAnimationFrame(next);
    },
    rest,
  };
}
