import type { Engine } from '../engines/engine.ts';
import { t } from '../language/language.ts';
import { training1998 } from '../network/training-1998.ts';
import type { RunData } from './run-data.ts';
import { selectDigits } from './run-data.ts';
import type { RunSettings } from './settings/run-settings.ts';

/** So few at a time that the worker hears its messages meanwhile: some 80 ms on an engine without kernels for it. */
const atOnce = 20;

/**
 * The curvature of the loss over the first images that an epoch has, as the network sees them, for the rule of 1998:
 * from seed and epoch alone, so that a run that was left goes on with the same one.
 * @param epoch from 1
 * @returns P floats @throws EngineError, what the source throws, the signal's reason
 */
export async function curvatureOf(
  engine: Engine,
  data: RunData,
  epoch: number,
  settings: RunSettings,
  { signal, breathe }: { readonly signal: AbortSignal; readonly breathe: () => Promise<void> },
): Promise<Float32Array> {
  if (!engine.curvature) throw new Error(t`${engine.device} does not measure the curvature of the loss`);
  const all = { ...settings, batchSize: training1998.curvatureImages };
  const images = await data.batch({ epoch, offset: 0 }, all, signal);
  const { length } = images.labels;
  const curvature = new Float32Array(engine.architecture.parameterCount);
  for (let from = 0; from < length; from += atOnce) {
    const places = Array.from({ length: Math.min(atOnce, length - from) }, (_, at) => from + at);
    const part = await engine.curvature(selectDigits(images, places));
    const share = places.length / length;
    for (let i = 0; i < part.length; i++)
      curvature[i] = (curvature[i] as number) + share * (part[i] as number);
    await breathe();
    signal.throwIfAborted();
  }
  return curvature;
}
