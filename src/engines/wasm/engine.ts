import { messageOf } from '../../lib/expect.ts';
import { expectBatch, expectDigits, expectOptimiserState, expectParameters } from '../checks.ts';
import type {
  Batch,
  BatchResult,
  Engine,
  EngineMemory,
  Opened,
  OptimiserState,
  UpdateRule,
} from '../engine.ts';
import { EngineError } from '../errors.ts';
import { type InstructionSet, instructionSetNames, loadBinary, supportedInstructionSets } from './binary.ts';
import { Kernels } from './kernels.ts';

export interface WasmOptions {
  /** Which build of the kernels to run; the best that the machine has when left out. */
  readonly instructionSet?: InstructionSet;
}

/** The engine of our own SIMD kernels, in the calling thread, or the reason why there is none. */
export async function openWasm(options: WasmOptions = {}): Promise<Opened> {
  const refused = (reason: string): Opened => ({ ok: false, kind: 'wasm', reason });
  try {
    const supported = await supportedInstructionSets();
    const set = options.instructionSet ?? supported[0];
    if (!set) return refused('this browser has no WebAssembly SIMD');
    if (!supported.includes(set)) return refused(`this machine has no ${instructionSetNames[set]}`);
    const kernels = await Kernels.instantiate(await loadBinary(set));
    return { ok: true, engine: new WasmEngine(kernels, instructionSetNames[set]) };
  } catch (error) {
    return refused(messageOf(error));
  }
}

class WasmEngine implements Engine {
  readonly kind = 'wasm';
  /** A wasm instance in this thread cannot be lost. */
  readonly lost = new Promise<string>(() => {});
  private kernels: Kernels | undefined;
  private step = 0;

  constructor(
    kernels: Kernels,
    readonly device: string,
  ) {
    this.kernels = kernels;
  }

  async loadParameters(parameters: Float32Array): Promise<void> {
    expectParameters('loadParameters', parameters);
    this.run('loadParameters', (kernels) => {
      kernels.parameters.set(parameters);
      kernels.parametersChanged();
    });
  }

  async readParameters(): Promise<Float32Array> {
    return this.run('readParameters', (kernels) => kernels.parameters.slice());
  }

  async forward(digits: Uint8Array): Promise<Float32Array> {
    expectDigits('forward', digits);
    return this.run('forward', (kernels) => kernels.forward(digits));
  }

  async classify(digits: Uint8Array): Promise<Float32Array> {
    expectDigits('classify', digits);
    return this.run('classify', (kernels) => kernels.classify(digits));
  }

  async gradients(batch: Batch): Promise<BatchResult & { readonly gradient: Float32Array }> {
    const n = expectBatch('gradients', batch);
    return this.run('gradients', (kernels) => {
      const { lossSum, correct } = kernels.accumulateGradient(batch, n);
      return { loss: lossSum / n, correct, gradient: kernels.gradient.slice() };
    });
  }

  async trainStep(batch: Batch, rule: UpdateRule): Promise<BatchResult> {
    const place = `train step ${this.step + 1}`;
    const n = expectBatch(place, batch);
    return this.run(place, (kernels) => {
      const { lossSum, correct } = kernels.accumulateGradient(batch, n);
      this.step += 1;
      kernels.update(rule, this.step);
      return { loss: lossSum / n, correct };
    });
  }

  async readOptimiser(): Promise<OptimiserState> {
    return this.run('readOptimiser', ({ first, second }) => ({
      step: this.step,
      first: first.slice(),
      second: second.slice(),
    }));
  }

  async loadOptimiser(state: OptimiserState): Promise<void> {
    expectOptimiserState('loadOptimiser', state);
    this.run('loadOptimiser', (kernels) => {
      kernels.first.set(state.first);
      kernels.second.set(state.second);
      this.step = state.step;
    });
  }

  memory(): EngineMemory {
    return this.kernels ? { tensors: 1, bytes: this.kernels.bytes } : { tensors: 0, bytes: 0 };
  }

  async dispose(): Promise<void> {
    this.kernels = undefined;
  }

  /** Failures name the place and the engine. */
  private run<T>(place: string, work: (kernels: Kernels) => T): T {
    if (!this.kernels) throw new EngineError(this.kind, place, 'the engine has been disposed');
    try {
      return work(this.kernels);
    } catch (error) {
      throw new EngineError(this.kind, place, messageOf(error));
    }
  }
}
