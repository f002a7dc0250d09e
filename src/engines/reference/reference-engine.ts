import { type Architecture, activationOffset, outputOf } from '../../network/architecture.ts';
import { lenet5 } from '../../network/lenet-5.ts';
import { type ReferenceState, referenceState, updateReference } from '../../network/optimiser.ts';
import { type Input32, inputSize } from '../../network/rasters.ts';
import { referenceCurvature } from '../../network/reference/curvature.ts';
import {
  referenceForwardDigits,
  referenceGradient,
  referenceInputGradient,
} from '../../network/reference/reference.ts';
import {
  expectBatch,
  expectDigits,
  expectInputs,
  expectOptimiserState,
  expectParameters,
} from '../checks.ts';
import type { Batch, Engine, EngineKind, UpdateRule } from '../engine.ts';
import { EngineError } from '../errors.ts';

/**
 * The float64 reference as an engine, for any architecture: the slowest there is, and the one that a new network
 * trains on before anything fast can compute it.
 */
export function referenceEngine(architecture: Architecture = lenet5, kind: EngineKind = 'reference'): Engine {
  const output = outputOf(architecture);
  let state = referenceState(new Float64Array(architecture.parameterCount));
  let disposed = false;
  const expectOpen = (place: string) => {
    if (disposed) throw new EngineError(kind, place, 'the engine has been disposed');
  };
  const passOver = (place: string, { digits, labels }: Batch) => {
    expectOpen(place);
    expectBatch(place, { digits, labels });
    return referenceGradient(architecture, state.parameters, digits, labels);
  };
  const forward = (place: string, digits: Uint8Array) => {
    expectOpen(place);
    expectDigits(place, digits);
    return Float32Array.from(referenceForwardDigits(architecture, state.parameters, digits));
  };
  const change = (next: Partial<ReferenceState>) => {
    state = { ...state, ...next };
  };
  return {
    kind,
    architecture,
    device: kind === 'cpu' ? 'JavaScript, 64-bit floats' : 'float64 reference',
    async loadParameters(parameters) {
      expectParameters('loadParameters', parameters, architecture);
      change({ parameters: Float64Array.from(parameters) });
    },
    readParameters: async () => Float32Array.from(state.parameters),
    forward: async (digits) => forward('forward', digits),
    async classify(digits) {
      const all = forward('classify', digits);
      const { activationCount } = architecture;
      const offset = activationOffset(architecture, output.name);
      return Float32Array.from({ length: (all.length / activationCount) * output.maps }, (_, at) => {
        const image = Math.floor(at / output.maps);
        return all[image * activationCount + offset + (at % output.maps)] as number;
      });
    },
    async gradients(batch) {
      const { gradient, ...result } = passOver('gradients', batch);
      return { ...result, gradient: Float32Array.from(gradient) };
    },
    async curvature({ digits, labels }) {
      expectOpen('curvature');
      expectBatch('curvature', { digits, labels });
      return Float32Array.from(referenceCurvature(architecture, state.parameters, digits, labels));
    },
    async inputGradient(inputs, cotangents) {
      expectOpen('inputGradient');
      const n = expectInputs('inputGradient', inputs, cotangents);
      const [logits, gradient] = [new Float32Array(cotangents.length), new Float32Array(inputs.length)];
      for (let image = 0; image < n; image++) {
        const input = inputs.slice(image * inputSize, (image + 1) * inputSize) as Input32;
        const cotangent = cotangents.subarray(image * output.maps, (image + 1) * output.maps);
        const one = referenceInputGradient(architecture, state.parameters, input, cotangent);
        logits.set(one.logits, image * output.maps);
        gradient.set(one.gradient, image * inputSize);
      }
      return { logits, gradient };
    },
    async trainStep(batch, rule: UpdateRule) {
      const { gradient, ...result } = passOver(`train step ${state.step + 1}`, batch);
      state = updateReference(state, gradient, rule);
      return result;
    },
    readOptimiser: async () => ({
      step: state.step,
      first: Float32Array.from(state.first),
      second: Float32Array.from(state.second),
    }),
    async loadOptimiser(optimiser) {
      expectOptimiserState('loadOptimiser', optimiser, architecture);
      const { step, first, second } = optimiser;
      change({ step, first: Float64Array.from(first), second: Float64Array.from(second) });
    },
    memory: () => ({ tensors: 0, bytes: 3 * 8 * architecture.parameterCount }),
    lost: new Promise(() => {}),
    dispose: async () => {
      disposed = true;
    },
  };
}
