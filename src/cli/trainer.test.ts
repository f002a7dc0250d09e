import { expect, test } from 'vitest';
import { noDistortion } from '../data/distortion/distortion.ts';
import type { LabelledDigits } from '../data/labelled-digits.ts';
import { styles } from '../digits/synthesis/styles.ts';
import { randomFromSeed } from '../lib/random.ts';
import { digitSize } from '../network/rasters.ts';
import { openWasm } from './engine.ts';
import { startEpochs } from './epochs.ts';
import { type Progress, type TrainingSettings, trainModel } from './trainer.ts';
import { createEpochMaker, syntheticNoDigits } from './training-data.ts';

const settings: TrainingSettings = {
  seed: 3,
  epochs: 5,
  batchSize: 16,
  peakRate: 2e-3,
  warmUp: 0.2,
  weightDecay: 0.01,
  averageOver: 640,
  validation: 100,
};

const recipe = {
  distortion: { ...noDistortion, rotationDeg: 10, elasticPx: 0.5 },
  repeats: 1,
  settling: { fromEpoch: 3, toEpoch: 5, share: 0.5 },
  variants: { slashedZeros: 0, upstrokeOnes: 0 },
  synthetic: { digits: 0, styles, distortion: noDistortion },
  pens: { digits: 0, strokes: [] },
  noDigits: 80,
};

/** Bars of ten heights among specks: easy, but not without training. */
function bars(count: number, seed: number): LabelledDigits {
  const random = randomFromSeed(seed);
  const labels = Uint8Array.from({ length: count }, () => random.integer(0, 9));
  const digits = Uint8Array.from({ length: count * digitSize }, (_, i) => {
    const row = Math.floor((i % digitSize) / 28);
    const inBar = Math.abs(row - 2 * (labels[Math.floor(i / digitSize)] as number) - 4) < 1;
    return inBar ? 255 : random.integer(0, 60);
  });
  return { digits, labels };
}

const training = bars(800, 1);
const validation = bars(100, 2);
const scribbles = syntheticNoDigits(50, 3, styles);

async function train(signal = new AbortController().signal, report: (progress: Progress) => void = () => {}) {
  const [engine, evaluator] = await Promise.all([openWasm(), openWasm()]);
  const makeEpoch = createEpochMaker(training, recipe, settings.seed);
  const epochs = {
    epoch: async (epoch: number) => makeEpoch(epoch),
    close: async () => {},
  };
  const sets = {
    plain: validation,
    distorted: validation,
    synthetic: validation,
    noDigits: scribbles,
    usual: validation,
  };
  try {
    return await trainModel({ settings, engine, evaluator, epochs, validation: sets, signal, report });
  } finally {
    await Promise.all([engine.dispose(), evaluator.dispose()]);
  }
}

test('learns ten bars: at least 95 of 100 are right, and every epoch is reported', async () => {
  const reported: Progress[] = [];
  const chosen = await train(undefined, (progress) => reported.push(progress));
  expect(chosen.validation.plain).toBeGreaterThanOrEqual(0.95);
  expect(reported.map(({ epoch }) => epoch)).toEqual([1, 2, 3, 4, 5]);
  expect(reported[4]?.loss).toBeLessThan((reported[0]?.loss ?? 0) / 2);
});

test('two runs with one seed give the same bits', async () => {
  const [first, second] = [await train(), await train()];
  expect(Buffer.from(first.parameters.buffer).equals(Buffer.from(second.parameters.buffer))).toBe(true);
});

test('an abort stops between two steps, with its reason', async () => {
  const stop = new AbortController();
  const reported: number[] = [];
  const run = train(stop.signal, ({ epoch }) => {
    reported.push(epoch);
    if (epoch === 2) stop.abort(new Error('enough'));
  });
  await expect(run).rejects.toThrow('enough');
  expect(reported).toEqual([1, 2]);
});

test('a signal from outside is heard within an epoch', async () => {
  const stop = new AbortController();
  const reported: number[] = [];
  setTimeout(() => stop.abort(new Error('from outside')), 1);
  await expect(train(stop.signal, ({ epoch }) => reported.push(epoch))).rejects.toThrow('from outside');
  expect(reported).toEqual([]);
});

test('a thread makes the same epochs, whether asked for in order or not', async () => {
  const { seed } = settings;
  const makeEpoch = createEpochMaker(training, recipe, seed);
  const epochs = startEpochs({ training, recipe, seed });
  for (const epoch of [1, 2, 7]) {
    const { digits, labels } = await epochs.epoch(epoch);
    const expected = makeEpoch(epoch);
    expect(Buffer.from(digits).equals(expected.digits)).toBe(true);
    expect(labels).toEqual(expected.labels);
  }
  await epochs.close();
});
