import {
  add,
  concat2d,
  engine as globalEngine,
  type KernelBackend,
  type KernelConfig,
  type Rank,
  registerBackend,
  registerKernel,
  removeBackend,
  type Tensor,
  type Tensor1D,
  type Tensor2D,
  tensor1d,
  tensor2d,
  tensor4d,
  tidy,
  unregisterKernel,
  zeros,
} from '@tensorflow/tfjs-core';
import { messageOf } from '../../lib/expect.ts';
import type { Architecture } from '../../network/architecture.ts';
import { classCount } from '../../network/labels.ts';
import { digitSize, inputSide, inputSize } from '../../network/rasters.ts';
import { referenceCurvature } from '../../network/reference/curvature.ts';
import {
  expectBatch,
  expectDigits,
  expectInputs,
  expectOptimiserState,
  expectParameters,
} from '../checks.ts';
import type { Batch, Engine, EngineKind } from '../engine.ts';
import { EngineError } from '../errors.ts';
import { resultOf } from './loss.ts';
import { type TfjsNetwork, tfjsNetwork, type Values } from './network.ts';
import { padDigits } from './pad-digits.ts';
import { type Trained, updated } from './update.ts';

/** What one TensorFlow.js backend adds to the engine that all of them share. */
interface Device {
  readonly kind: EngineKind;
  /** The device in words, and the same as the driver puts it. */
  readonly device: string;
  readonly deviceDetail: string;
  readonly backend: KernelBackend;
  /** Only what the network needs, so that the rest of the library stays out of the bundle. */
  readonly kernels: readonly KernelConfig[];
  /** Values of a tensor: synchronously where the backend can, since polling a fence costs milliseconds. */
  read(tensor: Tensor): Promise<Float32Array>;
  /** Why gradients would be wrong on this device; absent where they are right. */
  readonly cannotTrain?: string;
  /** A faster forward pass than stock operations, where the backend has one. */
  readonly fused?: FusedForward;
  bytes(): number;
  readonly lost: Promise<string>;
  /** A reason when the device is lost. Calls on a lost GPU context give zeros rather than errors. */
  lostReason(): string | undefined;
  /** Loses the device on purpose, for tests. */
  lose?(): void;
  close(): void;
}

/** A forward pass in the backend's own programs. */
export interface FusedForward {
  /** n * A floats. */
  activations(parameters: Tensor1D, digits: Uint8Array, n: number): Float32Array;
  /** n * 10 floats. */
  probabilities(parameters: Tensor1D, digits: Uint8Array, n: number): Float32Array;
  /** The parameters have changed: forget what was made of them. */
  invalidate(): void;
}

/** Images that go through stock operations at once; bounds texture sizes and memory. */
const chunk = 128;

let opened = 0;

/**
 * One implementation of {@link Engine} on TensorFlow.js, for all its backends and any architecture.
 * Registers the device under a name of its own: TensorFlow.js keeps one backend per name, and a lost
 * context must not stand in the way of the next.
 */
