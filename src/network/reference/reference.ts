import { expectThat } from '../../lib/expect.ts';
import {
  type Architecture,
  activationOf,
  type Layer,
  layerBefore,
  layerNamed,
  outputOf,
  sizeOf,
  tensorOf,
} from '../architecture.ts';
import { targetOf } from '../labels.ts';
import { digit28, digitSize, type Input32, padToInput32 } from '../rasters.ts';
import { indexInLayer, type Unit } from '../unit.ts';

/**
 * The network in float64, written to be read rather than to be fast: every engine is tested against it.
 *
 * A dense layer is a convolution whose window is the whole layer before it, and its kernel
 * [in, out] lies in memory exactly as [window, window, in, out] does; so two kinds of layer are enough.
 * Notation: x the layer before, z the weighted sums, y the layer's output, w the kernel, b the bias;
 * dX is dLoss/dX. Unit (r, c, m) reads x at (r * stride + i, c * stride + j, k), i and j < window.
 */

/** What a pass over a batch gives: means over the batch. */
interface ReferenceResult {
  /** Mean cross-entropy in nats. */
  readonly loss: number;
  /** Images whose class had the highest probability. */
  readonly correct: number;
  /** Mean gradient of the loss, P doubles in the order of the specification. */
  readonly gradient: Float64Array;
}

/**
 * All activations for one input, A doubles, laid out as `activationOffsets` says.
 * @param parameters P numbers
 * @param last the layer to stop after: those behind it stay 0
 */
export function referenceForward(
  architecture: Architecture,
  parameters: ArrayLike<number>,
  input: Input32,
  last = outputOf(architecture),
): Float64Array {
  const { parameterCount, activationCount, layers } = architecture;
  expectThat(
    parameters.length === parameterCount,
    'referenceForward',
    `${parameterCount} parameters`,
    parameters.length,
  );
  const activations = new Float64Array(activationCount);
  activations.set(input, 0);
  for (const layer of layers) {
    const before = layerBefore(architecture, layer.name);
    if (!before) continue;
    const y = activationOf(architecture, activations, layer.name);
    sumsInto(y, architecture, layer, before, parameters, activations);
    activate(layer, y);
    if (layer === last) break;
  }
  return activations;
}

/** The same for n digits of 784 bytes; n * A doubles. */
export function referenceForwardDigits(
  architecture: Architecture,
  parameters: ArrayLike<number>,
  digits: Uint8Array,
): Float64Array {
  const { activationCount } = architecture;
  const n = digits.length / digitSize;
  expectThat(Number.isInteger(n), 'referenceForwardDigits', `n * ${digitSize} bytes`, digits);
  const all = new Float64Array(n * activationCount);
  for (let i = 0; i < n; i++) {
    all.set(referenceForward(architecture, parameters, inputAt(digits, i)), i * activationCount);
  }
  return all;
}

/**
 * Mean cross-entropy and its gradient by backpropagation.
 * @param digits n * 784 bytes @param labels n classes, or `noDigit`
 */
export function referenceGradient(
  architecture: Architecture,
  parameters: ArrayLike<number>,
  digits: Uint8Array,
  labels: Uint8Array,
): ReferenceResult {
  const n = labels.length;
  expectThat(
    n >= 1 && digits.length === n * digitSize,
    'referenceGradient',
    `${n} * ${digitSize} bytes`,
    digits,
  );
  const gradient = new Float64Array(architecture.parameterCount);
  let loss = 0;
  let correct = 0;
  for (let i = 0; i < n; i++) {
    const label = labels[i] as number;
    const activations = referenceForward(architecture, parameters, inputAt(digits, i));
    const probabilities = activationOf(architecture, activations, outputOf(architecture).name);
    loss += crossEntropy(sumsOf(architecture, parameters, activations, outputOf(architecture)), label) / n;
    if (topClass(probabilities) === label) correct += 1;
    // Softmax and cross-entropy together: dZ = probabilities - target.
    const dZ = probabilities.map((probability, digit) => (1 / n) * (probability - targetOf(label, digit)));
    backThrough(architecture, parameters, activations, outputOf(architecture), dZ, gradient);
  }
  return { loss, correct, gradient };
}

/**
 * Logits, and the gradient at the input of their sum weighted by the cotangent (one number a class).
 * @param input 1,024 numbers of any size
 */
