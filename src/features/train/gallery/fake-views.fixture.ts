import type { DataStatus, PartStatus } from '../../../data/sources/digit-source.ts';
import { normalise } from '../../../digits/raster/normalise.ts';
import { samples } from '../../../digits/samples.ts';
import { digitClasses } from '../../../network/labels.ts';
import { lenet5 } from '../../../network/lenet-5.ts';
import { digit28, digitSize, padToInput32 } from '../../../network/rasters.ts';
import { referenceForward } from '../../../network/reference/reference.ts';
import type { MetricPoint, RunCurves, TestResult, TestStrip } from '../../../run/contract.ts';
import { defaultSettings } from '../../../run/settings/run-settings.ts';

/** What a run might look like at some step, made up without training anything. */

export const stepsOfRun = 8440;
export const startedAt = new Date().setHours(14, 2, 0, 0);

export const digits: readonly Uint8Array[] = samples.map(
  ({ drawing }) => normalise(drawing)?.digit ?? new Uint8Array(digitSize),
);
export const labels = Uint8Array.from(samples, ({ digit }) => digit);

/** Between a random network and a trained one. */
export function parametersAt(step: number, from: Float32Array, to: Float32Array): Float32Array {
  const share = 1 - Math.exp((-6 * step) / stepsOfRun);
  return to.map((value, at) => (from[at] as number) + share * (value - (from[at] as number)));
}

export function activationsOf(parameters: Float32Array, digit: Uint8Array): Float32Array {
  return Float32Array.from(referenceForward(lenet5, parameters, padToInput32(digit28(digit))));
}

export function pointAt(step: number, offset = 0): MetricPoint {
  const loss = 2.3 * Math.exp(-step / 120) + 0.09 / (1 + step / 900) + 0.012 * (1 + Math.sin(step / 37));
  return { step, loss: loss + offset, accuracy: Math.max(0.1, 1 - 0.31 * (loss + offset)) };
}

export function curvesUntil(step: number, runId: string, offset = 0): RunCurves {
  const points = (every: number) =>
    Array.from({ length: Math.floor(step / every) + 1 }, (_, at) => pointAt(at * every, offset));
  return {
    runId,
    startedAt: startedAt - (offset > 0 ? 3_600_000 : 0),
    settings: { ...defaultSettings, seed: offset > 0 ? 2 : 1 },
    training: points(20),
    validation: points(400).map((point) => ({ ...point, loss: point.loss * 0.9 })),
    testAccuracy: offset > 0 ? 0.9871 : null,
  };
}

export function dataAt(share: number, troubled: boolean): DataStatus {
  const part = (images: number, totalBytes: number): PartStatus => ({
    state: troubled ? 'failed' : share >= 1 ? 'complete' : share > 0 ? 'loading' : 'waiting',
    from: share > 0 ? 'this site' : null,
    bytes: Math.round(totalBytes * share),
    totalBytes: share > 0 ? totalBytes : null,
    images: Math.round(images * share),
    totalImages: share > 0 ? images : null,
  });
  return {
    name: 'MNIST',
    parts: { train: part(60_000, 9_912_422), test: part(10_000, 1_648_877) },
    problems: troubled
      ? [
          'this site: expected train-images-idx3-ubyte.gz, got 404 Not Found; asking the next source.',
          'storage.example.org: the connection was cut after 3.1 MB of 9.9 MB, three times. No source is left: check the network and try again, or use files of your own.',
        ]
      : [],
    cachedBytes: share >= 1 ? 11_561_299 : null,
  };
}

export function stripAt(step: number): TestStrip {
  return {
    runId: 'now',
    step,
    wrong: 4,
    looked: digits.length,
    digits: digits.map((digit, index) => ({
      index,
      label: labels[index] as number,
      answer: index < 4 ? ((labels[index] as number) + 3) % 10 : (labels[index] as number),
      confidence: 0.5 + 0.5 * Math.abs(Math.cos(index)),
      digit,
    })),
  };
}

export function resultAt(step: number): TestResult {
  const total = 10_000;
  const truth = Uint8Array.from({ length: total }, (_, at) => at % 10);
  const answers = truth.map((label, at) => (at % 97 === 0 ? (label + 1 + (at % 7)) % 10 : label));
  const counts = digitClasses.map(() => new Array<number>(digitClasses.length).fill(0));
  for (let at = 0; at < total; at++) {
    const row = counts[truth[at] as number] as number[];
    row[answers[at] as number] = (row[answers[at] as number] ?? 0) + 1;
  }
  const right = answers.filter((answer, at) => answer === truth[at]).length;
  const confidences = Float32Array.from(answers, (answer, at) =>
    answer === truth[at] ? 1 - ((at * at) % 97) / 400 : 0.4 + (at % 50) / 100,
  );
  return { runId: 'now', step, dataName: 'MNIST', total, right, counts, answers, confidences, labels: truth };
}
