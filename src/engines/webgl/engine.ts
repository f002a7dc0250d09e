import { expectThat, messageOf } from '../../lib/expect.ts';
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
import type { GlContext } from '../webgl-context.ts';
import { activationParts, placeActivations, placeOutputs, toBlocks } from './activations.ts';
import { StoredImages } from './images.ts';
import { fromTexels, imagesMost, parameterColumns, parameterRows, toTexels } from './layout.ts';
import { Network, type Target } from './network.ts';
import { type Part, Reader } from './reader.ts';
import { ResidentSteps } from './resident.ts';
import { rowsALine } from './shader.ts';
import { ledRow, resultsALine, type Texture } from './textures.ts';

const kind = 'webgl-passes';

/** Images that are looked at: so many at once are read back. */
const lookedAt = 64;

/** For passes without an update. Its first moment is the gradient. */
const gradientRule: UpdateRule = { kind: 'sgd', learningRate: 0, momentum: 0, weightDecay: 0 };

interface Context extends Omit<GlContext, 'renderer'> {
  /** In words, and as the driver puts it. */
  readonly device: string;
  readonly deviceDetail: string;
}

/** @throws Error when a shader does not compile */
export function webglEngine(context: Context): Engine {
  const { gl } = context;
  const network = new Network(gl);
  const { textures, work } = network;
  const reader = new Reader(gl, textures, work.results.columns * work.results.rows * 16);
  const feeder = new StepFeeder(new ResidentSteps(network, reader));
  const led = new StoredImages(textures, imagesMost);
  led.writeOrder(Uint32Array.from({ length: imagesMost }, (_, i) => i));
  const ledLine = new Float32Array(rowsALine * rowFloats);
  let explained: { readonly inputs: Texture; readonly gradient: Target } | undefined;
  let step = 0;
  let disposed = false;

  /** Failures name the place and the engine. */
  async function at<T>(place: string, compute: () => T | Promise<T>): Promise<T> {
    if (disposed) throw new EngineError(kind, place, 'the engine has been disposed');
    try {
      const before = context.lostReason();
      if (before) throw new Error(before);
      const result = await compute();
      const after = context.lostReason();
      if (after) throw new Error(after);
      return result;
    } catch (error) {
      // What the course has to say is for whoever gave it.
      if (error === feeder.courseFailure) throw error;
      throw new EngineError(kind, place, context.lostReason() ?? messageOf(error));
    }
  }

  /** A row of its own for what is no step of a run. */
  function writeLedRow(images: number, rule: UpdateRule): void {
    writeRow(ledLine, 0, 0, images, rule, step + 1);
    textures.write(work.rows, { row: ledRow / rowsALine, rows: 1 }, ledLine);
  }

  function drawLed(digits: Uint8Array, asked: 'probabilities' | 'logits'): void {
    const n = digits.length / digitSize;
    writeLedRow(n, gradientRule);
    led.write(0, digits, null);
    network.takeFrom(led);
    network.drawPixels(ledRow, 0, n, false);
    network.drawForward(ledRow, 0, n, asked);
  }

  /** What of them is read is up to `take`. @returns n * width floats */
  function look(
    digits: Uint8Array,
    width: number,
    take: (into: Float32Array, digits: Uint8Array, n: number) => void,
  ): Float32Array {
    const n = digits.length / digitSize;
    const all = new Float32Array(n * width);
    for (let from = 0; from < n; from += lookedAt) {
      const count = Math.min(lookedAt, n - from);
      const part = digits.subarray(from * digitSize, (from + count) * digitSize);
      drawLed(part, 'probabilities');
      take(all.subarray(from * width, (from + count) * width), part, count);
    }
    return all;
  }

  function outputParts(n: number): Part[] {
    return activationParts(network, n).slice(16, 19);
  }

  /** Queues a step but for its update. */
  function drawBatch({ digits, labels }: Batch, rule: UpdateRule): void {
    const n = labels.length;
    expectThat(n <= imagesMost, 'batch', `at most ${imagesMost} images`, n);
    network.makeRoom(n);
    writeLedRow(n, rule);
    led.write(0, digits, labels);
    network.takeFrom(led);
    network.drawGradients(ledRow, n, false);
    network.drawUpdate(ledRow);
  }

  const resultPart: Part = {
    target: network.targets.results,
    index: 0,
    columns: 1,
    rows: 1,
    row: ledRow / resultsALine,
  };
  const resultOf = (sums: Float32Array | undefined, n: number): BatchResult => ({
    loss: (sums?.[0] as number) / n,
    correct: sums?.[1] as number,
  });

  const statePart = (target: Target, index: number): Part => ({
    target,
    index,
    columns: parameterColumns,
    rows: parameterRows,
  });
  const writeState = (index: number, values: Float32Array) =>
    textures.write(network.state.textures[index] as Texture, {}, toTexels(values));

  function explain(inputs: Float32Array, cotangents: Float32Array) {
    const n = inputs.length / inputSize;
    const [logits, gradient] = [new Float32Array(n * classCount), new Float32Array(n * inputSize)];
    if (!explained) {
      const [input, result] = [0, 1].map(() => textures.make('RGBA32F', 256, lookedAt)) as [Texture, Texture];
      explained = { inputs: input, gradient: network.target(result) };
    }
    textures.bind('pixels', explained.inputs);
    for (let from = 0; from < n; from += lookedAt) {
      const count = Math.min(lookedAt, n - from);
      const part = inputs.subarray(from * inputSize, (from + count) * inputSize);
      textures.write(explained.inputs, { rows: count }, toBlocks(part));
      writeLedRow(count, gradientRule);
      network.drawForward(ledRow, 0, count, 'logits');
      const values = reader.now(outputParts(count));
      for (let i = 0; i < count; i++)
        placeOutputs(logits.subarray((from + i) * classCount, (from + i + 1) * classCount), values, i);
      writeCotangents(cotangents.subarray(from * classCount, (from + count) * classCount));
      network.drawBackward(ledRow, 0, count);
      network.drawInputBackward(explained.gradient, ledRow, count);
      const [read] = reader.now([{ target: explained.gradient, index: 0, columns: 256, rows: count }]);
      gradient.set(toBlocks(read as Float32Array, true), from * inputSize);
    }
    textures.bind('pixels', work.pixels);
    return { logits, gradient };
  }

  /** In the place of the gradient at the logits. */
  function writeCotangents(cotangents: Float32Array): void {
    const n = cotangents.length / classCount;
    const rows = Math.ceil(n / 16);
    for (let layer = 0; layer < 3; layer++) {
      const texels = new Float32Array(16 * rows * 4);
      for (let image = 0; image < n; image++)
        for (let u = 4 * layer; u < Math.min(4 * layer + 4, classCount); u++)
          texels[image * 4 + (u & 3)] = cotangents[image * classCount + u] as number;
      textures.write(work.result, { layer, columns: 16, rows }, texels);
    }
  }

  return {
    kind,
    architecture: lenet5,
    device: context.device,
    deviceDetail: context.deviceDetail,
    lost: context.lost,

    async loadParameters(parameters) {
      expectParameters('loadParameters', parameters);
      await at('loadParameters', () => writeState(0, parameters));
    },
    readParameters: () =>
      at('readParameters', () => fromTexels(reader.now([statePart(network.state, 0)])[0] as Float32Array)),

    async forward(digits) {
      expectDigits('forward', digits);
      return at('forward', () =>
        look(digits, lenet5.activationCount, (into, part, n) =>
          placeActivations(into, reader.now(activationParts(network, n)), part),
        ),
      );
    },
    async classify(digits) {
      expectDigits('classify', digits);
      return at('classify', () =>
        look(digits, classCount, (into, _, n) => {
          const values = reader.now(outputParts(n));
          for (let i = 0; i < n; i++) placeOutputs(into.subarray(i * classCount), values, i);
        }),
      );
    },

    async gradients(batch) {
      const n = expectBatch('gradients', batch);
      return at('gradients', () => {
        drawBatch(batch, gradientRule);
        const [result, gradient] = reader.now([resultPart, statePart(network.nextState, 1)]);
        return { ...resultOf(result, n), gradient: fromTexels(gradient as Float32Array) };
      });
    },

    async inputGradient(inputs, cotangents) {
      expectInputs('inputGradient', inputs, cotangents);
      return at('inputGradient', () => explain(inputs, cotangents));
    },

    async trainStep(batch, rule) {
      const place = `train step ${step + 1}`;
      const n = expectBatch(place, batch);
      return at(place, () => {
        drawBatch(batch, rule);
        network.swapStates();
        step += 1;
        return resultOf(reader.now([resultPart])[0], n);
      });
    },

    advance: (course, most, signal) =>
      at(`train step ${step + 1}`, async () => {
        if (course.batchSize > imagesMost) return null;
        const results = await feeder.advance(course, step, most, signal);
        step += results?.length ?? 0;
        return results;
      }),

    readOptimiser: () =>
      at('readOptimiser', () => {
        const [first, second] = reader.now([statePart(network.state, 1), statePart(network.state, 2)]);
        return {
          step,
          first: fromTexels(first as Float32Array),
          second: fromTexels(second as Float32Array),
        };
      }),
    async loadOptimiser(state) {
      expectOptimiserState('loadOptimiser', state);
      await at('loadOptimiser', () => {
        writeState(1, state.first);
        writeState(2, state.second);
        step = state.step;
      });
    },

    memory: () => (disposed ? { tensors: 0, bytes: 0 } : textures.memory()),
    loseDevice: () => context.lose(),
    async dispose() {
      if (disposed) return;
      disposed = true;
      context.close();
    },
  };
}
