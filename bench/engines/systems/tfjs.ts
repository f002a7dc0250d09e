import {
  getBackend,
  ready,
  setBackend,
  type Tensor,
  tensor,
  tensor2d,
  tensor4d,
  tidy,
  train,
} from '@tensorflow/tfjs-core';
import { type LayersModel, layers, model, type SymbolicTensor, sequential } from '@tensorflow/tfjs-layers';
import type { Batch } from '../../../src/engines/engine.ts';
import { lenet5 } from '../../../src/network/lenet-5.ts';
import { inputSide } from '../../../src/network/rasters.ts';
import { floatsOf, targetsOf } from '../floats.ts';
import { adam, type System, type SystemSpec } from '../system.ts';

type Backend = Extract<SystemSpec, { by: 'tfjs' }>['backend'];

const backends: Readonly<Record<Backend, () => Promise<unknown>>> = {
  webgl: () => import('@tensorflow/tfjs-backend-webgl'),
  webgpu: () => import('@tensorflow/tfjs-backend-webgpu'),
  cpu: () => import('@tensorflow/tfjs-backend-cpu'),
};

/** TensorFlow.js as its users write it: the layers API, `trainOnBatch`, stock settings. */
export async function openTfjs(backend: Backend): Promise<System> {
  await backends[backend]();
  if (!(await setBackend(backend))) throw new Error(`TensorFlow.js does not open its ${backend} backend`);
  await ready();
  const network = lenet();
  const probe = model({ inputs: network.inputs, outputs: network.layers.map(outputOf) });
  return {
    device: `TensorFlow.js ${getBackend()}`,
    async reset(parameters) {
      const weights = lenet5.tensors.map(({ offset, size, shape }) => ({
        values: parameters.slice(offset, offset + size),
        shape: [...shape],
      }));
      tidy(() => network.setWeights(weights.map(({ values, shape }) => tensor(values, shape))));
      // A new optimiser: moments at zero.
      network.compile({ optimizer: optimiser(), loss: 'categoricalCrossentropy' });
    },
    async trainStep(batch) {
      const [images, targets] = [
        imagesOf(batch.digits),
        tensor2d(targetsOf(batch.labels), [batch.labels.length, 10]),
      ];
      const loss = await network.trainOnBatch(images, targets);
      images.dispose();
      targets.dispose();
      return Number(loss);
    },
    async classify(digits) {
      const probabilities = tidy(() => network.predict(imagesOf(digits))) as Tensor;
      const values = await probabilities.data<'float32'>();
      probabilities.dispose();
      return values;
    },
    async activations(digits) {
      const all = tidy(() => probe.predict(imagesOf(digits))) as Tensor[];
      const values = await Promise.all(all.map((tensor) => tensor.data()));
      for (const tensor of all) tensor.dispose();
      return values;
    },
  };
}

function lenet(): LayersModel {
  const activation = 'tanh';
  return sequential({
    layers: [
      layers.conv2d({ inputShape: [inputSide, inputSide, 1], filters: 6, kernelSize: 5, activation }),
      layers.averagePooling2d({ poolSize: 2 }),
      layers.conv2d({ filters: 16, kernelSize: 5, activation }),
      layers.averagePooling2d({ poolSize: 2 }),
      layers.flatten(),
      layers.dense({ units: 120, activation }),
      layers.dense({ units: 84, activation }),
      layers.dense({ units: 10, activation: 'softmax' }),
    ],
  });
}

function optimiser() {
  return train.adam(adam.learningRate, adam.beta1, adam.beta2, adam.epsilon);
}

function outputOf({ output }: { output: SymbolicTensor | SymbolicTensor[] }): SymbolicTensor {
  if (Array.isArray(output)) throw new Error('expected layers with one output');
  return output;
}

function imagesOf(digits: Batch['digits']) {
  const floats = floatsOf(digits);
  return tensor4d(floats, [floats.length / inputSide ** 2, inputSide, inputSide, 1]);
}
