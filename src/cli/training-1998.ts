import { setImmediate as eventLoop } from 'node:timers/promises';
import type { ImageStore } from '../data/image-store.ts';
import type { LabelledDigits } from '../data/labelled-digits.ts';
import { permutedEpoch } from '../data/order/epoch-order.ts';
import type { Course, Place, ResidentCourse, StepResult } from '../engines/course.ts';
import type { Engine } from '../engines/engine.ts';
import { train, trainerOn, unsoundAt } from '../engines/trainer.ts';
import { type Random, randomFromSeed } from '../lib/random.ts';
import { initialParameters } from '../network/initialise.ts';
import { digitSize } from '../network/rasters.ts';
import { ruleOfPass, training1998 } from '../network/training-1998.ts';
import { selectDigits } from '../run/run-data.ts';

/** One pass over the training images. */
export interface Pass {
  /** From 1. */
  readonly pass: number;
  readonly learningRate: number;
  /** Mean of what each image cost before the network learned from it, in nats. */
  readonly loss: number;
  /** Share of images that were read wrongly before the network learned from them. */
  readonly error: number;
  /** Least and most of learning rate / (damping + curvature), over all parameters. */
  readonly rates: { readonly least: number; readonly most: number };
  readonly imagesPerSecond: number;
}

interface Training1998 {
  /** Computes an architecture, measures its curvature, and has the rule. It ends with the trained parameters. */
  readonly engine: Engine;
  readonly training: LabelledDigits;
  readonly seed: number;
  readonly passes: number;
  readonly signal: AbortSignal;
  /** Told of each pass; the engine stands after it. */
  readonly report: (pass: Pass) => Promise<void> | void;
}

/**
 * Trains as in LeCun et al. 1998, section III.B (network/training-1998.ts): before each pass the curvature, then every
 * image once, in a new order, with an update of its own. The paper does not say in which order; which 500 images the
 * curvature is measured on is chance here as well.
 * @throws EngineError, the signal's reason, or Error naming the place where the loss is no number
 */
export async function trainAsIn1998(run: Training1998): Promise<void> {
  const { engine, training, seed, passes, signal, report } = run;
  const random = randomFromSeed(seed);
  await engine.loadParameters(initialParameters(engine.architecture, random));
  const store = storeOf(training);
  let step = 0;
  for (let pass = 1; pass <= passes; pass++) {
    const rule = ruleOfPass(pass);
    const second = await curvatureOf(engine, training, random);
    await engine.loadOptimiser({ step, first: new Float32Array(second.length), second });
    const course = new PassCourse(training, store, pass, random);
    const count = training.labels.length;
    let [done, lossSum, correct] = [0, 0, 0];
    const began = performance.now();
    await train(
      trainerOn(engine, course),
      () => count - done,
      signal,
      async (results) => {
        course.taken(results);
        done += results.length;
        for (const one of results) {
          lossSum += one.loss;
          correct += one.correct;
        }
        // Ctrl-C is heard between advances.
        await eventLoop();
      },
    ).catch(unsoundAt(() => `pass ${pass}, image ${done + 1}`));
    signal.throwIfAborted();
    step += count;
    const { learningRate } = rule;
    await report({
      pass,
      learningRate,
      loss: lossSum / count,
      error: 1 - correct / count,
      rates: ratesOf(second, learningRate),
      imagesPerSecond: (1000 * count) / (performance.now() - began),
    });
  }
}

async function curvatureOf(engine: Engine, training: LabelledDigits, random: Random): Promise<Float32Array> {
  if (!engine.curvature)
    throw new Error(`expected an engine that measures the curvature, got ${engine.kind}`);
  const { places } = permutedEpoch(random, training.labels.length);
  return engine.curvature(selectDigits(training, places.subarray(0, training1998.curvatureImages)));
}

function ratesOf(curvature: Float32Array, learningRate: number): Pass['rates'] {
  const rateOf = (h: number) => learningRate / (training1998.damping + h);
  let [flattest, steepest] = [Number.POSITIVE_INFINITY, 0];
  for (const h of curvature) {
    flattest = Math.min(flattest, h);
    steepest = Math.max(steepest, h);
  }
  return { least: rateOf(steepest), most: rateOf(flattest) };
}

function storeOf(training: LabelledDigits): ImageStore {
  const all = [{ at: 0, ...training }];
  return {
    room: training.labels.length,
    since: (revision) => ({ revision: 1, parts: revision < 1 ? all : [] }),
  };
}

/** The images of one pass, each a batch of its own. */
class PassCourse implements Course {
  private offset = 0;
  private readonly places: Uint32Array;

  constructor(
    private readonly training: LabelledDigits,
    private readonly store: ImageStore,
    private readonly pass: number,
    random: Random,
  ) {
    this.places = permutedEpoch(random, training.labels.length).places;
  }

  taken(steps: readonly StepResult[]): void {
    this.offset += steps.length;
  }

  async next() {
    return { batch: this.batchAt(this.offset), rule: ruleOfPass(this.pass) };
  }

  async resident(): Promise<ResidentCourse> {
    const { store, places, pass } = this;
    const rule = ruleOfPass(pass);
    return {
      store,
      seed: 0,
      distortion: null,
      batchSize: 1,
      from: { epoch: pass, offset: this.offset },
      places: () => places,
      ready: async (_from, _least, most) => most,
      ruleAt: () => rule,
      batchAt: async ({ offset }: Place) => this.batchAt(offset),
    };
  }

  private batchAt(offset: number): LabelledDigits {
    const { digits, labels } = this.training;
    const place = this.places[offset] as number;
    return {
      digits: digits.subarray(place * digitSize, (place + 1) * digitSize),
      labels: labels.subarray(place, place + 1),
    };
  }
}
