import { add, div, mul, sqrt, square, sub, type Tensor1D } from '@tensorflow/tfjs-core';
import type { UpdateRule } from '../engine.ts';

/** Everything an update changes; each is a flat tensor [P]. */
export interface Trained {
  readonly parameters: Tensor1D;
  readonly first: Tensor1D;
  readonly second: Tensor1D;
}

/**
 * One update, formulas as in `network/optimiser.ts`.
 * @param step the number of this update, from 1
 */
export function updated(before: Trained, gradient: Tensor1D, rule: UpdateRule, step: number): Trained {
  const { parameters } = before;
  if (rule.kind === 'levenberg-marquardt') {
    const change = mul(div(gradient, add(before.second, rule.damping)), rule.learningRate);
    return { ...before, parameters: sub(parameters, change) };
  }
  const decayed =
    rule.kind === 'adamw' || rule.weightDecay === 0
      ? gradient
      : add(gradient, mul(parameters, rule.weightDecay));
  if (rule.kind === 'sgd') {
    const first = add(mul(before.first, rule.momentum), decayed) as Tensor1D;
    return { parameters: sub(parameters, mul(first, rule.learningRate)), first, second: before.second };
  }
  const { beta1, beta2, epsilon, learningRate } = rule;
  const first = add(mul(before.first, beta1), mul(decayed, 1 - beta1)) as Tensor1D;
  const second = add(mul(before.second, beta2), mul(square(decayed), 1 - beta2)) as Tensor1D;
  const mean = mul(first, 1 / (1 - beta1 ** step));
  const deviation = sqrt(mul(second, 1 / (1 - beta2 ** step)));
  const change = mul(div(mean, add(deviation, epsilon)), learningRate);
  const kept = rule.kind === 'adamw' ? mul(parameters, 1 - learningRate * rule.weightDecay) : parameters;
  return { parameters: sub(kept, change), first, second };
}
