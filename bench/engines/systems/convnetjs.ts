import library from 'convnetjs';
import { expectThat } from '../../../src/lib/expect.ts';
import { lenet5 } from '../../../src/network/lenet-5.ts';
import { inputSide, inputSize } from '../../../src/network/rasters.ts';
import { floatsOf } from '../floats.ts';
import type { System } from '../system.ts';

/**
 * ConvNetJS with layers of the same shapes. The released version has neither average pooling nor
 * Adam: it pools by maximum and updates by Adadelta, which is about the same work.
 */
export async function openConvnetjs(): Promise<System> {
  let net = lenet();
  // Its trainer counts images by itself and updates when a batch is full; one for each batch size.
  let trainers = new Map<number, InstanceType<typeof library.Trainer>>();
  const trainerOf = (batchSize: number) => {
    const options = { method: 'adadelta', batch_size: batchSize };
    const trainer = trainers.get(batchSize) ?? new library.Trainer(net, options);
    trainers.set(batchSize, trainer);
    return trainer;
  };
  return {
    device: 'JavaScript',
    async reset() {
      // It begins from weights of its own: its network is not quite ours.
      net = lenet();
      trainers = new Map();
    },
    async trainStep({ digits, labels }) {
      const trainer = trainerOf(labels.length);
      const losses = volumesOf(digits).map((volume, i) => trainer.train(volume, labels[i] as number).loss);
      return losses.reduce((sum, loss) => sum + loss, 0) / losses.length;
    },
    async classify(digits) {
      const rows = volumesOf(digits).map((volume) => Float32Array.from(net.forward(volume).w));
      return Float32Array.from(rows.flatMap((row) => [...row]));
    },
  };
}

function lenet() {
  const net = new library.Net();
  const activation = 'tanh';
  net.makeLayers([
    { type: 'input', out_sx: inputSide, out_sy: inputSide, out_depth: 1 },
    { type: 'conv', sx: 5, filters: 6, stride: 1, pad: 0, activation },
    { type: 'pool', sx: 2, stride: 2 },
    { type: 'conv', sx: 5, filters: 16, stride: 1, pad: 0, activation },
    { type: 'pool', sx: 2, stride: 2 },
    { type: 'fc', num_neurons: 120, activation },
    { type: 'fc', num_neurons: 84, activation },
    { type: 'softmax', num_classes: 10 },
  ]);
  const count = net.getParamsAndGrads().reduce((sum, { params }) => sum + params.length, 0);
  expectThat(count === lenet5.parameterCount, 'ConvNetJS', `${lenet5.parameterCount} parameters`, count);
  return net;
}

function volumesOf(digits: Uint8Array) {
  const floats = floatsOf(digits);
  return Array.from({ length: floats.length / inputSize }, (_, image) => {
    const volume = new library.Vol(inputSide, inputSide, 1, 0);
    volume.w.set(floats.subarray(image * inputSize, (image + 1) * inputSize));
    return volume;
  });
}
