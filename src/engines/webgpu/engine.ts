import { t } from '../../language/language.ts';
import { messageOf } from '../../lib/expect.ts';
import { classCount } from '../../network/labels.ts';
import { lenet5 } from '../../network/lenet-5.ts';
import { digitSize, inputSize } from '../../network/rasters.ts';
import {
  expectBatch,
  expectDigits,
  expectInputs,
  expectOptimiserState,
  expectParameters,
} from '../checks.ts';
import type { Batch, BatchResult, Engine, UpdateRule } from '../engine.ts';
import { EngineError } from '../errors.ts';
import { StepFeeder } from '../gpu/step-feeder.ts';
import { rowFloats, writeRow } from '../gpu/step-rows.ts';
import { Buffers } from './buffers.ts';
import { chunk, flat, imageWords, probabilitiesAt, writtenFloats } from './layout.ts';
import { packImages } from './pack-images.ts';
import { imageGroup, Pipelines, trainingTask } from './pipelines.ts';
import { ResidentSteps } from './resident.ts';
import { laneMemoryBytes } from './shaders/image-per-lane.ts';
import { Steps, workBytes } from './steps.ts';

const kind = 'webgpu-compute';

/** Images of a step at most: what they leave for the update fits into the buffers that every device grants. */
const batchMost = 4096;

interface DeviceFacts {
  /** The device in words. */
  readonly name: string;
  /** The same as the driver puts it. */
  readonly detail: string;
  readonly isSoftware: boolean;
}

/** Parameters and moments are read and written without the few floats that fill up their vectors. */
const parameterBytes = lenet5.parameterCount * 4;
/** Any rule will do where gradients are only read. */
const noRule: UpdateRule = { kind: 'sgd', learningRate: 0, momentum: 0, weightDecay: 0 };

/**
 * The network in two compute shaders: all of an image in one workgroup (by a software renderer in one invocation), and
 * the update of all weights.
 * @throws Error when a shader does not compile
 */
