import { layerNamed } from '../../network/architecture.ts';
import { lenet5 } from '../../network/lenet-5.ts';
import { digitSize, inputSize } from '../../network/rasters.ts';
import type { Batch, InputGradient, UpdateRule } from '../engine.ts';

/** What assembly/index.ts exports. Addresses are bytes into `memory`. */
interface KernelExports {
  readonly memory: WebAssembly.Memory;
  reserve(): number;
  readonly CHUNK: WebAssembly.Global;
  readonly PARAMETERS: WebAssembly.Global;
  readonly GRADIENT: WebAssembly.Global;
  readonly FIRST: WebAssembly.Global;
  readonly SECOND: WebAssembly.Global;
  readonly DIGITS: WebAssembly.Global;
  readonly LABELS: WebAssembly.Global;
  readonly INPUTS: WebAssembly.Global;
  readonly OUTPUTS: WebAssembly.Global;
  readonly OUTPUT_GRADIENT: WebAssembly.Global;
  readonly ACTIVATIONS: WebAssembly.Global;
  readonly INCOMING: WebAssembly.Global;
  packForward(): void;
  packBackward(): void;
  forward(n: number): void;
  classify(n: number): void;
  gatherActivations(image: number): void;
  startGradient(): void;
  backward(n: number, scale: number): void;
  finishGradient(): void;
  inputGradient(n: number): void;
  addIncoming(): void;
  lossTotal(): number;
  correctTotal(): number;
  updateSgd(rate: number, momentum: number, weightDecay: number): void;
  updateAdam(
    stepSize: number,
    secondScale: number,
    beta1: number,
    oneMinusBeta1: number,
    beta2: number,
    oneMinusBeta2: number,
    epsilon: number,
    weightDecay: number,
    shrink: number,
  ): void;
}

/** Sums over a part of a batch. */
export interface GradientSums {
  readonly lossSum: number;
  readonly correct: number;
}

const classes = layerNamed(lenet5, 'Output').maps;
/** Floats from one image's outputs to the next, as in assembly/layout.ts. */
const outputStride = 16;

/**
 * One instance of the kernels with its memory. Everything is synchronous and unchecked; engines check
 * arguments before they call. The views look into linear memory, which never grows after the start.
 */
export class Kernels {
  /** P floats each. After writing to `parameters`, call {@link parametersChanged}. */
  readonly parameters: Float32Array;
  readonly gradient: Float32Array;
  readonly first: Float32Array;
  readonly second: Float32Array;
  private readonly digits: Uint8Array;
  private readonly labels: Uint8Array;
  private readonly inputs: Float32Array;
  private readonly outputs: Float32Array;
  private readonly outputGradient: Float32Array;
  private readonly activations: Float32Array;
  private readonly incoming: Float32Array;
  private forwardPacked = false;
  private backwardPacked = false;

  private constructor(private readonly kernels: KernelExports) {
    const { buffer } = kernels.memory;
    const chunk = kernels.CHUNK.value;
    this.parameters = new Float32Array(buffer, kernels.PARAMETERS.value, lenet5.parameterCount);
    this.gradient = new Float32Array(buffer, kernels.GRADIENT.value, lenet5.parameterCount);
    this.first = new Float32Array(buffer, kernels.FIRST.value, lenet5.parameterCount);
    this.second = new Float32Array(buffer, kernels.SECOND.value, lenet5.parameterCount);
    this.digits = new Uint8Array(buffer, kernels.DIGITS.value, chunk * digitSize);
    this.labels = new Uint8Array(buffer, kernels.LABELS.value, chunk);
    this.inputs = new Float32Array(buffer, kernels.INPUTS.value, chunk * inputSize);
    this.outputs = new Float32Array(buffer, kernels.OUTPUTS.value, chunk * outputStride);
    this.outputGradient = new Float32Array(buffer, kernels.OUTPUT_GRADIENT.value, chunk * outputStride);
    this.activations = new Float32Array(buffer, kernels.ACTIVATIONS.value, lenet5.activationCount);
    this.incoming = new Float32Array(buffer, kernels.INCOMING.value, lenet5.parameterCount);
  }

  /** @throws when there is no room for the memory (under 4 MB). */
  static async instantiate(module: WebAssembly.Module): Promise<Kernels> {
    const { exports } = await WebAssembly.instantiate(module);
    const kernels = exports as unknown as KernelExports;
    if (!kernels.reserve()) throw new Error('no room for the memory of the kernels');
    return new Kernels(kernels);
  }

  get bytes(): number {
    return this.kernels.memory.buffer.byteLength;
  }

