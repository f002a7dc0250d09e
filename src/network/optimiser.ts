/**
 * How one step changes the parameters: the formulas, in float64, that every engine is tested against.
 * PyTorch's conventions: weight decay is added to the gradient for sgd and adam, decoupled for adamw,
 * and acts on all parameters. The rate may change from step to step.
 *
 * With t the number of this update (from 1), p a parameter, g its gradient, r the rate, d the decay:
 *
 * - sgd:   g += d p;  b = momentum b + g;  p -= r b
 * - adam:  g += d p;  m = beta1 m + (1 - beta1) g;  v = beta2 v + (1 - beta2) g^2;
 *          p -= r (m / (1 - beta1^t)) / (sqrt(v / (1 - beta2^t)) + epsilon)
 * - adamw: p *= 1 - r d, then as adam without the decay in g
 * - levenberg-marquardt: p -= r / (damping + h) g, with h the second moment of the state. It is the curvature of the
 *   loss along p, which whoever trains measures from time to time (reference/curvature.ts) and loads; updates leave it
 *   as it is. The damping keeps steps short where the loss is flat.
 *
 * Sources: Kingma and Ba 2015, algorithm 1; Loshchilov and Hutter 2019, algorithm 2;
 * pytorch.org/docs/stable/generated/torch.optim.{SGD,Adam,AdamW}.html; LeCun et al. 1998, appendix C (the stochastic
 * diagonal Levenberg-Marquardt method).
 */
export type UpdateRule = MomentRule | LevenbergMarquardtRule;

/** What every engine can do. */
export type MomentRule =
  | {
      readonly kind: 'sgd';
      readonly learningRate: number;
      readonly momentum: number;
      readonly weightDecay: number;
    }
  | {
      readonly kind: 'adam' | 'adamw';
      readonly learningRate: number;
      readonly beta1: number;
      readonly beta2: number;
      readonly epsilon: number;
      readonly weightDecay: number;
    };

interface LevenbergMarquardtRule {
  readonly kind: 'levenberg-marquardt';
  readonly learningRate: number;
  /** Mu of the paper, above 0. */
  readonly damping: number;
}

/** What an optimiser remembers between steps, flat like the parameters. */
export interface OptimiserState {
  /** Updates made so far. */
  readonly step: number;
  /** P floats: momentum (sgd) or first moment (adam, adamw); of no use to levenberg-marquardt. */
  readonly first: Float32Array;
  /** P floats: second moment (adam, adamw), or the curvature (levenberg-marquardt); zeros for sgd. */
  readonly second: Float32Array;
}

/** The same in float64, for the reference; any length. */
export interface ReferenceState {
  readonly step: number;
  readonly parameters: Float64Array;
  readonly first: Float64Array;
  readonly second: Float64Array;
}

/** Before the first update: moments are zero. */
export function referenceState(parameters: ArrayLike<number>): ReferenceState {
  const { length } = parameters;
  return {
    step: 0,
    parameters: Float64Array.from(parameters),
    first: new Float64Array(length),
    second: new Float64Array(length),
  };
}

/** One update; the arguments are left as they were. */
export function updateReference(
  before: ReferenceState,
  gradient: ArrayLike<number>,
  rule: UpdateRule,
): ReferenceState {
  const step = before.step + 1;
  const parameters = before.parameters.slice();
  const first = before.first.slice();
  const second = before.second.slice();
  if (rule.kind === 'levenberg-marquardt') {
    for (let i = 0; i < parameters.length; i++) {
      const rate = rule.learningRate / (rule.damping + (second[i] as number));
      parameters[i] = (parameters[i] as number) - rate * (gradient[i] as number);
    }
    return { step, parameters, first, second };
  }
  const { learningRate, weightDecay } = rule;
  const coupled = rule.kind === 'adamw' ? 0 : weightDecay;
  const decoupled = rule.kind === 'adamw' ? weightDecay : 0;

  for (let i = 0; i < parameters.length; i++) {
    const p = parameters[i] as number;
    const g = (gradient[i] as number) + coupled * p;
    if (rule.kind === 'sgd') {
      const b = rule.momentum * (first[i] as number) + g;
      first[i] = b;
      parameters[i] = p - learningRate * b;
    } else {
      const { beta1, beta2, epsilon } = rule;
      const m = beta1 * (first[i] as number) + (1 - beta1) * g;
      const v = beta2 * (second[i] as number) + (1 - beta2) * g * g;
      first[i] = m;
      second[i] = v;
      const mean = m / (1 - beta1 ** step);
      const deviation = Math.sqrt(v / (1 - beta2 ** step));
      parameters[i] = p * (1 - learningRate * decoupled) - (learningRate * mean) / (deviation + epsilon);
    }
  }
  return { step, parameters, first, second };
}
