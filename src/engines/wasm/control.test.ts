import { Worker } from 'node:worker_threads';
import { expect, test } from 'vitest';
import { Control } from './control.ts';

/** Changes nothing, and wakes whoever waits at the gate, as a thread does that was held up after it opened it. */
const late = `
const { parentPort, workerData } = require('node:worker_threads');
const words = new Int32Array(workerData);
parentPort.postMessage('here');
const end = performance.now() + 60;
while (performance.now() < end) Atomics.notify(words, 0);
`;

test('a thread that is woken late for a gate before does not pass the one that it waits for', async () => {
  const control = new Control(new SharedArrayBuffer(Control.bytesFor(2)), 2);
  const gate = control.arrive(0, 2);
  expect(gate).toBe(0);
  const worker = new Worker(late, { eval: true, workerData: control.buffer });
  await new Promise((resolve) => worker.once('message', resolve));
  expect(control.opens(0, 100)).toBe(false);
  // With the other, it opens.
  expect(control.arrive(1, 2)).toBeNull();
  expect(control.opens(0, 100)).toBe(true);
  await worker.terminate();
});
