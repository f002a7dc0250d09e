import { t } from '../../language/language.ts';
import { layerNamed } from '../../network/architecture.ts';
import { lenet5 } from '../../network/lenet-5.ts';
import { digitSize, inputSize } from '../../network/rasters.ts';
import type { InputGradient } from '../engine.ts';
import { rowFloats } from '../gpu/step-rows.ts';

/** What assembly/index.ts exports. Addresses are bytes into `memory`. */
interface KernelExports {
  readonly memory: WebAssembly.Memory;
  reserve(threads: number, thread: number): number;
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
  readonly RULE: WebAssembly.Global;
  readonly REGION_SIZE: WebAssembly.Global;
  sliceStart(thread: number, threads: number): number;
  pack(from: number, end: number): void;
  sumSlice(thread: number, threads: number): void;
  updateSlice(thread: number, threads: number): void;
  forward(n: number): void;
  classify(n: number): void;
  gatherActivations(image: number): void;
  startGradient(): void;
  backward(n: number, scale: number): void;
  finishGradient(): void;
  inputGradient(n: number): void;
  lossTotal(): number;
  correctTotal(): number;
}

/** The regions of one of the threads that share a memory. */
export interface Region {
  readonly memory: WebAssembly.Memory;
  readonly threads: number;
  /** From 0, the one that leads. It takes its regions before any other. */
  readonly thread: number;
}

/** Images, wherever they come from. */
export interface ImageSource {
  /** Writes images and classes from the one at `first` on: n * 784 bytes, n classes. */
  take(first: number, digits: Uint8Array, labels: Uint8Array): void;
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
  /** A row of gpu/step-rows.ts: how the next update is made. */
  readonly rule: Float32Array;

  private constructor(
    private readonly kernels: KernelExports,
    private readonly distance: number,
    private readonly region: Pick<Region, 'threads' | 'thread'>,
  ) {
    const chunk = kernels.CHUNK.value;
    const { parameterCount, activationCount } = lenet5;
    this.parameters = this.floats(kernels.PARAMETERS, parameterCount, 0);
    this.first = this.floats(kernels.FIRST, parameterCount, 0);
    this.second = this.floats(kernels.SECOND, parameterCount, 0);
    this.gradient = this.floats(kernels.GRADIENT, parameterCount);
    this.digits = this.bytesAt(kernels.DIGITS, chunk * digitSize);
    this.labels = this.bytesAt(kernels.LABELS, chunk);
    this.inputs = this.floats(kernels.INPUTS, chunk * inputSize);
    this.outputs = this.floats(kernels.OUTPUTS, chunk * outputStride);
    this.outputGradient = this.floats(kernels.OUTPUT_GRADIENT, chunk * outputStride);
    this.activations = this.floats(kernels.ACTIVATIONS, activationCount);
    this.rule = this.floats(kernels.RULE, rowFloats);
  }

  /**
   * @param region where threads share a memory, of the binary for that
   * @throws when there is no room for the memory (some 3 MB, and 2 MB more for each further thread)
   */
  static async instantiate(module: WebAssembly.Module, region?: Region): Promise<Kernels> {
    const imports = region ? { env: { memory: region.memory } } : {};
    const { exports } = await WebAssembly.instantiate(module, imports);
    const kernels = exports as unknown as KernelExports;
    const { threads, thread } = region ?? { threads: 1, thread: 0 };
    const distance = kernels.reserve(threads, thread);
    if (distance < 0) throw new Error(t`no room for the memory of the kernels`);
    return new Kernels(kernels, distance, { threads, thread });
  }

  private floats(at: WebAssembly.Global, length: number, distance = this.distance): Float32Array {
    return new Float32Array(this.kernels.memory.buffer, at.value + distance, length);
  }

  private bytesAt(at: WebAssembly.Global, length: number): Uint8Array {
    return new Uint8Array(this.kernels.memory.buffer, at.value + this.distance, length);
  }

  /** Of all threads together, where they share one memory. */
  get bytes(): number {
    return this.kernels.memory.buffer.byteLength;
  }

  parametersChanged(): void {
    this.kernels.pack(0, this.kernels.sliceStart(1, 1));
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
   * Leaves in `gradient` the sum of the gradients of `count` images, divided by `batchSize`: the mean when these are
   * the batch, a share of it when they are a part of a larger one.
   */
  accumulateGradient(images: ImageSource, first: number, count: number, batchSize: number): GradientSums {
    const { kernels, digits, labels } = this;
    const chunk = kernels.CHUNK.value;
    kernels.startGradient();
    for (let start = 0; start < count; start += chunk) {
      const n = Math.min(chunk, count - start);
      images.take(first + start, digits.subarray(0, n * digitSize), labels.subarray(0, n));
      kernels.forward(n);
      kernels.backward(n, 1 / batchSize);
    }
    kernels.finishGradient();
    return { lossSum: kernels.lossTotal(), correct: kernels.correctTotal() };
  }

  /** Logits and the gradients at n inputs; see `Engine.inputGradient`. */
  inputGradient(inputs: Float32Array, cotangents: Float32Array): InputGradient {
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

  /**
   * Sums this thread's slice of the gradient over the first `threads` threads that share the memory, in an order that
   * their number alone decides. None of them may write its gradient meanwhile.
   */
  sumSlice(threads: number): void {
    this.kernels.sumSlice(this.region.thread, threads);
  }

  /** Changes this thread's slice of the parameters by its slice of the gradient, as `rule` says. */
  updateSlice(threads: number): void {
    this.kernels.updateSlice(this.region.thread, threads);
  }

  /** Brings the slices that threads have summed together in `gradient`. */
  gatherSlices(threads: number): void {
    for (let thread = 1; thread < threads; thread++) {
      const distance = thread * this.kernels.REGION_SIZE.value;
      const of = this.floats(this.kernels.GRADIENT, lenet5.parameterCount, distance);
      const start = this.sliceStart(thread, threads);
      this.gradient.set(of.subarray(start, this.sliceStart(thread + 1, threads)), start);
    }
  }

  /** First parameter of a thread's slice; that of the next thread is its end. */
  sliceStart(thread: number, threads: number): number {
    return Math.min(this.kernels.sliceStart(thread, threads) / 4, lenet5.parameterCount);
  }

  /** Calls `work` with each chunk's digits in place. */
  private inChunks(digits: Uint8Array, work: (n: number, start: number) => void): void {
    const count = digits.length / digitSize;
    const chunk = this.kernels.CHUNK.value;
    for (let start = 0; start < count; start += chunk) {
      const n = Math.min(chunk, count - start);
      this.digits.set(digits.subarray(start * digitSize, (start + n) * digitSize));
      work(n, start);
    }
  }
}
