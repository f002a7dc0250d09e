import { setImmediate as eventLoop } from 'node:timers/promises';
import type { LabelledDigits } from '../data/labelled-digits.ts';
import type { Course } from '../engines/course.ts';
import type { Engine } from '../engines/engine.ts';
import { train, trainerOn, unsoundAt } from '../engines/trainer.ts';
import { randomFromSeed } from '../lib/random.ts';
import { temperatureOf, withTemperature } from '../measures/temperature.ts';
import { initialParameters } from '../network/initialise.ts';
import { lenet5 } from '../network/lenet-5.ts';
import { digitSize } from '../network/rasters.ts';
import { oneCycleRate } from '../run/schedule/one-cycle.ts';
import type { Epochs } from './epochs.ts';
import { energiesOf, evaluate, familiarOf, probabilitiesOf } from './evaluation.ts';

export interface TrainingSettings {
  readonly seed: number;
  readonly epochs: number;
  readonly batchSize: number;
  /** Highest learning rate of the one cycle. */
  readonly peakRate: number;
  /** Share of the run that warms up. */
  readonly warmUp: number;
  /** Decoupled (AdamW). */
  readonly weightDecay: number;
  /** Length of the moving average over the weights, in images. */
  readonly averageOver: number;
  /** Images of the training set that are kept for validation. */
  readonly validation: number;
}

interface Validation {
  /** Right, as a share, on the validation images as they are. */
  readonly plain: number;
  /** Right on the same images under distortions that were fixed before the run. */
  readonly distorted: number;
  /** Right on synthetic digits that no epoch has. */
  readonly synthetic: number;
}

/** What is measured on; none of it is trained on. */
interface ValidationDigits {
  readonly plain: LabelledDigits;
  readonly distorted: LabelledDigits;
  readonly synthetic: LabelledDigits;
  /** Images that are no digit. */
  readonly noDigits: LabelledDigits;
  /** Digits in all ways of writing, many: what the least energy is found on. */
  readonly usual: LabelledDigits;
}

export interface Progress {
  /** Epochs done. */
  readonly epoch: number;
  /** Mean over the epoch, of distorted images, in nats. */
  readonly loss: number;
  /** Undefined for epochs that were not validated. */
  readonly validation: Validation | undefined;
  readonly imagesPerSecond: number;
  readonly secondsLeft: number;
}

/** The network of one epoch. */
interface Candidate {
  readonly parameters: Float32Array;
  readonly epoch: number;
  readonly validation: Validation;
}

export interface Chosen extends Candidate {
  /** What the logits were divided by, so that the confidences on the validation images are right. */
  readonly temperature: number;
  /** Of what it knows as a digit: `network/energy.ts`. */
  readonly leastEnergy: number;
  /** Shares that are no digit to the page: of the validation images, and of those that are none. */
  readonly refused: { readonly digits: number; readonly noDigits: number };
}

interface TrainingRun {
  readonly settings: TrainingSettings;
  /** Trains; another evaluates the averaged weights beside it. */
  readonly engine: Engine;
  readonly evaluator: Engine;
  readonly epochs: Epochs;
  readonly validation: ValidationDigits;
  readonly signal: AbortSignal;
  report(progress: Progress): void;
}

/** Steps between two looks at the weights for their average. */
const averageEvery = 16;
/** Every fifth epoch is validated to show how the run goes; only the last ten, whose rate is low, can be chosen. */
const validateEvery = 5;
const lastEpochs = 10;

/**
 * Trains from fresh weights and gives the averaged weights of that of the last epochs with the best validation. A
 * thousand images tell epochs apart by chance alone, so an early one that was lucky is not chosen.
 * @throws the signal's reason when it was aborted, between two steps
 */
