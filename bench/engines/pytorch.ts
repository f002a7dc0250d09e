import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import * as v from 'valibot';
import type { Batch } from '../../src/engines/engine.ts';
import { messageOf } from '../../src/lib/expect.ts';
import { agrees } from './learning.ts';
import { dataBytes } from './serve.ts';
import { adam, tasks } from './system.ts';
import type { Measured } from './tables.ts';

const run = promisify(execFile);
const script = fileURLToPath(new URL('./pytorch.py', import.meta.url));
/** Opening CUDA and three systems with three sizes of batches each. */
const limitMs = 180_000;

const printed = v.object({
  systems: v.array(
    v.object({
      name: v.string(),
      device: v.string(),
      losses: v.array(v.number()),
      /** By the size of batches. */
      cells: v.record(v.string(), v.array(v.object({ calls: v.number(), ms: v.number() }))),
      failed: v.optional(v.string()),
    }),
  ),
});

export interface PytorchPlan {
  /** Losses of the reference, a batch of `batch` images each, which have to be PyTorch's as well. */
  readonly expected: readonly number[];
  readonly batch: number;
  readonly rounds: number;
  readonly stretchMs: number;
}

/** PyTorch's systems on this machine, outside the browser; or, in words, why there are none. It never throws. */
export async function measurePytorch(
  parameters: Float32Array,
  data: Batch,
  { expected, batch, rounds, stretchMs }: PytorchPlan,
): Promise<readonly Measured[] | string> {
  try {
    await run('python3', ['-c', 'import torch']);
  } catch {
    return 'PyTorch: not measured, python3 here has no torch';
  }
  const folder = await mkdtemp(join(tmpdir(), 'lenet-lab-pytorch-'));
  try {
    const file = join(folder, 'data.bin');
    await writeFile(file, dataBytes(parameters, data));
    const training = tasks.filter(({ work }) => work === 'train');
    const plan = {
      parameters: parameters.length,
      adam,
      steps: expected.length,
      batch,
      batches: training.map((task) => task.batch),
      rounds,
      stretchMs,
    };
    const { stdout } = await run('python3', [script, file, JSON.stringify(plan)], { timeout: limitMs });
    // What libraries print comes before.
    const { systems } = v.parse(printed, JSON.parse(stdout.trim().split('\n').at(-1) ?? ''));
    return systems.map(({ name, device, losses, cells, failed }) => {
      const wrong = failed ?? agrees(losses, expected, false);
      return {
        spec: { name, by: 'pytorch' as const },
        device,
        losses,
        cells: new Map(training.map((task) => [task, cells[task.batch] ?? []])),
        failures: new Map(
          tasks.filter((task) => !training.includes(task)).map((task) => [task, 'not offered']),
        ),
        ...(wrong ? { failed: wrong } : {}),
        peaks: [],
      };
    });
  } catch (error) {
    return `PyTorch: not measured, ${messageOf(error).split('\n')[0]}`;
  } finally {
    await rm(folder, { recursive: true });
  }
}
