import { tensorOf } from '../../../network/architecture.ts';
import { lenet5 } from '../../../network/lenet-5.ts';
import type { MetricPoint, RunCurves } from '../../../run/contract.ts';
import { defaultSettings } from '../../../run/settings/run-settings.ts';
import type { KernelMoment } from '../../../ui/kernels/live-kernels.ts';
import type recorded from './recording.json';

/** The run of tools/record-example-run.ts, as it was at any of its steps. */

export type Recording = typeof recorded;

interface RecordedMoment {
  readonly curves: RunCurves;
  readonly kernels: KernelMoment | null;
}

export function recordedAt(recording: Recording, step: number): RecordedMoment {
  const { training, validation, testAccuracy } = recording;
  const curves: RunCurves = {
    runId: 'example',
    startedAt: 0,
    settings: defaultSettings,
    training: pointsUntil(training, step),
    validation: pointsUntil(validation, step),
    testAccuracy,
  };
  return { curves, kernels: kernelsAt(recording, step) };
}

/** The first step with both curves: a chart gets both at once. */
export function firstStep({ validation }: Recording): number {
  return validation[0] ?? 0;
}

function pointsUntil(flat: readonly number[], until: number): MetricPoint[] {
  const points: MetricPoint[] = [];
  for (let at = 0; at < flat.length; at += 3) {
    const [step = 0, loss = 0, accuracy = 0] = flat.slice(at, at + 3);
    if (step <= until) points.push({ step, loss, accuracy });
  }
  return points;
}

const kept = new WeakMap<object, KernelMoment>();

/** Those that were recorded last, the same object each time. */
function kernelsAt({ kernels }: Recording, until: number): KernelMoment | null {
  const moment = kernels.findLast(({ step }) => step <= until);
  if (!moment) return null;
  const known = kept.get(moment);
  if (known) return known;
  const weights = new Float32Array(lenet5.parameterCount);
  for (const layer of ['C1', 'C3'] as const) {
    const { extent, bytes } = moment[layer];
    const values = Int8Array.from(atob(bytes), (letter) => letter.charCodeAt(0));
    const { offset } = tensorOf(lenet5, layer, 'kernel');
    values.forEach((value, at) => {
      weights[offset + at] = (value * extent) / 127;
    });
  }
  const made = { weights, gradient: null };
  kept.set(moment, made);
  return made;
}
