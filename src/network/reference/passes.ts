import { activated, slopeAt } from '../activation.ts';
import {
  type Architecture,
  activationOf,
  type Layer,
  type LayerKind,
  layerBefore,
  outputOf,
  sizeOf,
} from '../architecture.ts';
import type { LayerKernel, Pass, Power } from './pass.ts';
import { pooling, subsampling } from './pooling.ts';
import { rbf } from './rbf.ts';
import { weightedSums } from './weighted-sums.ts';

/** Forward and back through the layers of a network, one input at a time. */

const kernels: Readonly<Record<Exclude<LayerKind, 'input'>, LayerKernel>> = {
  convolution: weightedSums,
  dense: weightedSums,
  pooling,
  subsampling,
  rbf,
};

/**
 * All activations, A doubles.
 * @param input as many values as the first layer has, 0 paper to 1 ink @param last the layer to stop after: those behind it stay 0
 */
export function activationsOf(
  architecture: Architecture,
  parameters: ArrayLike<number>,
  input: Float32Array,
  last = outputOf(architecture),
): Float64Array {
  const { activationCount, layers, inputLevels } = architecture;
  const { paper } = inputLevels;
  const activations = new Float64Array(activationCount);
  const scale = inputScale(architecture);
  for (let i = 0; i < input.length; i++) activations[i] = paper + (input[i] as number) * scale;
  for (const layer of layers) {
    if (layer.kind === 'input') continue;
    const y = activationOf(architecture, activations, layer.name);
    y.set(sumsOf(architecture, parameters, activations, layer));
    activate(layer, y);
    if (layer === last) break;
  }
  return activations;
}

/** What enters the activation of a layer's units: for the output, the logits. */
export function sumsOf(
  architecture: Architecture,
  parameters: ArrayLike<number>,
  activations: Float64Array,
  layer: Layer,
): Float64Array {
  const z = new Float64Array(sizeOf(layer));
  if (layer.kind !== 'input') {
    kernels[layer.kind].sums(passOf(architecture, parameters, activations, layer), z);
  }
  return z;
}

/**
 * From the gradient at the sums that enter the activation of `last` back to the input, layer by layer.
 * @param gradient P doubles, to which those of the parameters are added
 * @returns the gradient at the input, whose values are 0 paper to 1 ink
 */
export function backThrough(
  architecture: Architecture,
  parameters: ArrayLike<number>,
  activations: Float64Array,
  last: Layer,
  dSums: Float64Array,
  gradient: Float64Array,
  power: Power = 1,
): Float64Array {
  const { layers } = architecture;
  let dZ = dSums;
  for (const layer of layers.slice(0, layers.indexOf(last) + 1).toReversed()) {
    if (layer.kind === 'input') break;
    const pass = passOf(architecture, parameters, activations, layer);
    const dX = new Float64Array(pass.x.length);
    kernels[layer.kind].back(pass, dZ, dX, gradient, power);
    for (let i = 0; i < dX.length; i++) {
      const slope = slopeOf(pass.before, pass.x[i] as number);
      dX[i] = (dX[i] as number) * (power === 1 ? slope : slope * slope);
    }
    dZ = dX;
  }
  const scale = inputScale(architecture) ** power;
  return dZ.map((d) => d * scale);
}

function passOf(
  architecture: Architecture,
  parameters: ArrayLike<number>,
  activations: Float64Array,
  layer: Layer,
): Pass {
  const before = layerBefore(architecture, layer.name) as Layer;
  return { architecture, layer, before, parameters, x: activationOf(architecture, activations, before.name) };
}

/** From one ink to one of what the input layer holds. */
function inputScale({ inputLevels }: Architecture): number {
  return inputLevels.ink - inputLevels.paper;
}

/** The slope of a layer's activation where its unit has this value. */
export function slopeOf({ name, activation }: Layer, value: number): number {
  if (activation === 'softmax')
    throw new Error(`slopeOf: expected ${name} to be no softmax, which ends a network`);
  return slopeAt(activation, value);
}

function activate({ activation }: Layer, y: Float64Array): void {
  if (activation !== 'softmax') {
    for (let i = 0; i < y.length; i++) y[i] = activated(activation, y[i] as number);
    return;
  }
  // The highest logit is taken off first, so that no exponential overflows.
  const highest = y.reduce((a, b) => Math.max(a, b));
  let sum = 0;
  for (let i = 0; i < y.length; i++) sum += y[i] = Math.exp((y[i] as number) - highest);
  for (let i = 0; i < y.length; i++) y[i] = (y[i] as number) / sum;
}
