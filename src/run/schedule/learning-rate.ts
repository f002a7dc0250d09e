import type { UpdateRule } from '../../network/optimiser.ts';
import { rateOfPass } from '../../network/training-1998.ts';
import type { RunSettings } from '../settings/run-settings.ts';
import { oneCycleRate } from './one-cycle.ts';

/** Share of a one-cycle run that warms up: a fifth of an epoch of the default run. */
const warmUp = 0.02;

/**
 * Learning rate of one step. It follows the images seen rather than the steps made, so that batches of
 * another size in mid-run leave the schedule where it is.
 * @param done images of the run that this step ends with, from 1
 * @param all images of the whole run
 */
export function learningRateAt(
  { schedule, learningRate, epochs }: RunSettings,
  done: number,
  all: number,
): number {
  switch (schedule) {
    case 'constant':
      return learningRate;
    case 'one-cycle':
      return oneCycleRate(done - 1, all, learningRate, warmUp);
    case 'cosine':
      // Loshchilov and Hutter 2017, equation 5, without restarts.
      return (learningRate * (1 + Math.cos((Math.PI * (done - 1)) / all))) / 2;
    case 'as-in-1998':
      return rateOfPass(Math.max(1, Math.ceil((done * epochs) / all)), learningRate);
  }
}

export function updateRuleOf(settings: RunSettings, learningRate: number): UpdateRule {
  const { optimiser, momentum, weightDecay, damping } = settings;
  if (optimiser === 'levenberg-marquardt') return { kind: optimiser, learningRate, damping };
  if (optimiser === 'sgd') return { kind: 'sgd', learningRate, momentum, weightDecay };
  return { kind: optimiser, learningRate, beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay };
}
