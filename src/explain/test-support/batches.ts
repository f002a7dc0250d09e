import { openWasm } from '../../cli/engine.ts';
import { readModel, shippedModelFolder } from '../../cli/model-files.ts';
import { type KnowingNetwork, leastEnergyOf } from '../../network/energy.ts';
import { classCount } from '../../network/labels.ts';
import { type Input32, inputSize } from '../../network/rasters.ts';
import { referenceForwardDigits, referenceInputGradient } from '../../network/reference/reference.ts';
import type { Batches } from '../batches.ts';

/** The network that the page opens, read from disk. */
export async function shippedNetwork(): Promise<KnowingNetwork> {
  const { metadata, ...network } = await readModel(shippedModelFolder);
  return { ...network, leastEnergy: leastEnergyOf(metadata) };
}

/** Batches of the wasm engine in Node. */
export async function wasmBatches(network: KnowingNetwork): Promise<Batches> {
  const engine = await openWasm(network);
  return {
    network,
    classify: (digits) => engine.classify(digits),
    forward: (digits) => engine.forward(digits),
    inputGradient: (inputs, cotangents) => engine.inputGradient(inputs, cotangents),
  };
}

/** The same from the float64 reference, rounded to float32 at the end. */
export function referenceBatches(network: KnowingNetwork): Batches {
  const { architecture, parameters } = network;
  const forward = async (digits: Uint8Array) =>
    Float32Array.from(referenceForwardDigits(architecture, parameters, digits));
  return {
    network,
    forward,
    classify: async (digits) => {
      const all = await forward(digits);
      const { activationCount } = architecture;
      return Float32Array.from({ length: (all.length / activationCount) * classCount }, (_, at) => {
        const end = (Math.floor(at / classCount) + 1) * activationCount;
        return all[end - classCount + (at % classCount)] as number;
      });
    },
    inputGradient: async (inputs, cotangents) => {
      const n = inputs.length / inputSize;
      const both = Array.from({ length: n }, (_, at) =>
        referenceInputGradient(
          architecture,
          parameters,
          inputs.slice(at * inputSize, (at + 1) * inputSize) as Input32,
          cotangents.subarray(at * classCount, (at + 1) * classCount),
        ),
      );
      return {
        logits: Float32Array.from(both.flatMap(({ logits }) => [...logits])),
        gradient: Float32Array.from(both.flatMap(({ gradient }) => [...gradient])),
      };
    },
  };
}