export function referenceInputGradient(
  architecture: Architecture,
  parameters: ArrayLike<number>,
  input: Input32,
  cotangent: ArrayLike<number>,
): { readonly logits: Float64Array; readonly gradient: Float64Array } {
  const activations = referenceForward(architecture, parameters, input);
  const unused = new Float64Array(architecture.parameterCount);
  const dLogits = Float64Array.from(cotangent);
  return {
    logits: sumsOf(architecture, parameters, activations, outputOf(architecture)),
    gradient: backThrough(architecture, parameters, activations, outputOf(architecture), dLogits, unused),
  };
}

/**
 * What enters the activation of one unit of any layer but the input (for pooling, its mean), and the gradient of
 * that at the input. It grows with the unit's value, and unlike it has a slope where the unit is saturated.
 * @param input 1,024 numbers of any size
 */
export function referenceUnitGradient(
  architecture: Architecture,
  parameters: ArrayLike<number>,
  input: Input32,
  unit: Unit,
): { readonly sum: number; readonly gradient: Float64Array } {
  const layer = layerNamed(architecture, unit.layer);
  const before = layerBefore(architecture, unit.layer);
  expectThat(before !== undefined, 'referenceUnitGradient', 'a unit that computes', unit.layer);
  const activations = referenceForward(architecture, parameters, input, before);
  const place = indexInLayer(architecture, unit);
  const dSums = new Float64Array(sizeOf(layer));
  dSums[place] = 1;
  const unused = new Float64Array(architecture.parameterCount);
  return {
    sum: sumsOf(architecture, parameters, activations, layer)[place] as number,
    gradient: backThrough(architecture, parameters, activations, layer, dSums, unused),
  };
}

/** The class with the highest probability; the lowest of equals. */
export function topClass(probabilities: ArrayLike<number>): number {
  let best = 0;
  for (let i = 1; i < probabilities.length; i++) {
    if ((probabilities[i] as number) > (probabilities[best] as number)) best = i;
  }
  return best;
}

function inputAt(digits: Uint8Array, i: number): Input32 {
  return padToInput32(digit28(digits.subarray(i * digitSize, (i + 1) * digitSize)));
}

/** What enters the activation of a layer's units: for the output, the logits. */
function sumsOf(
  architecture: Architecture,
  parameters: ArrayLike<number>,
  activations: Float64Array,
  layer: Layer,
): Float64Array {
  const z = new Float64Array(sizeOf(layer));
  const before = layerBefore(architecture, layer.name) as Layer;
  sumsInto(z, architecture, layer, before, parameters, activations);
  return z;
}

/** @param z zeros, where pooling adds up */
function sumsInto(
  z: Float64Array,
  architecture: Architecture,
  layer: Layer,
  before: Layer,
  parameters: ArrayLike<number>,
  activations: Float64Array,
): void {
  const x = activationOf(architecture, activations, before.name);
  if (layer.kind === 'pooling') pool(layer, before, x, z);
  else weightedSums(architecture, layer, before, parameters, x, z);
}

/** -sum(target * log(softmax(z))), from the logits so that a probability too small for a double has a loss too. */
function crossEntropy(z: Float64Array, label: number): number {
  const highest = z.reduce((a, b) => Math.max(a, b));
  const sum = z.reduce((total, value) => total + Math.exp(value - highest), 0);
  return highest + Math.log(sum) - z.reduce((total, value, i) => total + targetOf(label, i) * value, 0);
}

/**
 * From the gradient at the sums that enter the activation of `last` back to the input, layer by layer.
 * @param gradient P doubles, to which those of the parameters are added
 * @returns the gradient at the input
 */
function backThrough(
  architecture: Architecture,
  parameters: ArrayLike<number>,
  activations: Float64Array,
  last: Layer,
  dSums: Float64Array,
  gradient: Float64Array,
): Float64Array {
  const { layers } = architecture;
  let dZ = dSums;
  for (const layer of layers.slice(0, layers.indexOf(last) + 1).toReversed()) {
    const before = layerBefore(architecture, layer.name);
    if (!before) break;
    const x = activationOf(architecture, activations, before.name);
    const dX = new Float64Array(sizeOf(before));
    if (layer.kind === 'pooling') poolBackward(layer, before, dZ, dX);
    else weightedSumsBackward(architecture, layer, before, parameters, x, dZ, dX, gradient);
    // tanh' = 1 - tanh^2
    dZ = before.activation === 'tanh' ? dX.map((d, i) => d * (1 - (x[i] as number) ** 2)) : dX;
  }
  return dZ;
}

