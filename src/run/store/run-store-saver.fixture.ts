import { keptRun } from './run-store.fixture.ts';
import { openRunStore } from './run-store.ts';

/** A worker for tests: saves the run "killed" again and again, as fast as it can, until it is ended. */
addEventListener('message', async ({ data }: MessageEvent<{ name: string; from: number }>) => {
  const store = await openRunStore(data.name);
  for (let step = data.from; ; step++) {
    const result = await store.save(keptRun('killed', { step }), step % 3 === 0);
    postMessage(result.ok ? step : result.reason);
  }
});
