import { t } from '../../language/language.ts';
import { layerBefore, layerNamed, outputOf, readersOf, tensorOf } from '../../network/architecture.ts';
import { lenet5Of1998 } from '../../network/lenet-5-1998.ts';
import type { UpdateRule } from '../../network/optimiser.ts';
import { digitSize, inputSize } from '../../network/rasters.ts';
import type { Batch, BatchResult } from '../course.ts';
import type { InputGradient } from '../engine.ts';
import { rowFloats, writeRow } from '../gpu/step-rows.ts';

/** What assembly/index-1998.ts exports. Addresses are bytes into `memory`. */
type Calls = Record<
  'startGradient' | 'finishGradient' | 'packC3' | 'updateByMoments' | 'inputGradient' | 'clearInput',
  () => void
> & {
  readonly memory: WebAssembly.Memory;
  prepare(): number;
  forward(i: number): void;
  probabilities(n: number): void;
  gatherActivations(i: number): void;
  addImage(i: number, rubbishPenalty: number, scale: number): void;
  measureRates(damping: number): void;
  updateByCurvature(learningRate: number): void;
  trainEach(n: number, rubbishPenalty: number, learningRate: number): void;
} & Readonly<Record<Address, WebAssembly.Global>>;

type Address =
  | 'ACTIVATIONS'
  | 'CENTRES'
  | 'CENTRE_SIZE'
  | 'CHUNK'
  | 'C1_KERNEL'
  | 'C3_KERNEL'
  | 'C3_MASK'
  | 'C5_KERNEL'
  | 'DIGITS'
  | 'F6_KERNEL'
  | 'FIRST'
  | 'FLAT'
  | 'GRADIENT'
  | 'HITS'
  | 'INPUTS'
  | 'LABELS'
  | 'LOGITS'
  | 'LOSSES'
  | 'OUTPUT_GRADIENT'
  | 'PARAMETERS'
  | 'RULE'
  | 'S2_COEFFICIENT'
  | 'S4_COEFFICIENT'
  | 'SECOND';

const { parameterCount, activationCount, loss } = lenet5Of1998;
const classes = outputOf(lenet5Of1998).maps;
const rubbishPenalty = loss.kind === 'maximum-a-posteriori' ? loss.rubbishPenalty : Number.POSITIVE_INFINITY;
/** Floats from one image's logits to the next. */
const logitStride = 16;

/** One instance of the kernels with its memory. Everything is synchronous and unchecked, as in ../wasm/kernels.ts. */
export class Kernels1998 {
  private readonly places: Uint32Array;
  private readonly chunk: number;
  private readonly flat: Readonly<Record<'PARAMETERS' | 'GRADIENT' | 'FIRST' | 'SECOND', Float32Array>>;
  private readonly rule: Float32Array;
  /** What the rates were last measured with; null once the curvature has changed. */
  private damping: number | null = null;

  private constructor(private readonly calls: Calls) {
    this.chunk = calls.CHUNK.value;
    this.places = placesOf(calls);
    const floats = calls.FLAT.value / 4;
    this.flat = {
      PARAMETERS: this.floats('PARAMETERS', floats),
      GRADIENT: this.floats('GRADIENT', floats),
      FIRST: this.floats('FIRST', floats),
      SECOND: this.floats('SECOND', floats),
    };
    this.rule = this.floats('RULE', rowFloats);
    const output = outputOf(lenet5Of1998);
    const centreStride = calls.CENTRE_SIZE.value / 4;
    const centres = this.floats('CENTRES', classes * centreStride);
    const bitmaps = output.kind === 'rbf' ? output.centres : [];
    for (const [i, bitmap] of bitmaps.entries()) centres.set(bitmap, i * centreStride);
    const mask = this.floats('C3_MASK', 2400);
    const { offset, size } = tensorOf(lenet5Of1998, 'C3', 'kernel');
    for (const place of this.places.subarray(offset, offset + size))
      mask[place - calls.C3_KERNEL.value / 4] = 1;
  }

