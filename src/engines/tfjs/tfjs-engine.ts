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
import { layerNamed } from '../../network/architecture.ts';
import { targetOf } from '../../network/labels.ts';
import { lenet5 } from '../../network/lenet-5.ts';
import { digitSize, inputSide, inputSize } from '../../network/rasters.ts';
import {
  expectBatch,
  expectDigits,
  expectInputs,
  expectOptimiserState,
  expectParameters,
} from '../checks.ts';
import type { Batch, BatchResult, Engine, EngineKind } from '../engine.ts';
import { EngineError } from '../errors.ts';
import { activationsOf, gradientOf, inputGradientOf, layersOf, probabilitiesOf } from './network.ts';
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

const classes = layerNamed(lenet5, 'Output').maps;
/** Images that go through stock operations at once; bounds texture sizes and memory. */
const chunk = 128;

let opened = 0;

/**
 * One implementation of {@link Engine} on TensorFlow.js for all its backends.
 * Registers the device under a name of its own: TensorFlow.js keeps one backend per name, and a lost
 * context must not stand in the way of the next.
 */
export function tfjsEngine(on: Device): Engine {
  const { kind, fused } = on;
  opened += 1;
  const backendName = `lenet-${kind}-${opened}`;
  registerBackend(backendName, () => on.backend);
  for (const kernel of on.kernels) registerKernel({ ...kernel, backendName });
  let step = 0;
  /** Undefined once it has been disposed. */
  let trained: Trained | undefined = onBackend('open', () => {
    const blank = () => zeros<Rank.R1>([lenet5.parameterCount]);
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
    valuesOf: (layers: ReturnType<typeof layersOf>) => Tensor,
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
        tidy(() => valuesOf(layersOf(parameters, inputOf(part, count)))),
      );
      all.set(await take(place, tensor), from * width);
    }
    return all;
  };

  return {
    kind,
    architecture: lenet5,
    device: on.device,
    deviceDetail: on.deviceDetail,
    lost: on.lost,

    async loadParameters(parameters) {
      expectParameters('loadParameters', parameters);
      run('loadParameters', (before) => {
        replace({ ...before, parameters: tensor1d(parameters.slice()) });
      });
    },

    readParameters: () => copyOf('readParameters', (trained) => trained.parameters),

    forward: (digits) =>
      forwardPass('forward', digits, lenet5.activationCount, fused?.activations, activationsOf),
    classify: (digits) => forwardPass('classify', digits, classes, fused?.probabilities, probabilitiesOf),

    async gradients(batch) {
      expectBatch('gradients', batch);
      const labels = batch.labels.slice();
      expectTraining('gradients');
      const { logits, gradient } = run('gradients', ({ parameters }) =>
        tidy(() => passOver(parameters, batch)),
      );
      const result = resultOf(await take('gradients', logits), labels);
      return { ...result, gradient: (await take('gradients', gradient)).slice() };
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
        const weights = given.subarray(from * classes, (from + count) * classes);
        const [z, dX] = run(place, ({ parameters }) =>
          tidy((): [Tensor, Tensor] => {
            const layers = layersOf(parameters, tensor4d(part, [count, inputSide, inputSide, 1]));
            return [layers.logits, inputGradientOf(parameters, layers, tensor2d(weights, [count, classes]))];
          }),
        );
        logits.set(await take(place, z), from * classes);
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
          const { logits, gradient } = passOver(before.parameters, batch);
          return { logits, ...updated(before, gradient, rule, step + 1) };
        });
        replace(trained);
        step += 1;
        return logits;
      });
      return resultOf(await take(place, logits), labels);
    },

    async readOptimiser() {
      const updates = step;
      const first = await copyOf('readOptimiser', (trained) => trained.first);
      return { step: updates, first, second: await copyOf('readOptimiser', (trained) => trained.second) };
    },

    async loadOptimiser(state) {
      expectOptimiserState('loadOptimiser', state);
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
function passOver(parameters: Tensor1D, { digits, labels }: Batch) {
  const parts: { logits: Tensor2D; gradient: Tensor1D }[] = [];
  for (let from = 0; from < labels.length; from += chunk) {
    const part = labels.subarray(from, from + chunk);
    const input = digits.subarray(from * digitSize, (from + part.length) * digitSize);
    parts.push(
      tidy(() => {
        const layers = layersOf(parameters, inputOf(input, part.length));
        const gradient = gradientOf(parameters, layers, targetsOf(part), labels.length);
        return { logits: layers.logits, gradient };
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

function targetsOf(labels: Uint8Array) {
  const targets = new Float32Array(labels.length * classes);
  for (let i = 0; i < targets.length; i++) {
    targets[i] = targetOf(labels[Math.floor(i / classes)] as number, i % classes);
  }
  return tensor2d(targets, [labels.length, classes]);
}

/** Mean cross-entropy and hits from logits [n, 10], in float64: ten numbers an image are no work. */
function resultOf(logits: Float32Array, labels: Uint8Array): BatchResult {
  let loss = 0;
  let correct = 0;
  labels.forEach((label, image) => {
    const row = logits.subarray(image * classes, (image + 1) * classes);
    const top = row.reduce((a, b) => (b > a || Number.isNaN(b) ? b : a));
    const target = row.reduce((total, logit, i) => total + targetOf(label, i) * logit, 0);
    loss += top + Math.log(row.reduce((total, logit) => total + Math.exp(logit - top), 0)) - target;
    if (row.indexOf(top) === label) correct += 1;
  });
  return { loss: loss / labels.length, correct };
}
