import { lenet5 } from '../network/lenet-5.ts';
import type { EngineOptions, Opened } from './engine.ts';

/**
 * Plain JavaScript: TensorFlow.js for the usual network, and the float64 reference for all others, since on one thread
 * without SIMD it trains many times faster.
 */
export async function openCpuOf({ architecture }: EngineOptions): Promise<Opened> {
  if (architecture.id === lenet5.id) return (await import('./tfjs/cpu.ts')).openCpu({ architecture });
  const { referenceEngine } = await import('./reference/reference-engine.ts');
  return { ok: true, engine: referenceEngine(architecture, 'cpu') };
}