  parametersChanged(): void {
    this.forwardPacked = false;
    this.backwardPacked = false;
  }

  /** All layers' activations of n images, n * A floats. */
  forward(digits: Uint8Array): Float32Array {
    const result = new Float32Array((digits.length / digitSize) * lenet5.activationCount);
    this.inChunks(digits, (n, start) => {
      this.kernels.classify(n);
      for (let i = 0; i < n; i++) {
        this.kernels.gatherActivations(i);
        result.set(this.activations, (start + i) * lenet5.activationCount);
      }
    });
    return result;
  }

  /** Class probabilities of n images, n * 10 floats. */
  classify(digits: Uint8Array): Float32Array {
    const result = new Float32Array((digits.length / digitSize) * classes);
    this.inChunks(digits, (n, start) => {
      this.kernels.classify(n);
      for (let i = 0; i < n; i++) {
        const row = this.outputs.subarray(i * outputStride, i * outputStride + classes);
        result.set(row, (start + i) * classes);
      }
    });
    return result;
  }

  /**
   * Leaves in `gradient` the sum of the batch's gradients, divided by `batchSize`: the mean when the
   * batch is whole, a share of it when it is a part of a larger one.
   */
  accumulateGradient({ digits, labels }: Batch, batchSize: number): GradientSums {
    this.pack(true);
    this.kernels.startGradient();
    this.inChunks(digits, (n, start) => {
      this.labels.set(labels.subarray(start, start + n));
      this.kernels.forward(n);
      this.kernels.backward(n, 1 / batchSize);
    });
    this.kernels.finishGradient();
    return { lossSum: this.kernels.lossTotal(), correct: this.kernels.correctTotal() };
  }

  /** Logits and the gradients at n inputs; see `Engine.inputGradient`. */
  inputGradient(inputs: Float32Array, cotangents: Float32Array): InputGradient {
    this.pack(true);
    const count = inputs.length / inputSize;
    const chunk = this.kernels.CHUNK.value;
    const [logits, gradient] = [new Float32Array(count * classes), new Float32Array(inputs.length)];
    for (let start = 0; start < count; start += chunk) {
      const n = Math.min(chunk, count - start);
      this.inputs.set(inputs.subarray(start * inputSize, (start + n) * inputSize));
      this.outputGradient.fill(0);
      for (let i = 0; i < n; i++) {
        const row = (start + i) * classes;
        this.outputGradient.set(cotangents.subarray(row, row + classes), i * outputStride);
      }
      this.kernels.inputGradient(n);
      gradient.set(this.inputs.subarray(0, n * inputSize), start * inputSize);
      for (let i = 0; i < n; i++) {
        const row = this.outputs.subarray(i * outputStride, i * outputStride + classes);
        logits.set(row, (start + i) * classes);
      }
      // Digits are widened into their middle only.
      this.inputs.fill(0, 0, n * inputSize);
    }
    return { logits, gradient };
  }

  /** Adds P floats, another share of the batch, to `gradient`. */
  addToGradient(share: Float32Array): void {
    this.incoming.set(share);
    this.kernels.addIncoming();
  }

  /** Changes the parameters by the gradient. @param step counts updates from 1 */
  update(rule: UpdateRule, step: number): void {
    if (rule.kind === 'sgd') {
      this.kernels.updateSgd(rule.learningRate, rule.momentum, rule.weightDecay);
    } else {
      const { learningRate, beta1, beta2, epsilon, weightDecay } = rule;
      const decoupled = rule.kind === 'adamw';
      this.kernels.updateAdam(
        learningRate / (1 - beta1 ** step),
        1 / Math.sqrt(1 - beta2 ** step),
        beta1,
        1 - beta1,
        beta2,
        1 - beta2,
        epsilon,
        decoupled ? 0 : weightDecay,
        decoupled ? 1 - learningRate * weightDecay : 1,
      );
    }
    this.parametersChanged();
  }

  /** Repacks parameters that have changed. */
  private pack(backward: boolean): void {
    if (!this.forwardPacked) this.kernels.packForward();
    this.forwardPacked = true;
    if (!backward) return;
    if (!this.backwardPacked) this.kernels.packBackward();
    this.backwardPacked = true;
  }

  /** Calls `work` with each chunk's digits in place. */
  private inChunks(digits: Uint8Array, work: (n: number, start: number) => void): void {
    this.pack(false);
    const count = digits.length / digitSize;
    const chunk = this.kernels.CHUNK.value;
    for (let start = 0; start < count; start += chunk) {
      const n = Math.min(chunk, count - start);
      this.digits.set(digits.subarray(start * digitSize, (start + n) * digitSize));
      work(n, start);
    }
  }
}
