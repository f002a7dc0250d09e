import { expose } from 'comlink';
import { answerOf } from '../../src/digits/answer.ts';
import type { Drawing } from '../../src/digits/drawing/drawing.ts';
import { normalise } from '../../src/digits/raster/normalise.ts';
import type { Engine } from '../../src/engines/engine.ts';
import { openEngine } from '../../src/engines/open.ts';
import type { Batches } from '../../src/explain/batches.ts';
import { smallestChange } from '../../src/explain/smallest-change.ts';
import { activationOf } from '../../src/network/architecture.ts';
import { isFamiliar } from '../../src/network/energy.ts';
import { lenet5 } from '../../src/network/lenet-5.ts';
import { type MapTimes, mapTimes } from './map-times.ts';

/** What a suggestion is asked for: any other digit, or the second likeliest. */
export type Question = 'any' | 'runner-up';

export interface Suggestion {
  /** Null where no change was found. */
  readonly change: { readonly kind: string; readonly length: number } | null;
  readonly ms: number;
}

export interface ExploreWorker {
  /** Opens the engine with the parameters of LeNet-5. @returns its device in words */
  open(parameters: readonly number[], leastEnergy: number | null): Promise<string>;
  /** Times of the map of digits. */
  digitMap(): Promise<MapTimes>;
  /** Null where the drawing is read as no digit. */
  suggest(drawing: Drawing, question: Question): Promise<Suggestion | null>;
}

let batches: Batches | undefined;

function opened(): Batches {
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
    batches = { network, ...asked(engine) };
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
};

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