/** Calls `visit` for every unit of the layer and every value of x in its window, tap by tap. */
function eachTap(layer: Layer, before: Layer, visit: (unit: number, xIndex: number, tap: number) => void) {
  for (let r = 0; r < layer.height; r++) {
    for (let c = 0; c < layer.width; c++) {
      for (let i = 0; i < layer.window; i++) {
        for (let j = 0; j < layer.window; j++) {
          const xIndex = (r * layer.stride + i) * before.width + c * layer.stride + j;
          visit(r * layer.width + c, xIndex, i * layer.window + j);
        }
      }
    }
  }
}

/** y[r, c, m] = mean over the window of x[., ., m] */
function pool(layer: Layer, before: Layer, x: Float64Array, y: Float64Array): void {
  const { maps, window } = layer;
  eachTap(layer, before, (place, xPlace) => {
    for (let m = 0; m < maps; m++) {
      y[place * maps + m] = (y[place * maps + m] as number) + (x[xPlace * maps + m] as number) / window ** 2;
    }
  });
}

function poolBackward(layer: Layer, before: Layer, dY: Float64Array, dX: Float64Array): void {
  const { maps, window } = layer;
  eachTap(layer, before, (place, xPlace) => {
    for (let m = 0; m < maps; m++) {
      dX[xPlace * maps + m] =
        (dX[xPlace * maps + m] as number) + (dY[place * maps + m] as number) / window ** 2;
    }
  });
}

/** z[r, c, m] = b[m] + sum over i, j, k of x[r + i, c + j, k] * w[i, j, k, m] */
function weightedSums(
  architecture: Architecture,
  layer: Layer,
  before: Layer,
  parameters: ArrayLike<number>,
  x: Float64Array,
  z: Float64Array,
): void {
  const kernel = tensorOf(architecture, layer.name, 'kernel').offset;
  const bias = tensorOf(architecture, layer.name, 'bias').offset;
  const { maps } = layer;
  const inputs = before.maps;
  for (let unit = 0; unit < z.length; unit++) z[unit] = parameters[bias + (unit % maps)] as number;
  eachTap(layer, before, (place, xPlace, tap) => {
    for (let k = 0; k < inputs; k++) {
      const value = x[xPlace * inputs + k] as number;
      const weights = kernel + (tap * inputs + k) * maps;
      for (let m = 0; m < maps; m++) {
        z[place * maps + m] = (z[place * maps + m] as number) + value * (parameters[weights + m] as number);
      }
    }
  });
}

/** dB = sum of dZ; dW[i, j, k, m] = sum of x * dZ; dX[r + i, c + j, k] = sum of dZ * w */
function weightedSumsBackward(
  architecture: Architecture,
  layer: Layer,
  before: Layer,
  parameters: ArrayLike<number>,
  x: Float64Array,
  dZ: Float64Array,
  dX: Float64Array,
  gradient: Float64Array,
): void {
  const kernel = tensorOf(architecture, layer.name, 'kernel').offset;
  const bias = tensorOf(architecture, layer.name, 'bias').offset;
  const { maps } = layer;
  const inputs = before.maps;
  for (let unit = 0; unit < dZ.length; unit++) {
    gradient[bias + (unit % maps)] = (gradient[bias + (unit % maps)] as number) + (dZ[unit] as number);
  }
  eachTap(layer, before, (place, xPlace, tap) => {
    for (let k = 0; k < inputs; k++) {
      const value = x[xPlace * inputs + k] as number;
      const weights = kernel + (tap * inputs + k) * maps;
      let dValue = 0;
      for (let m = 0; m < maps; m++) {
        const d = dZ[place * maps + m] as number;
        gradient[weights + m] = (gradient[weights + m] as number) + value * d;
        dValue += d * (parameters[weights + m] as number);
      }
      dX[xPlace * inputs + k] = (dX[xPlace * inputs + k] as number) + dValue;
    }
  });
}

function activate(layer: Layer, y: Float64Array): void {
  if (layer.activation === 'tanh') {
    for (let i = 0; i < y.length; i++) y[i] = Math.tanh(y[i] as number);
  } else if (layer.activation === 'softmax') {
    // The highest logit is taken off first, so that no exponential overflows.
    const highest = y.reduce((a, b) => Math.max(a, b));
    let sum = 0;
    for (let i = 0; i < y.length; i++) sum += y[i] = Math.exp((y[i] as number) - highest);
    for (let i = 0; i < y.length; i++) y[i] = (y[i] as number) / sum;
  }
}
