import { heldRuns, holdRun, type RunHold } from './run-lock.ts';

/** Another context for tests: holds a run, lets it go, or tells which runs are held. */
let hold: RunHold | null = null;
addEventListener(
  'message',
  async ({ data }: MessageEvent<{ ask: 'hold' | 'release' | 'held'; runId: string }>) => {
    if (data.ask === 'hold') hold = await holdRun(data.runId);
    if (data.ask === 'release') hold?.release();
    postMessage(data.ask === 'held' ? [...(await heldRuns())] : hold !== null);
  },
);
