import type { Network } from '../network/architecture.ts';
import { logitsOf } from '../network/logits.ts';

/** "Why this digit and not that one": what every explanation here explains. */
export interface Pair {
  readonly digit: number;
  readonly rival: number;
}

/**
 * How far the digit is ahead of its rival, in logits: ln(p(digit) / p(rival)). Negative where the rival is ahead.
 * @param activations A floats
 */
export function leadOf(network: Network, activations: Float32Array, { digit, rival }: Pair): number {
  const logits = logitsOf(network, activations);
  return (logits[digit] as number) - (logits[rival] as number);
}