  /** @throws when there is no room for the memory, some 3 MB */
  static async instantiate(module: WebAssembly.Module): Promise<Kernels1998> {
    const { exports } = await WebAssembly.instantiate(module);
    const calls = exports as unknown as Calls;
    if (!calls.prepare()) throw new Error(t`no room for the memory of the kernels`);
    return new Kernels1998(calls);
  }

  get bytes(): number {
    return this.calls.memory.buffer.byteLength;
  }

  private floats(at: Address, length: number): Float32Array {
    return new Float32Array(this.calls.memory.buffer, this.calls[at].value, length);
  }

  private bytesAt(at: Address, length: number): Uint8Array {
    return new Uint8Array(this.calls.memory.buffer, this.calls[at].value, length);
  }

  /** P floats. */
  read(what: keyof Kernels1998['flat']): Float32Array {
    const flat = this.flat[what];
    return Float32Array.from(this.places, (place) => flat[place] as number);
  }

  /** @param values P floats */
  write(what: 'PARAMETERS' | 'FIRST' | 'SECOND', values: Float32Array): void {
    const flat = this.flat[what];
    this.places.forEach((place, at) => {
      flat[place] = values[at] as number;
    });
    if (what === 'PARAMETERS') this.calls.packC3();
    if (what === 'SECOND') this.damping = null;
  }

  /** All layers' activations of n images, n * A floats. */
  forward(digits: Uint8Array): Float32Array {
    const result = new Float32Array((digits.length / digitSize) * activationCount);
    const activations = this.floats('ACTIVATIONS', activationCount);
    this.inChunks(digits, (n, start) => {
      for (let i = 0; i < n; i++) {
        this.calls.forward(i);
        this.calls.gatherActivations(i);
        result.set(activations, (start + i) * activationCount);
      }
      this.probabilitiesInto(n, (i, row) => result.set(row, (start + i + 1) * activationCount - classes));
    });
    return result;
  }

  /** Class probabilities of n images, n * 10 floats. */
  classify(digits: Uint8Array): Float32Array {
    const result = new Float32Array((digits.length / digitSize) * classes);
    this.inChunks(digits, (n, start) => {
      for (let i = 0; i < n; i++) this.calls.forward(i);
      this.probabilitiesInto(n, (i, row) => result.set(row, (start + i) * classes));
    });
    return result;
  }

  private probabilitiesInto(n: number, take: (i: number, row: Float32Array) => void): void {
    this.calls.probabilities(n);
    const logits = this.floats('LOGITS', this.chunk * logitStride);
    for (let i = 0; i < n; i++) take(i, logits.subarray(i * logitStride, i * logitStride + classes));
  }

  /** Leaves the mean gradient over the batch in GRADIENT. */
  accumulateGradient({ digits, labels }: Batch): BatchResult {
    const count = labels.length;
    let [lossSum, correct] = [0, 0];
    this.calls.startGradient();
    this.inChunks(digits, (n, start) => {
      this.bytesAt('LABELS', n).set(labels.subarray(start, start + n));
      for (let i = 0; i < n; i++) this.calls.addImage(i, rubbishPenalty, 1 / count);
      for (const one of this.results(n)) {
        lossSum += one.loss;
        correct += one.correct;
      }
    });
    this.calls.finishGradient();
    return { loss: lossSum / count, correct };
  }

  /**
   * An update by GRADIENT.
   * @param number of this update, from 1
   */
  update(rule: UpdateRule, number: number): void {
    if (rule.kind === 'levenberg-marquardt') {
      this.measureRates(rule.damping);
      this.calls.updateByCurvature(rule.learningRate);
      return;
    }
    writeRow(this.rule, 0, 0, 1, rule, number);
    this.calls.updateByMoments();
    this.damping = null;
  }

