import type { LabelledDigits } from '../data/labelled-digits.ts';
import type { Engine } from '../engines/engine.ts';
import type { Network } from '../network/architecture.ts';
import { classCount } from '../network/labels.ts';
import { logitsOf } from '../network/logits.ts';
import { digitSize } from '../network/rasters.ts';
import { judge } from '../network/reference/criterion.ts';
import { topClass } from '../network/reference/reference.ts';

/** What a network says to some digits. */
interface Answers {
  /** n classes. */
  readonly answers: Uint8Array;
  /** n probabilities of those classes. */
  readonly confidences: Float32Array;
}

/** Images that go through the engine between two breaths of the worker. */
const chunk = 250;
/** Fewer where all activations come back: these are 2 MB. */
const judgedAtOnce = 50;

/**
 * Looks at networks without touching the engine that trains: an engine of its own, into which the
 * parameters of the moment are loaded.
 */
export class NetworkViewer {
  /** Looks are taken one after the other: each loads its own parameters. */
  private queue: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly engine: Engine,
    private readonly breathe: () => Promise<void>,
  ) {}

  /** All activations of one digit, A floats. */
  activations(parameters: Float32Array, digit: Uint8Array): Promise<Float32Array> {
    return this.inTurn(parameters, () => this.engine.forward(digit));
  }

  /**
   * @param onChunk told after every few hundred images how many are done
   * @throws the signal's reason when it is aborted
   */
  answers(
    parameters: Float32Array,
    digits: Uint8Array,
    { onChunk, signal }: { onChunk?: (done: number) => void; signal?: AbortSignal } = {},
  ): Promise<Answers> {
    return this.inTurn(parameters, async () => {
      const count = digits.length / digitSize;
      const answers = new Uint8Array(count);
      const confidences = new Float32Array(count);
      signal?.throwIfAborted();
      const answered = (own: Float32Array, i: number) => {
        const answer = topClass(own);
        answers[i] = answer;
        confidences[i] = own[answer] as number;
      };
      await eachAnswer(this.engine, digits, chunk, answered, async (done) => {
        onChunk?.(done);
        await this.breathe();
        signal?.throwIfAborted();
      });
      return { answers, confidences };
    });
  }

  /** Mean of the architecture's loss, in nats, and share right. */
  measure(
    parameters: Float32Array,
    { digits, labels }: LabelledDigits,
  ): Promise<{ readonly loss: number; readonly accuracy: number }> {
    const { architecture } = this.engine;
    if (architecture.loss.kind !== 'cross-entropy')
      return this.judged({ architecture, parameters }, digits, labels);
    return this.inTurn(parameters, async () => {
      let [loss, right] = [0, 0];
      const answered = (own: Float32Array, i: number) => {
        const label = labels[i] as number;
        // The smallest float32 that is no denormal: a probability may have underflown.
        loss -= Math.log(Math.max(own[label] as number, 1.2e-38));
        if (topClass(own) === label) right += 1;
      };
      await eachAnswer(this.engine, digits, chunk, answered, this.breathe);
      return { loss: loss / labels.length, accuracy: right / labels.length };
    });
  }

  /** A loss that the probabilities do not tell: from the logits. */
  private judged(network: Network, digits: Uint8Array, labels: Uint8Array) {
    const { architecture, parameters } = network;
    return this.inTurn(parameters, async () => {
      let [loss, right] = [0, 0];
      for (let from = 0; from < labels.length; from += judgedAtOnce) {
        const some = labels.subarray(from, from + judgedAtOnce);
        const part = digits.subarray(from * digitSize, (from + some.length) * digitSize);
        const activations = await this.engine.forward(part);
        some.forEach((label, i) => {
          const { activationCount } = architecture;
          const logits = logitsOf(
            network,
            activations.subarray(i * activationCount, (i + 1) * activationCount),
          );
          loss += judge(architecture.loss, logits, label).loss;
          if (topClass(logits) === label) right += 1;
        });
        await this.breathe();
      }
      return { loss: loss / labels.length, accuracy: right / labels.length };
    });
  }

  async dispose(): Promise<void> {
    await this.engine.dispose();
  }

  private inTurn<T>(parameters: Float32Array, look: () => Promise<T>): Promise<T> {
    const looked = this.queue.then(async () => {
      await this.engine.loadParameters(parameters);
      return look();
    });
    // The next look does not depend on this one; the failure goes to whoever asked.
    this.queue = looked.catch(() => undefined);
    return looked;
  }
}

/**
 * What a network says to digits, one after the other; some go through the engine at once.
 * @param answered told the probabilities of the classes for digit i
 * @param breathe lets the worker hear its messages once so many digits are done
 */
export async function eachAnswer(
  engine: Engine,
  digits: Uint8Array,
  atOnce: number,
  answered: (probabilities: Float32Array, i: number) => void,
  breathe: (done: number) => Promise<void>,
): Promise<void> {
  const count = digits.length / digitSize;
  for (let from = 0; from < count; from += atOnce) {
    const to = Math.min(count, from + atOnce);
    const probabilities = await engine.classify(digits.subarray(from * digitSize, to * digitSize));
    for (let i = from; i < to; i++) {
      answered(probabilities.subarray((i - from) * classCount, (i - from + 1) * classCount), i);
    }
    await breathe(to);
  }
}
