import { type Network, outputOf, tensorOf } from '../network/architecture.ts';
import { classCount as classes } from '../network/labels.ts';

/** Temperatures that are tried: beyond them no network is of use. */
const coldest = 0.2;
const hottest = 5;
/** Halvings of a bracket by the golden section: the last is narrower than 1e-5. */
const rounds = 32;
const leastProbability = 1e-30;

/**
 * The temperature T for which softmax(logits / T) gives the labels the highest likelihood (Guo, Pleiss,
 * Sun, Weinberger: "On Calibration of Modern Neural Networks", ICML 2017, section 4.2). Above 1: the
 * network was too sure. One that makes no mistake can be as sure as it likes: the coldest.
 * @param probabilities n x 10, of a softmax
 * @param labels n, 0 to 9
 */
export function temperatureOf(probabilities: Float32Array, labels: Uint8Array): number {
  const ratio = (Math.sqrt(5) - 1) / 2;
  // Logarithms of a softmax are its logits but for a constant.
  const logits = Float64Array.from(probabilities, (value) => Math.log(Math.max(leastProbability, value)));
  let [low, high] = [Math.log(coldest), Math.log(hottest)];
  // The likelihood has one minimum along 1 / T, so also along log T.
  for (let round = 0; round < rounds; round++) {
    const [left, right] = [high - ratio * (high - low), low + ratio * (high - low)];
    if (lossAt(logits, labels, Math.exp(left)) <= lossAt(logits, labels, Math.exp(right))) high = right;
    else low = left;
  }
  return Math.exp((low + high) / 2);
}

/** The network whose logits are divided by `temperature`: its answers are the same, their confidences not. */
export function withTemperature({ architecture, parameters }: Network, temperature: number): Float32Array {
  const divided = parameters.slice();
  const { name } = outputOf(architecture);
  for (const role of ['kernel', 'bias'] as const) {
    const { offset, size } = tensorOf(architecture, name, role);
    for (let i = offset; i < offset + size; i++) divided[i] = (divided[i] as number) / temperature;
  }
  return divided;
}

/** Mean negative log likelihood in nats. */
function lossAt(logits: Float64Array, labels: Uint8Array, temperature: number): number {
  let loss = 0;
  for (let image = 0; image < labels.length; image++) {
    const row = logits.subarray(image * classes, (image + 1) * classes);
    let most = Number.NEGATIVE_INFINITY;
    for (const logit of row) most = Math.max(most, logit);
    let sum = 0;
    for (const logit of row) sum += Math.exp((logit - most) / temperature);
    loss += Math.log(sum) - ((row[labels[image] as number] as number) - most) / temperature;
  }
  return loss / labels.length;
}