export async function webgpuEngine(
  device: GPUDevice,
  { name, detail, isSoftware }: DeviceFacts,
): Promise<Engine> {
  const pipelines = new Pipelines(device);
  await pipelines.need(trainingTask(false, isSoftware), 'update');
  const buffers = new Buffers(device);
  const { STORAGE, UNIFORM, COPY_DST, COPY_SRC } = GPUBufferUsage;
  const state = buffers.make('state', 3 * flat * 4, STORAGE | COPY_DST | COPY_SRC);
  const gradient = buffers.make('gradient', flat * 4, STORAGE | COPY_SRC);
  const written = buffers.make('written', chunk * writtenFloats * 4, STORAGE | COPY_SRC);
  const inputs = buffers.make('inputs', chunk * inputSize * 4, STORAGE | COPY_DST);
  const cotangentBits = buffers.make('cotangents', chunk * classCount * 4, STORAGE | COPY_DST);
  const given = {
    places: buffers.make('places of a batch', batchMost * 4, STORAGE | COPY_DST),
    rows: buffers.make('row', rowFloats * 4, STORAGE | COPY_DST),
    chance: buffers.make('no chance', 48, UNIFORM | COPY_DST),
  };
  device.queue.writeBuffer(
    given.places,
    0,
    Uint32Array.from({ length: batchMost }, (_, i) => i),
  );
  let work = buffers.make('work', workBytes(chunk), STORAGE);
  let images = buffers.make('batch', chunk * imageWords * 4, STORAGE | COPY_DST);

  const shared = {
    state,
    work: () => work,
    makeRoom(count: number) {
      const needed = workBytes(2 ** Math.ceil(Math.log2(count)));
      if (needed <= work.size) return;
      buffers.free(work);
      work = buffers.make('work', needed, STORAGE);
    },
    laneMemory: isSoftware ? buffers.make('lanes', laneMemoryBytes, STORAGE) : null,
    updateGroupsMost: isSoftware ? navigator.hardwareConcurrency : Number.POSITIVE_INFINITY,
  };
  const led = new Steps(device, buffers, pipelines, shared, 'update', state);
  const gradients = new Steps(device, buffers, pipelines, shared, 'gradient', gradient);
  const resident = new ResidentSteps(
    device,
    buffers,
    new Steps(device, buffers, pipelines, shared, 'update', state),
  );
  const feeder = new StepFeeder(resident);
  const bindBatch = () => {
    for (const steps of [led, gradients]) steps.bind({ ...given, images });
  };
  bindBatch();

  let step = 0;
  let disposed = false;
  let failure: string | undefined;
  let closed = false;
  const lost = device.lost.then(({ message }) => {
    failure = message ? t`the WebGPU device was lost (${message})` : t`the WebGPU device was lost`;
    // Closing it is what loses it then, and no news.
    return closed ? new Promise<string>(() => {}) : failure;
  });
  device.addEventListener('uncapturederror', ({ error }) => {
    failure ??= error.message;
  });

  /** Failures name the place and the engine. */
  async function at<T>(place: string, work: () => Promise<T>): Promise<T> {
    if (disposed) throw new EngineError(kind, place, 'the engine has been disposed');
    try {
      if (failure) throw new Error(failure);
      const result = await work();
      if (failure) throw new Error(failure);
      return result;
    } catch (error) {
      // What the course has to say is for whoever gave it.
      if (error === feeder.courseFailure) throw error;
      throw new EngineError(kind, place, failure ?? messageOf(error));
    }
  }

  /** Of what only looks at images; made anew when the buffers of a batch are. */
  const looking: Partial<Record<'forward' | 'input gradient', GPUBindGroup>> = {};

  /** One dispatch over so many images that were written. */
  function look(task: 'forward' | 'input gradient', count: number): GPUCommandEncoder {
    const pipeline = pipelines.of(task);
    const parameters = { buffer: state, size: flat * 4 };
    looking[task] ??= imageGroup(device, pipeline, task, {
      0: parameters,
      1: parameters,
      2: { buffer: task === 'forward' ? images : inputs },
      3: { buffer: cotangentBits },
      9: { buffer: written },
    });
    const encoder = device.createCommandEncoder();
    const pass = encoder.beginComputePass();
    pass.setPipeline(pipeline);
    pass.setBindGroup(0, looking[task]);
    pass.dispatchWorkgroups(count);
    pass.end();
    return encoder;
  }

  /** Room for a batch that is led, and the batch. */
  function writeBatch({ digits, labels }: Batch): void {
    const size = labels.length * imageWords * 4;
    if (size > images.size) {
      buffers.free(images);
      images = buffers.make('batch', 2 ** Math.ceil(Math.log2(size)), STORAGE | COPY_DST);
      bindBatch();
      delete looking.forward;
    }
    device.queue.writeBuffer(images, 0, packImages(digits, labels, 0, labels.length));
  }

  /** One step that is led. */
  function encodeStep(place: string, steps: Steps, batch: Batch, rule: UpdateRule): GPUCommandEncoder {
    const n = batch.labels.length;
    if (n > batchMost) throw new EngineError(kind, place, `expected at most ${batchMost} images, got ${n}`);
    steps.makeRoom(n);
    writeBatch(batch);
    const row = new Float32Array(rowFloats);
    writeRow(row, 0, 0, n, rule, step + 1);
    device.queue.writeBuffer(given.rows, 0, row);
    steps.startAt(0);
    const encoder = device.createCommandEncoder();
    steps.encode(encoder, [n]);
    return encoder;
  }

  const resultOf = (sums: Float32Array, n: number): BatchResult => ({
    loss: (sums[0] as number) / n,
    correct: sums[1] as number,
  });

  /** Images that are looked at: n * width floats from `offset` of what is written for a chunk. */
  async function forwardPass(digits: Uint8Array, width: number, offset: number): Promise<Float32Array> {
    const n = digits.length / digitSize;
    const copy = digits.slice();
    const all = new Float32Array(n * width);
    await pipelines.need('forward');
    for (let from = 0; from < n; from += chunk) {
      const count = Math.min(chunk, n - from);
      device.queue.writeBuffer(images, 0, packImages(copy, null, from, count));
      const encoder = look('forward', count);
      const part = { buffer: written, offset: offset * 4, size: count * width * 4 };
      all.set(await buffers.read(encoder, [part]), from * width);
    }
    return all;
  }

  const readState = (first: number, count: number) =>
    buffers.read(
      device.createCommandEncoder(),
      Array.from({ length: count }, (_, i) => ({
        buffer: state,
        offset: (first + i) * flat * 4,
        size: parameterBytes,
      })),
    );
  const writeState = (index: number, values: Float32Array) =>
    device.queue.writeBuffer(state, index * flat * 4, values.slice());

  return {
    kind,
    architecture: lenet5,
    device: name,
    deviceDetail: detail,
    lost,

    async loadParameters(parameters) {
      expectParameters('loadParameters', parameters);
      await at('loadParameters', async () => writeState(0, parameters));
    },
    readParameters: () => at('readParameters', () => readState(0, 1)),

    async forward(digits) {
      expectDigits('forward', digits);
      return at('forward', () => forwardPass(digits, lenet5.activationCount, 0));
    },
    async classify(digits) {
      expectDigits('classify', digits);
      return at('classify', () => forwardPass(digits, classCount, probabilitiesAt));
    },

    async gradients(batch) {
      const n = expectBatch('gradients', batch);
      const copy = { digits: batch.digits.slice(), labels: batch.labels.slice() };
      return at('gradients', async () => {
        await pipelines.need('gradient');
        const encoder = encodeStep('gradients', gradients, copy, noRule);
        const values = await buffers.read(encoder, [
          { buffer: gradient, offset: 0, size: parameterBytes },
          { buffer: gradients.results, offset: 0, size: 8 },
        ]);
        const { parameterCount } = lenet5;
        return {
          ...resultOf(values.subarray(parameterCount), n),
          gradient: values.slice(0, parameterCount),
        };
      });
    },

    async inputGradient(values, cotangents) {
      const n = expectInputs('inputGradient', values, cotangents);
      const [copy, weights] = [values.slice(), cotangents.slice()];
      return at('inputGradient', async () => {
        const [logits, result] = [new Float32Array(n * classCount), new Float32Array(n * inputSize)];
        await pipelines.need('input gradient');
        for (let from = 0; from < n; from += chunk) {
          const count = Math.min(chunk, n - from);
          device.queue.writeBuffer(inputs, 0, copy.subarray(from * inputSize, (from + count) * inputSize));
          device.queue.writeBuffer(
            cotangentBits,
            0,
            weights.subarray(from * classCount, (from + count) * classCount),
          );
          const encoder = look('input gradient', count);
          const size = classCount + inputSize;
          const all = await buffers.read(encoder, [{ buffer: written, offset: 0, size: count * size * 4 }]);
          for (let i = 0; i < count; i++) {
            const row = all.subarray(i * size, (i + 1) * size);
            logits.set(row.subarray(0, classCount), (from + i) * classCount);
            result.set(row.subarray(classCount), (from + i) * inputSize);
          }
        }
        return { logits, gradient: result };
      });
    },

    async trainStep(batch, rule) {
      const place = `train step ${step + 1}`;
      const n = expectBatch(place, batch);
      return at(place, async () => {
        const encoder = encodeStep(place, led, batch, rule);
        step += 1;
        return resultOf(await buffers.read(encoder, [{ buffer: led.results, offset: 0, size: 8 }]), n);
      });
    },

    advance: (course, most, signal) =>
      at(`train step ${step + 1}`, async () => {
        if (course.batchSize > batchMost) return null;
        if (course.distortion) await pipelines.need(trainingTask(true, isSoftware));
        const results = await feeder.advance(course, step, most, signal);
        step += results?.length ?? 0;
        return results;
      }),

    readOptimiser: () =>
      at('readOptimiser', async () => {
        const updates = step;
        const moments = await readState(1, 2);
        const { parameterCount } = lenet5;
        return {
          step: updates,
          first: moments.slice(0, parameterCount),
          second: moments.slice(parameterCount),
        };
      }),
    async loadOptimiser(optimiser) {
      expectOptimiserState('loadOptimiser', optimiser);
      await at('loadOptimiser', async () => {
        writeState(1, optimiser.first);
        writeState(2, optimiser.second);
        step = optimiser.step;
      });
    },

    memory: () => (disposed ? { tensors: 0, bytes: 0 } : buffers.memory()),
    loseDevice: () => device.destroy(),
    async dispose() {
      disposed = true;
      closed = true;
      device.destroy();
    },
  };
}