export async function trainModel(run: TrainingRun): Promise<Chosen> {
  const { settings, engine, epochs, signal } = run;
  await engine.loadParameters(initialParameters(lenet5, randomFromSeed(settings.seed)));
  const average = startAverage(settings);
  const started = performance.now();
  let best: Candidate | undefined;
  let step = 0;

  for (let epoch = 1; epoch <= settings.epochs; epoch++) {
    const { digits, labels } = await epochs.epoch(epoch);
    const steps = Math.floor(labels.length / settings.batchSize);
    let loss = 0;
    const all = steps * settings.epochs;
    let taken = 0;
    const course: Course = {
      async next() {
        const from = taken * settings.batchSize;
        const to = from + settings.batchSize;
        const batch = {
          digits: digits.subarray(from * digitSize, to * digitSize),
          labels: labels.subarray(from, to),
        };
        return { batch, rule: ruleAt(step, all, settings) };
      },
    };
    await train(
      trainerOn(engine, course),
      () => steps - taken,
      signal,
      async (results) => {
        for (const result of results) loss += result.loss / steps;
        taken += results.length;
        step += results.length;
        if (step % averageEvery !== 0) return;
        average.add(await engine.readParameters());
        // An engine in this thread never lets go of it, and Ctrl-C would not be heard.
        await eventLoop();
      },
    ).catch(unsoundAt(() => `epoch ${epoch}`));
    signal.throwIfAborted();

    let validation: Validation | undefined;
    const isLate = epoch > settings.epochs - lastEpochs;
    if (isLate || epoch % validateEvery === 0) {
      const parameters = average.parameters();
      validation = await validate(run, parameters);
      if (isLate && (!best || score(validation) >= score(best.validation)))
        best = { parameters, epoch, validation };
    }
    const seconds = (performance.now() - started) / 1000;
    run.report({
      epoch,
      loss,
      validation,
      imagesPerSecond: (step * settings.batchSize) / seconds,
      secondsLeft: (seconds / epoch) * (settings.epochs - epoch),
    });
  }
  if (!best) throw new Error(`train: expected at least one epoch, got ${settings.epochs}`);
  return { ...best, ...(await calibrate(run, best.parameters)) };
}

/**
 * Divides the logits by the temperature with which the confidences on the validation images are right
 * (Guo, Pleiss, Sun, Weinberger: "On Calibration of Modern Neural Networks", ICML 2017), by dividing what
 * makes them: the network stays one softmax, and no answer changes.
 */
async function calibrate({ evaluator, validation }: TrainingRun, uncalibrated: Float32Array) {
  await evaluator.loadParameters(uncalibrated);
  const { plain, noDigits, usual } = validation;
  const temperature = temperatureOf(await probabilitiesOf(evaluator, plain.digits), plain.labels);
  const network = {
    architecture: lenet5,
    parameters: withTemperature({ architecture: lenet5, parameters: uncalibrated }, temperature),
  };
  const { parameters } = network;
  await evaluator.loadParameters(parameters);
  const leastEnergy = leastEnergyAmong(await energiesOf(evaluator, network, usual.digits));
  const refusedOf = async ({ digits, labels }: LabelledDigits) => {
    const familiar = await familiarOf(evaluator, { ...network, leastEnergy }, digits);
    return familiar.filter((known) => !known).length / labels.length;
  };
  return {
    parameters,
    temperature,
    leastEnergy,
    refused: { digits: await refusedOf(plain), noDigits: await refusedOf(noDigits) },
  };
}

/** That of which a digit in 1,000 falls short: what people write does more often, but not 1 in 200. */
function leastEnergyAmong(energies: Float64Array): number {
  const least = energies.toSorted()[Math.floor(energies.length / 1_000)] ?? Number.NEGATIVE_INFINITY;
  // Three decimals decide as much, and are to be read.
  return Math.floor(1000 * least) / 1000;
}

function ruleAt(step: number, steps: number, { peakRate, warmUp, weightDecay }: TrainingSettings) {
  const learningRate = oneCycleRate(step, steps, peakRate, warmUp);
  return { kind: 'adamw', learningRate, beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay } as const;
}

/**
 * The digits of MNIST, and how people write who are not in it, count alike. Distorted ones are only
 * reported: they get worse while the distortions of training grow weaker, and nobody writes them.
 */
function score({ plain, synthetic }: Validation): number {
  return plain + synthetic;
}

async function validate(run: TrainingRun, parameters: Float32Array): Promise<Validation> {
  await run.evaluator.loadParameters(parameters);
  const share = async (digits: LabelledDigits) => {
    const { right, total } = await evaluate(run.evaluator, digits);
    return right / total;
  };
  const { plain, distorted, synthetic } = run.validation;
  return {
    plain: await share(plain),
    distorted: await share(distorted),
    synthetic: await share(synthetic),
  };
}

/**
 * Exponential moving average of the weights (Polyak and Juditsky 1992), short at first so that the
 * random weights of the beginning are forgotten.
 */
function startAverage({ averageOver, batchSize }: TrainingSettings) {
  const length = averageOver / (batchSize * averageEvery);
  let mean = new Float64Array();
  let count = 0;
  return {
    add(parameters: Float32Array) {
      if (mean.length === 0) mean = Float64Array.from(parameters);
      count += 1;
      const share = 1 / Math.min(length, 1 + count / 10);
      for (let i = 0; i < mean.length; i++) {
        const value = mean[i] as number;
        mean[i] = value + share * ((parameters[i] as number) - value);
      }
    },
    parameters: () => Float32Array.from(mean),
  };
}
