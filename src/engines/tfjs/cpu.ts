import { MathBackendCPU } from '@tensorflow/tfjs-backend-cpu/dist/backend_cpu';
import { memory } from '@tensorflow/tfjs-core';
import { t } from '../../language/language.ts';
import type { EngineOptions, Opened } from '../engine.ts';
import * as kernels from './kernels/cpu.ts';
import { tfjsEngine } from './tfjs-engine.ts';

/** TensorFlow.js in plain JavaScript: slow, but it opens wherever a worker does. */
export async function openCpu({ architecture }: Pick<EngineOptions, 'architecture'>): Promise<Opened> {
  const engine = tfjsEngine(
    {
      kind: 'cpu',
      device: 'JavaScript',
      deviceDetail: t`TensorFlow.js in plain JavaScript, one thread`,
      backend: new MathBackendCPU(),
      kernels: Object.values(kernels),
      read: async (tensor) => tensor.dataSync<'float32'>(),
      bytes: () => memory().numBytes,
      lost: new Promise(() => {}),
      lostReason: () => undefined,
      close: () => {},
    },
    architecture,
  );
  return { ok: true, engine };
}