  /**
   * One update for each image, by the curvature.
   * @param n at most {@link most} @param take writes the images: n * 784 bytes, n classes
   * @returns what each measured before its update
   */
  trainEach(
    n: number,
    { learningRate, damping }: Extract<UpdateRule, { kind: 'levenberg-marquardt' }>,
    take: (digits: Uint8Array, labels: Uint8Array) => void,
  ): readonly BatchResult[] {
    take(this.bytesAt('DIGITS', n * digitSize), this.bytesAt('LABELS', n));
    this.measureRates(damping);
    this.calls.trainEach(n, rubbishPenalty, learningRate);
    return this.results(n);
  }

  /** Images that {@link trainEach} takes at once. */
  get most(): number {
    return this.chunk;
  }

  private measureRates(damping: number): void {
    if (this.damping !== damping) this.calls.measureRates(damping);
    this.damping = damping;
  }

  private results(n: number): BatchResult[] {
    const losses = new Float64Array(this.calls.memory.buffer, this.calls.LOSSES.value, n);
    const hits = this.bytesAt('HITS', n);
    return Array.from({ length: n }, (_, i) => ({ loss: losses[i] as number, correct: hits[i] as number }));
  }

  /** Logits and the gradients at n inputs; see `Engine.inputGradient`. */
  inputGradient(inputs: Float32Array, cotangents: Float32Array): InputGradient {
    const gradient = new Float32Array(inputs.length);
    const logits = new Float32Array(cotangents.length);
    const input = this.floats('INPUTS', inputSize);
    for (let i = 0; i * inputSize < inputs.length; i++) {
      input.set(inputs.subarray(i * inputSize, (i + 1) * inputSize));
      this.floats('OUTPUT_GRADIENT', classes).set(cotangents.subarray(i * classes, (i + 1) * classes));
      this.calls.inputGradient();
      gradient.set(input, i * inputSize);
      logits.set(this.floats('LOGITS', classes), i * classes);
    }
    this.calls.clearInput();
    return { logits, gradient };
  }

  /** Calls `work` with each chunk's digits in place. */
  private inChunks(digits: Uint8Array, work: (n: number, start: number) => void): void {
    const count = digits.length / digitSize;
    for (let start = 0; start < count; start += this.chunk) {
      const n = Math.min(this.chunk, count - start);
      this.bytesAt('DIGITS', n * digitSize).set(digits.subarray(start * digitSize, (start + n) * digitSize));
      work(n, start);
    }
  }
}

/** Where each parameter lies among those of the kernels, which hold C3's kernel [5, 5, 6, 16] with gaps. */
function placesOf(calls: Calls): Uint32Array {
  const c3 = layerNamed(lenet5Of1998, 'C3');
  const before = layerBefore(lenet5Of1998, 'C3');
  const pairs = before
    ? readersOf(c3, before).flatMap((maps, source) => maps.map((map) => source * c3.maps + map))
    : [];
  const taps = 25;
  const places = new Uint32Array(parameterCount);
  const lay = (layer: string, role: 'kernel' | 'coefficient', at: Address) => {
    const first = tensorOf(lenet5Of1998, layer, role);
    // The layer's bias follows.
    const { offset, size } = tensorOf(lenet5Of1998, layer, 'bias');
    const isSparse = layer === 'C3';
    const width = isSparse ? c3.maps * (before?.maps ?? 0) : 0;
    for (let i = first.offset; i < offset + size; i++) {
      const place = i - first.offset;
      const inKernel = isSparse && i < offset;
      const within = inKernel
        ? Math.floor(place / pairs.length) * width + (pairs[place % pairs.length] as number)
        : isSparse
          ? taps * width + i - offset
          : place;
      places[i] = calls[at].value / 4 + within;
    }
  };
  lay('C1', 'kernel', 'C1_KERNEL');
  lay('S2', 'coefficient', 'S2_COEFFICIENT');
  lay('C3', 'kernel', 'C3_KERNEL');
  lay('S4', 'coefficient', 'S4_COEFFICIENT');
  lay('C5', 'kernel', 'C5_KERNEL');
  lay('F6', 'kernel', 'F6_KERNEL');
  return places;
}
