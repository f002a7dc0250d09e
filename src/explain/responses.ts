import { expectThat } from '../lib/expect.ts';
import {
  type Architecture,
  activationOf,
  activationOffset,
  layerNamed,
  outputOf,
} from '../network/architecture.ts';
import { topClass } from '../network/reference/reference.ts';
import { type Target, targetsOf } from './target.ts';

/**
 * What a network makes of n digits, as far as its targets need it: 3 MB for 1,000 digits, where all activations
 * would take 36. T targets (258 of LeNet-5), in the order of {@link targetsOf}.
 */
export interface Responses {
  readonly architecture: Architecture;
  readonly count: number;
  readonly targets: readonly Target[];
  /** T * n, target after target: the unit's value for a digit, or the highest value in the map. */
  readonly values: Float32Array;
  /** T * n: where in the map that value is, row * width + column; 0 for units. */
  readonly places: Uint16Array;
  /** T * n: the mean over all places of a map; for units, their value. */
  readonly averages: Float32Array;
  /** n classes with the highest probability. */
  readonly answers: Uint8Array;
}

/** Takes in activations as an engine gives them, some digits at a time, and keeps none of them. */
export class ResponseCollector {
  private readonly responses: Responses;
  private taken = 0;

  /** @param count digits that will be taken, n */
  constructor(architecture: Architecture, count: number) {
    const targets = targetsOf(architecture);
    this.responses = {
      architecture,
      count,
      targets,
      values: new Float32Array(targets.length * count),
      places: new Uint16Array(targets.length * count),
      averages: new Float32Array(targets.length * count),
      answers: new Uint8Array(count),
    };
  }

  /** @param activations of the next digits, A floats each */
  take(activations: Float32Array): void {
    const { architecture } = this.responses;
    for (let from = 0; from < activations.length; from += architecture.activationCount)
      this.takeOne(activations.subarray(from, from + architecture.activationCount));
  }

  /** @throws ExpectationError before all digits have been taken */
  finished(): Responses {
    expectThat(this.taken === this.responses.count, 'finished', `${this.responses.count} digits`, this.taken);
    return this.responses;
  }

  private takeOne(activations: Float32Array): void {
    const { architecture, answers, averages, count, places, targets, values } = this.responses;
    expectThat(this.taken < count, 'take', `${count} digits at most`, this.taken + 1);
    targets.forEach(({ layer, map }, at) => {
      const { height, width, maps } = layerNamed(architecture, layer);
      const offset = activationOffset(architecture, layer) + map;
      let [highest, place, sum] = [Number.NEGATIVE_INFINITY, 0, 0];
      for (let index = 0; index < height * width; index++) {
        const value = activations[offset + index * maps] as number;
        sum += value;
        if (value > highest) [highest, place] = [value, index];
      }
      values[at * count + this.taken] = highest;
      places[at * count + this.taken] = place;
      averages[at * count + this.taken] = sum / (height * width);
    });
    answers[this.taken] = topClass(activationOf(architecture, activations, outputOf(architecture).name));
    this.taken += 1;
  }
}