export function tfjsEngine(on: Device, architecture: Architecture): Engine {
  const { kind, fused } = on;
  const network = tfjsNetwork(architecture);
  opened += 1;
  const backendName = `lenet-${kind}-${opened}`;
  registerBackend(backendName, () => on.backend);
  for (const kernel of on.kernels) registerKernel({ ...kernel, backendName });
  let step = 0;
  /** Undefined once it has been disposed. */
  let trained: Trained | undefined = onBackend('open', () => {
    const blank = () => zeros<Rank.R1>([architecture.parameterCount]);
    return { parameters: blank(), first: blank(), second: blank() };
  });

  /** Runs `work` on this engine's backend; failures name the place and the engine. */
  function onBackend<T>(place: string, work: () => T): T {
    try {
      // The call switches synchronously: the backend exists by now.
      if (globalEngine().backendName !== backendName) void globalEngine().setBackend(backendName);
      const result = work();
      const lost = on.lostReason();
      if (lost) throw new Error(lost);
      return result;
    } catch (error) {
      throw new EngineError(kind, place, on.lostReason() ?? messageOf(error));
    }
  }

  const run = <T>(place: string, work: (trained: Trained) => T): T => {
    const now = trained;
    if (!now) throw new EngineError(kind, place, 'the engine has been disposed');
    return onBackend(place, () => work(now));
  };

  const expectTraining = (place: string) => {
    if (on.cannotTrain) throw new EngineError(kind, place, on.cannotTrain);
  };

  /** Values of a tensor that nobody else needs; it is freed. */
  const take = async (place: string, tensor: Tensor): Promise<Float32Array> => {
    try {
      const values = await run(place, () => on.read(tensor));
      run(place, () => tensor.dispose());
      return values;
    } catch (error) {
      throw error instanceof EngineError ? error : new EngineError(kind, place, messageOf(error));
    }
  };

  const copyOf = async (place: string, pick: (trained: Trained) => Tensor1D): Promise<Float32Array> => {
    // A clone shares the data and may be freed at will, even when an update comes in between.
    const clone = run(place, (trained) => pick(trained).clone());
    return (await take(place, clone)).slice();
  };

  const replace = (next: Trained) => {
    const before = trained;
    trained = next;
    fused?.invalidate();
    if (!before) return;
    for (const part of ['parameters', 'first', 'second'] as const) {
      if (before[part] !== next[part]) before[part].dispose();
    }
  };

  /** A forward pass: fused where the backend has that, else in chunks of stock operations. */
  const forwardPass = async (
    place: string,
    digits: Uint8Array,
    width: number,
    fusedPass: FusedForward['activations'] | undefined,
    pick: (values: Values) => Tensor,
  ): Promise<Float32Array> => {
    const n = expectDigits(place, digits);
    if (fusedPass) return run(place, ({ parameters }) => fusedPass(parameters, digits, n));
    const all = new Float32Array(n * width);
    // The caller may fill its array anew while a chunk is read back.
    const given = digits.slice();
    for (let from = 0; from < n; from += chunk) {
      const count = Math.min(chunk, n - from);
      const part = given.subarray(from * digitSize, (from + count) * digitSize);
      const tensor = run(place, ({ parameters }) =>
        tidy(() => pick(network.valuesOf(parameters, inputOf(part, count)))),
      );
      all.set(await take(place, tensor), from * width);
    }
    return all;
  };

  return {
    kind,
    architecture,
    device: on.device,
    deviceDetail: on.deviceDetail,
    lost: on.lost,

    async loadParameters(parameters) {
      expectParameters('loadParameters', parameters, architecture);
      run('loadParameters', (before) => {
        replace({ ...before, parameters: tensor1d(parameters.slice()) });
      });
    },

    readParameters: () => copyOf('readParameters', (trained) => trained.parameters),

    forward: (digits) =>
      forwardPass('forward', digits, architecture.activationCount, fused?.activations, network.activationsOf),
    classify: (digits) =>
      forwardPass('classify', digits, classCount, fused?.probabilities, network.probabilitiesOf),

    async gradients(batch) {
      expectBatch('gradients', batch);
      const labels = batch.labels.slice();
      expectTraining('gradients');
      const { logits, gradient } = run('gradients', ({ parameters }) =>
        tidy(() => passOver(network, parameters, batch)),
      );
      const result = resultOf(architecture.loss, await take('gradients', logits), labels);
      return { ...result, gradient: (await take('gradients', gradient)).slice() };
    },

    async curvature(batch) {
      expectBatch('curvature', batch);
      const [digits, labels] = [batch.digits.slice(), batch.labels.slice()];
      expectTraining('curvature');
      // A run asks for it once an epoch, of 500 images, which take the reference two seconds.
      const parameters = await copyOf('curvature', (trained) => trained.parameters);
      return Float32Array.from(referenceCurvature(architecture, parameters, digits, labels));
    },

    async inputGradient(inputs, cotangents) {
      const place = 'inputGradient';
      const n = expectInputs(place, inputs, cotangents);
      expectTraining(place);
      const [logits, gradient] = [new Float32Array(cotangents.length), new Float32Array(inputs.length)];
      // The caller may fill its arrays anew while a chunk is read back.
      const [images, given] = [inputs.slice(), cotangents.slice()];
      for (let from = 0; from < n; from += chunk) {
        const count = Math.min(chunk, n - from);
        const part = images.subarray(from * inputSize, (from + count) * inputSize);
        const weights = given.subarray(from * classCount, (from + count) * classCount);
        const [z, dX] = run(place, ({ parameters }) =>
          tidy((): [Tensor, Tensor] => {
            const values = network.valuesOf(parameters, tensor4d(part, [count, inputSide, inputSide, 1]));
            const dLogits = tensor2d(weights, [count, classCount]);
            return [values.logits, network.inputGradientOf(parameters, values, dLogits)];
          }),
        );
        logits.set(await take(place, z), from * classCount);
        gradient.set(await take(place, dX), from * inputSize);
      }
      return { logits, gradient };
    },

    async trainStep(batch, rule) {
      const place = `train step ${step + 1}`;
      expectBatch(place, batch);
      const labels = batch.labels.slice();
      expectTraining(place);
      const logits = run(place, (before) => {
        const { logits, ...trained } = tidy(() => {
          const { logits, gradient } = passOver(network, before.parameters, batch);
          return { logits, ...updated(before, gradient, rule, step + 1) };
        });
        replace(trained);
        step += 1;
        return logits;
      });
      return resultOf(architecture.loss, await take(place, logits), labels);
    },

    async readOptimiser() {
      const updates = step;
      const first = await copyOf('readOptimiser', (trained) => trained.first);
      return { step: updates, first, second: await copyOf('readOptimiser', (trained) => trained.second) };
    },

    async loadOptimiser(state) {
      expectOptimiserState('loadOptimiser', state, architecture);
      run('loadOptimiser', (before) => {
        const [first, second] = [tensor1d(state.first.slice()), tensor1d(state.second.slice())];
        replace({ ...before, first, second });
        step = state.step;
      });
    },

    loseDevice: () => on.lose?.(),

    memory() {
      // Asked of an engine that is gone, TensorFlow.js would look for a backend that is gone too.
      if (!trained) return { tensors: 0, bytes: 0 };
      return { tensors: on.backend.numDataIds(), bytes: on.bytes() };
    },

    async dispose() {
      if (!trained) return;
      trained = undefined;
      for (const { kernelName } of on.kernels) unregisterKernel(kernelName, backendName);
      removeBackend(backendName);
      on.close();
    },
  };
}

/** Logits [n, 10] and the mean gradient [P] of a batch, `chunk` images at a time. */
function passOver(network: TfjsNetwork, parameters: Tensor1D, { digits, labels }: Batch) {
  const parts: { logits: Tensor2D; gradient: Tensor1D }[] = [];
  for (let from = 0; from < labels.length; from += chunk) {
    const part = labels.subarray(from, from + chunk);
    const input = digits.subarray(from * digitSize, (from + part.length) * digitSize);
    parts.push(
      tidy(() => {
        const values = network.valuesOf(parameters, inputOf(input, part.length));
        const gradient = network.gradientOf(parameters, values, part, labels.length);
        return { logits: values.logits, gradient };
      }),
    );
  }
  const [first, ...rest] = parts as [(typeof parts)[0], ...typeof parts];
  return rest.reduce(
    (sum, part) => ({
      logits: concat2d([sum.logits, part.logits], 0),
      gradient: add(sum.gradient, part.gradient) as Tensor1D,
    }),
    first,
  );
}

/** [n, 32, 32, 1] */
function inputOf(digits: Uint8Array, n: number) {
  return tensor4d(padDigits(digits, n), [n, inputSide, inputSide, 1]);
}
