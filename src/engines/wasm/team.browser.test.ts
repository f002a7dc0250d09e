import { expect, test } from 'vitest';
import { conformanceChecks } from '../conformance/conformance.ts';
import { openWasm } from './engine.ts';
import { memoryCanBeShared } from './team.ts';
import { startThread } from './thread.ts';

test('two workers pass the conformance suite, with what memory this page may share', async () => {
  const opened = await openWasm({ workers: 2 });
  if (!opened.ok) throw new Error(opened.reason);
  expect(opened.engine.device).toMatch(/2 threads/);
  expect(memoryCanBeShared()).toBe(crossOriginIsolated);
  for (const { run } of conformanceChecks) await run(opened.engine);
});

test('a worker whose script does not load gives a reason', async () => {
  const opened = await openWasm({
    workers: 2,
    start: ({ failure }) => {
      const worker = new Worker(`${location.origin}/no-such-script.js`, { type: 'module' });
      worker.addEventListener('error', (event) => {
        event.preventDefault();
        failure(event.message || 'its script did not load');
      });
      return { post: (message) => worker.postMessage(message), terminate: () => worker.terminate() };
    },
  });
  expect(opened).toMatchObject({ ok: false });
  if (!opened.ok) expect(opened.reason).toMatch(/^helper 1: /);
});

test('a worker that stops answering in mid-step is given up with an error that names step and engine', async () => {
  let requests = 0;
  const opened = await openWasm({
    workers: 2,
    answerMs: () => 200,
    start: (events) => {
      const thread = startThread(events);
      return {
        ...thread,
        post: (message, transfer) => {
          thread.post(message, transfer);
          requests += 1;
          // Browsers do not report a worker that was ended.
          if (requests === 2) thread.terminate();
        },
      };
    },
  });
  if (!opened.ok) throw new Error(opened.reason);
  const batch = { digits: new Uint8Array(4096 * 784), labels: new Uint8Array(4096) };
  const rule = { kind: 'sgd', learningRate: 0.1, momentum: 0, weightDecay: 0 } as const;
  await expect(opened.engine.trainStep(batch, rule)).rejects.toThrow(
    /^train step 1, wasm: helper 1: no answer/,
  );
  await opened.engine.dispose();
});
