import type { DigitSource } from '../../data/sources/digit-source.ts';
import type { Engine } from '../../engines/engine.ts';
import { classMeans, looksFor } from '../../explain/looks-for.ts';
import { type OptimisedPicture, optimisedPicture } from '../../explain/optimised-picture.ts';
import { ResponseCollector, type Responses } from '../../explain/responses.ts';
import { t } from '../../language/language.ts';
import { architectureOfParameters } from '../../network/architecture-names.ts';
import { digitSize } from '../../network/rasters.ts';
import { countRight } from '../learning/classifying.ts';
import { HeldDigits, type Report, type TestDigits } from './held-digits.ts';
import type { LookingWorker } from './looking-contract.ts';
import { Newest } from './newest.ts';

export interface LookingParts {
  /** Serves one caller after the other with the engine, the caller's network of P floats loaded. */
  readonly inTurn: <Answer>(
    parameters: Float32Array,
    ask: (engine: Engine) => Promise<Answer>,
  ) => Promise<Answer>;
  /** Lets the worker hear its messages. */
  readonly breathe: () => Promise<void>;
  /** MNIST's test part as far as this browser has it. */
  readonly mnist: () => DigitSource;
  /** Digits that are looked at: fewer in tests. */
  readonly count?: number;
}

/** Digits that go through the engine between two breaths: their activations take 2 MB. */
const chunk = 50;

/** @returns the calls, which share digits and the responses of one network */
export function createLooking(parts: LookingParts, digits = new HeldDigits(parts)): LookingWorker {
  const { inTurn, breathe } = parts;
  const responses = new HeldResponses(parts);
  const newest = { looks: new Newest(), means: new Newest(), accuracy: new Newest(), picture: new Newest() };
  return {
    looksFor: (parameters, target, report) =>
      newest.looks.only(async (signal) => {
        const test = await digits.newest(report);
        signal.throwIfAborted();
        const made = await responses.of(parameters, test, report);
        signal.throwIfAborted();
        const right = made.answers.reduce((sum, answer, at) => sum + (answer === test.labels[at] ? 1 : 0), 0);
        return {
          ...looksFor(made, test, target),
          measured: { right, total: test.labels.length, of: test.name },
        };
      }),
    classMeans: (parameters, layer) =>
      newest.means.only(async (signal) => {
        const test = await digits.get();
        signal.throwIfAborted();
        return classMeans(await responses.of(parameters, test, () => undefined), test.labels, layer);
      }),
    accuracy: (parameters) =>
      newest.accuracy.only(async (signal) => {
        const test = await digits.get();
        signal.throwIfAborted();
        const right = await inTurn(parameters, async (engine) => {
          signal.throwIfAborted();
          return countRight(engine, test, 0, async () => {
            await breathe();
            signal.throwIfAborted();
          });
        });
        return { ...right, of: test.name };
      }),
    optimisedPicture: (parameters, target, seed, report) =>
      newest.picture.only(async (signal) => {
        let last: OptimisedPicture | null = null;
        const network = { architecture: architectureOfParameters(parameters), parameters };
        for (const picture of optimisedPicture(network, target, seed)) {
          last = picture;
          report(picture);
          await breathe();
          signal.throwIfAborted();
        }
        return last;
      }),
    stopPicture: async () => newest.picture.end(),
  };
}

/** What one network makes of the digits: that of the network that was asked for last. */
class HeldResponses {
  private held: {
    readonly parameters: Float32Array;
    readonly test: TestDigits;
    readonly made: Promise<Responses>;
  } | null = null;
  private report: Report = () => undefined;

  constructor(private readonly parts: LookingParts) {}

  /** @throws Error when another network has been asked for meanwhile, or the engine fails */
  of(parameters: Float32Array, test: TestDigits, report: Report): Promise<Responses> {
    this.report = report;
    const { held } = this;
    if (held?.test === test && sameValues(held.parameters, parameters)) return held.made;
    const stillWanted = () => {
      if (this.held !== own) throw new Error(t`another network is looked at`);
    };
    const own = {
      parameters,
      test,
      made: Promise.resolve().then(() => this.make(parameters, test, stillWanted)),
    };
    this.held = own;
    own.made.catch(() => {
      if (this.held === own) this.held = null;
    });
    return own.made;
  }

  private make(parameters: Float32Array, test: TestDigits, stillWanted: () => void): Promise<Responses> {
    const { inTurn, breathe } = this.parts;
    return inTurn(parameters, async (engine) => {
      const count = test.labels.length;
      const collector = new ResponseCollector(engine.architecture, count);
      for (let from = 0; from < count; from += chunk) {
        stillWanted();
        const to = Math.min(count, from + chunk);
        collector.take(await engine.forward(test.digits.subarray(from * digitSize, to * digitSize)));
        this.report(to / count);
        await breathe();
      }
      return collector.finished();
    });
  }
}

function sameValues(one: Float32Array, other: Float32Array): boolean {
  return one.length === other.length && one.every((value, at) => value === other[at]);
}
