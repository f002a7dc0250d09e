import { writeSynthetic } from '../../data/sources/write-synthetic.ts';
import type { Engine } from '../../engines/engine.ts';
import { randomFromSeed } from '../../lib/random.ts';
import { initialParameters } from '../../network/initialise.ts';
import { classCount } from '../../network/labels.ts';
import { digitSize } from '../../network/rasters.ts';
import { countRight } from '../learning/classifying.ts';

/** Where a small run stands. */
export interface SmallRunState {
  readonly step: number;
  readonly seconds: number;
  /** Mean loss of the steps since the last report, in nats. */
  readonly loss: number;
  /** Share of the held-out digits that are read right. */
  readonly accuracy: number;
  /** P floats. */
  readonly parameters: Float32Array;
  /** What the network of now says to the reader's digit: ten shares; null where there is none. */
  readonly shares: Float32Array | null;
}

const batchSize = 64;
const heldOut = 300;
const reportMs = 250;
const rule = {
  kind: 'adam',
  learningRate: 0.002,
  beta1: 0.9,
  beta2: 0.999,
  epsilon: 1e-8,
  weightDecay: 0,
} as const;

/**
 * A real run, small enough to be watched from its first step to its last: synthetic handwriting, written anew for
 * every step, so that no digit is seen twice and what is measured on those held out is no memory.
 * @param digit of the reader, 784 bytes @param seed of weights and digits @param ms how long it may take
 * @param report told the state now and then, and at the end
 * @throws the signal's reason
 */
export async function smallRun(
  engine: Engine,
  { digit, seed, ms }: { readonly digit: Uint8Array | null; readonly seed: number; readonly ms: number },
  report: (state: SmallRunState) => void,
  breathe: () => Promise<void>,
  signal: AbortSignal,
): Promise<void> {
  const random = randomFromSeed(seed);
  const write = (count: number) => {
    const made = { digits: new Uint8Array(count * digitSize), labels: new Uint8Array(count) };
    for (let at = 0; at < count; at++) writeSynthetic(random, made, at);
    return made;
  };
  const test = write(heldOut);
  await engine.loadParameters(initialParameters(engine.architecture, random));
  const started = performance.now();
  let reported = -reportMs;
  let [step, lossSum, steps] = [0, 0, 0];
  const tell = async (now: number) => {
    const { right, total } = await countRight(engine, test, 0, breathe);
    const shares = digit && (await engine.classify(digit)).slice(0, classCount);
    report({
      step,
      seconds: (now - started) / 1000,
      loss: steps > 0 ? lossSum / steps : Math.log(classCount),
      accuracy: right / total,
      parameters: await engine.readParameters(),
      shares,
    });
    [lossSum, steps, reported] = [0, 0, now];
  };
  for (let now = started; now - started < ms; now = performance.now()) {
    if (now - reported >= reportMs) await tell(now);
    const { loss } = await engine.trainStep(write(batchSize), rule);
    [step, lossSum, steps] = [step + 1, lossSum + loss, steps + 1];
    await breathe();
    signal.throwIfAborted();
  }
  await tell(performance.now());
}
