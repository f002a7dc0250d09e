import { expose } from 'comlink';
import { answerOf } from '../../src/digits/answer-rules.ts';
import type { Drawing } from '../../src/digits/drawing/drawing.ts';
import { normalise } from '../../src/digits/raster/normalise.ts';
import type { Engine } from '../../src/engines/engine.ts';
import { openEngine } from '../../src/engines/open.ts';
import type { Batches } from '../../src/explain/batches.ts';
import { integrateGradients } from '../../src/explain/integrated-gradients.ts';
import { occlude } from '../../src/explain/occlusion.ts';
import type { Pair } from '../../src/explain/pair.ts';
import { smallestChange } from '../../src/explain/smallest-change.ts';
import { operated } from '../../src/explain/surgery.ts';
import { middleUnit } from '../../src/explain/target.ts';
import { largest } from '../../src/lib/lists.ts';
import { randomFromSeed } from '../../src/lib/random.ts';
import { activationOf } from '../../src/network/architecture.ts';
import { arithmeticOf } from '../../src/network/arithmetic.ts';
import { isFamiliar } from '../../src/network/energy.ts';
import { lenet5 } from '../../src/network/lenet-5.ts';
import { digitSize } from '../../src/network/rasters.ts';
import { type MapTimes, mapTimes } from './map-times.ts';

/** What a suggestion is asked for: any other digit, or the second likeliest. */
export type Question = 'any' | 'runner-up';

export interface Suggestion {
  /** Null where no change was found. */
  readonly change: { readonly kind: string; readonly length: number } | null;
  readonly ms: number;
}

/** Milliseconds of one question each, and how well its answer adds up. */
export interface InstrumentTimes {
  /** The unit of a random place in each layer, all of them together. */
  readonly arithmetic: number;
  readonly inkReasons: number;
  /** Integrated gradients: what is left over, as a share. */
  readonly residue: number;
  /** A map switched off. */
  readonly surgery: number;
  /** The changed network on 1,000 digits. */
  readonly accuracy: number;
}

export interface ExploreWorker {
  /** Opens the engine with the parameters of LeNet-5. @returns its device in words */
  open(parameters: readonly number[], leastEnergy: number | null): Promise<string>;
  /** Times of the map of digits. */
  digitMap(): Promise<MapTimes>;
  /** Null where the drawing is read as no digit. */
  suggest(drawing: Drawing, question: Question): Promise<Suggestion | null>;
  /** Null for a blank drawing. */
  instruments(drawing: Drawing): Promise<InstrumentTimes | null>;
}

let batches: (Batches & { readonly engine: Engine }) | undefined;

function opened() {
  if (!batches) throw new Error('bench: expected open() first');
  return batches;
}

const served: ExploreWorker = {
  async open(parameters, leastEnergy) {
    const answer = await openEngine('wasm');
    if (!answer.ok) throw new Error(answer.reason);
    const { engine } = answer;
    const network = { architecture: lenet5, parameters: Float32Array.from(parameters), leastEnergy };
    await engine.loadParameters(network.parameters);
    batches = { engine, network, ...asked(engine) };
    return engine.device;
  },

  digitMap: () => mapTimes(opened()),

  async suggest(drawing, question) {
    const normalisation = normalise(drawing);
    if (!normalisation) return null;
    const { network, forward } = opened();
    const activations = await forward(normalisation.digit);
    const probabilities = activationOf(lenet5, activations, 'Output');
    const answer = answerOf(probabilities, normalisation, isFamiliar(network, activations));
    if (answer.kind === 'none') return null;
    const to = question === 'any' ? null : runnerUp(answer.probabilities);
    const started = performance.now();
    const change = await smallestChange(opened(), { drawing, from: answer.digit, to });
    const ms = performance.now() - started;
    return { change: change && { kind: change.kind, length: change.length }, ms };
  },

  async instruments(drawing) {
    const normalisation = normalise(drawing);
    if (!normalisation) return null;
    const { engine, network, classify, forward } = opened();
    const activations = await forward(normalisation.digit);
    const pair = pairOf(activationOf(lenet5, activations, 'Output'));
    const [, arithmetic] = await timed(async () => {
      for (const { name } of lenet5.layers.slice(1))
        arithmeticOf(network, activations, middleUnit(lenet5, { layer: name, map: 3 }));
    });
    const [residue, inkReasons] = await timed(async () => {
      await occlude(opened(), normalisation.digit, pair);
      return (await integrateGradients(opened(), normalisation.digit, pair)).residue;
    });
    const [changed, surgery] = await timed(async () =>
      operated(network, [{ layer: 'C3', map: 4, kind: 'off' }]),
    );
    const [, accuracy] = await timed(async () => {
      await engine.loadParameters(changed);
      await classify(thousandDigits);
    });
    await engine.loadParameters(network.parameters);
    return { arithmetic, inkReasons, residue, surgery, accuracy };
  },
};

/** As long as it takes for handwriting and for noise. */
const random = randomFromSeed(5);
const thousandDigits = Uint8Array.from({ length: 1_000 * digitSize }, () => random.integer(0, 255));

async function timed<Answer>(ask: () => Promise<Answer>): Promise<readonly [Answer, number]> {
  const started = performance.now();
  return [await ask(), performance.now() - started];
}

function pairOf(probabilities: Float32Array): Pair {
  const digit = probabilities.indexOf(largest(probabilities));
  return { digit, rival: runnerUp([...probabilities]) };
}

function asked(engine: Engine): Omit<Batches, 'network'> {
  return {
    classify: (digits) => engine.classify(digits),
    forward: (digits) => engine.forward(digits),
    inputGradient: (inputs, cotangents) => engine.inputGradient(inputs, cotangents),
  };
}

function runnerUp(probabilities: readonly number[]): number {
  const order = [...probabilities.keys()];
  return order.sort((a, b) => (probabilities[b] as number) - (probabilities[a] as number))[1] as number;
}

expose(served);
