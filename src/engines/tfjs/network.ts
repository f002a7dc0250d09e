import {
  add,
  concat1d,
  concat2d,
  mul,
  reshape,
  slice1d,
  softmax,
  type Tensor,
  type Tensor1D,
  type Tensor2D,
  type Tensor4D,
} from '@tensorflow/tfjs-core';
import { type Architecture, type Layer, tensorOf } from '../../network/architecture.ts';
import { opsOf, squashed, throughSquashing } from './layer-ops.ts';
import { lossGradient } from './loss.ts';

/** The values of n images. */
export interface Values {
  /** Of each layer but the output, the input first: [n, height, width, maps], or [n, units]. */
  readonly layers: readonly Tensor[];
  /** The output's sums, [n, 10]. */
  readonly logits: Tensor2D;
}

export type TfjsNetwork = ReturnType<typeof tfjsNetwork>;

/**
 * A network in TensorFlow.js's own operations, layer by layer. All parameters live in one flat tensor [P], so that an
 * update is a handful of operations on one tensor rather than on ten.
 *
 * The gradient is written out instead of taped: seven layers do not need a recorder, and without one no gradient
 * functions and no tape are in the bundle.
 */
export function tfjsNetwork(architecture: Architecture) {
  const { layers, loss, inputLevels } = architecture;
  const { paper } = inputLevels;
  /** From one ink to one of what the input layer holds. */
  const scale = inputLevels.ink - paper;
  const isInk = paper === 0 && scale === 1;
  const computing = layers.slice(1).map((layer, at) => {
    const before = layers[at] as Layer;
    return { layer, before, ops: opsOf(layer, before) };
  });

  /** A layer's parameters as views of the flat [P]. */
  const parametersOf = (parameters: Tensor1D, { name }: Layer) => {
    return (role: Parameters<typeof tensorOf>[2]): Tensor => {
      const { offset, size, shape } = tensorOf(architecture, name, role);
      return reshape(slice1d(parameters, offset, size), [...shape]);
    };
  };

  /** Gradients at the sums of each layer that computes. @param dOutput [n, 10], at the logits */
  const backThrough = (parameters: Tensor1D, values: Values, dOutput: Tensor2D): Tensor[] => {
    const dSums: Tensor[] = [dOutput];
    for (const [at, { layer, before, ops }] of [...computing.entries()].slice(1).reverse()) {
      const x = values.layers[at] as Tensor;
      const dX = ops.back(dSums[0] as Tensor, x, parametersOf(parameters, layer));
      dSums.unshift(throughSquashing(squashingOf(before), dX, x));
    }
    return dSums;
  };

  return {
    /** @param ink [n, 32, 32, 1], 0 paper to 1 ink */
    valuesOf(parameters: Tensor1D, ink: Tensor4D): Values {
      const values: Tensor[] = [isInk ? ink : add(mul(ink, scale), paper)];
      for (const { layer, ops } of computing) {
        const z = ops.sums(values.at(-1) as Tensor, parametersOf(parameters, layer));
        if (layer.activation === 'softmax') return { layers: values, logits: z as Tensor2D };
        values.push(squashed(layer.activation, z));
      }
      throw new Error(`valuesOf: expected ${architecture.id} to end with a softmax`);
    },

    /** Class probabilities [n, 10]. */
    probabilitiesOf: ({ logits }: Values): Tensor2D => softmax(logits),

    /** All activations in one tensor [n, A], in the order of the architecture. */
    activationsOf({ layers, logits }: Values): Tensor2D {
      const n = logits.shape[0];
      const rows = [...layers, softmax(logits)].map((part) => reshape(part, [n, -1]) as Tensor2D);
      return concat2d(rows, 1);
    },

    /** Gradient of the loss, flat [P]: summed over these n images and divided by those of the batch. */
    gradientOf(parameters: Tensor1D, values: Values, labels: Uint8Array, batchSize: number): Tensor1D {
      const dOutput = mul(lossGradient(loss, values.logits, labels), 1 / batchSize) as Tensor2D;
      const dSums = backThrough(parameters, values, dOutput);
      const parts = new Map(
        computing.map(({ layer, ops }, at) => [
          layer.name,
          ops.gradients(dSums[at] as Tensor, values.layers[at] as Tensor),
        ]),
      );
      return concat1d(
        architecture.tensors.map(
          ({ layer, role }) => reshape(parts.get(layer)?.[role] as Tensor, [-1]) as Tensor1D,
        ),
      );
    },

    /** The gradient at the ink, [n, 32, 32, 1]. @param cotangents [n, 10], at the logits */
    inputGradientOf(parameters: Tensor1D, values: Values, cotangents: Tensor2D): Tensor {
      const [first] = computing;
      if (!first) throw new Error(`inputGradientOf: expected ${architecture.id} to have layers`);
      const [dSums] = backThrough(parameters, values, cotangents);
      const dInput = first.ops.back(
        dSums as Tensor,
        values.layers[0] as Tensor,
        parametersOf(parameters, first.layer),
      );
      return isInk ? dInput : mul(dInput, scale);
    },
  };
}

function squashingOf({ name, activation }: Layer) {
  if (activation === 'softmax') throw new Error(`expected ${name} to be no softmax, which ends a network`);
  return activation;
}
