import { messageOf } from '../../lib/expect.ts';
import { refusedFor } from '../../lib/result.ts';
import { lenet5 } from '../../network/lenet-5.ts';
import {
  expectBatch,
  expectDigits,
  expectInputs,
  expectOptimiserState,
  expectParameters,
} from '../checks.ts';
import type {
  Batch,
  BatchResult,
  Engine,
  EngineMemory,
  InputGradient,
  Opened,
  OptimiserState,
  UpdateRule,
} from '../engine.ts';
import { EngineError } from '../errors.ts';
import { type InstructionSet, instructionSetNames, loadBinary, supportedInstructionSets } from './binary.ts';
import { type GradientSums, Kernels } from './kernels.ts';
import { memoryCanBeShared, Team, type TeamOptions } from './team.ts';

export interface WasmOptions extends Partial<Omit<TeamOptions, 'helpers'>> {
  /** Which build of the kernels to run; the best that the machine has when left out. */
  readonly instructionSet?: InstructionSet;
  /** Threads that compute gradients, the calling one included; 1 when left out. */
  readonly workers?: number;
}

/** The engine of our own SIMD kernels, or the reason why there is none. */
export async function openWasm(options: WasmOptions = {}): Promise<Opened> {
  const refused = (reason: string): Opened => ({ ok: false, reason });
  try {
    if (!('WebAssembly' in globalThis)) return refused('this browser has no WebAssembly');
    const supported = await supportedInstructionSets();
    const set = options.instructionSet ?? supported[0];
    if (!set) return refused('this browser has no WebAssembly SIMD');
    if (!supported.includes(set)) return refused(`this machine has no ${instructionSetNames[set]}`);
    const module = await loadBinary(set);
    const kernels = await Kernels.instantiate(module);
    const { workers = 1, shared = memoryCanBeShared(), start, answerMs } = options;
    if (workers <= 1) return { ok: true, engine: new WasmEngine(kernels, instructionSetNames[set]) };
    const team = await Team.start(kernels, module, { helpers: workers - 1, shared, start, answerMs });
    const device = `${instructionSetNames[set]}, ${workers} threads`;
    return { ok: true, engine: new WasmEngine(kernels, device, team) };
  } catch (error) {
    return refusedFor(error);
  }
}

/** A request may have to wait its turn, while the caller fills its arrays anew. */
function copyOf({ digits, labels }: Batch): Batch {
  return { digits: digits.slice(), labels: labels.slice() };
}

class WasmEngine implements Engine {
  readonly kind = 'wasm';
  readonly architecture = lenet5;
  /** Only a helping thread can be lost. */
  readonly lost: Promise<string>;
  private kernels: Kernels | undefined;
  private step = 0;
  /** Requests are served one after the other: a batch that is out with helpers must find all as it was. */
  private queue: Promise<unknown> = Promise.resolve();

  constructor(
    kernels: Kernels,
    readonly device: string,
    private readonly team?: Team,
  ) {
    this.kernels = kernels;
    this.lost = team?.lost ?? new Promise(() => {});
  }

  async loadParameters(parameters: Float32Array): Promise<void> {
    expectParameters('loadParameters', parameters);
    const copy = parameters.slice();
    await this.run('loadParameters', (kernels) => {
      kernels.parameters.set(copy);
      kernels.parametersChanged();
    });
  }

  async readParameters(): Promise<Float32Array> {
    return this.run('readParameters', (kernels) => kernels.parameters.slice());
  }

  async forward(digits: Uint8Array): Promise<Float32Array> {
    expectDigits('forward', digits);
    const copy = digits.slice();
    return this.run('forward', (kernels) => kernels.forward(copy));
  }

  async classify(digits: Uint8Array): Promise<Float32Array> {
    expectDigits('classify', digits);
    const copy = digits.slice();
    return this.run('classify', (kernels) => kernels.classify(copy));
  }

  async gradients(batch: Batch): Promise<BatchResult & { readonly gradient: Float32Array }> {
    const n = expectBatch('gradients', batch);
    const copy = copyOf(batch);
    return this.run('gradients', async (kernels) => {
      const { lossSum, correct } = await this.accumulate(kernels, copy);
      return { loss: lossSum / n, correct, gradient: kernels.gradient.slice() };
    });
  }

  async inputGradient(inputs: Float32Array, cotangents: Float32Array): Promise<InputGradient> {
    expectInputs('inputGradient', inputs, cotangents);
    const [x, weights] = [inputs.slice(), cotangents.slice()];
    return this.run('inputGradient', (kernels) => kernels.inputGradient(x, weights));
  }

  async trainStep(batch: Batch, rule: UpdateRule): Promise<BatchResult> {
    const n = expectBatch(`train step ${this.step + 1}, ${this.kind}`, batch);
    const copy = copyOf(batch);
    return this.run('train step', async (kernels) => {
      const { lossSum, correct } = await this.accumulate(kernels, copy);
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
    const { step, first, second } = { ...state, first: state.first.slice(), second: state.second.slice() };
    await this.run('loadOptimiser', (kernels) => {
      kernels.first.set(first);
      kernels.second.set(second);
      this.step = step;
    });
  }

  memory(): EngineMemory {
    const instances = this.kernels ? (this.team?.size ?? 1) : 0;
    return { tensors: instances, bytes: instances * (this.kernels?.bytes ?? 0) };
  }

  async dispose(): Promise<void> {
    this.kernels = undefined;
    this.team?.dispose();
  }

  private accumulate(kernels: Kernels, batch: Batch): GradientSums | Promise<GradientSums> {
    return this.team
      ? this.team.accumulateGradient(batch)
      : kernels.accumulateGradient(batch, batch.labels.length);
  }

  /** Runs `work` when its turn comes; failures name the place and the engine. */
  private run<T>(place: string, work: (kernels: Kernels) => T | Promise<T>): Promise<T> {
    const served = this.queue.then(async () => {
      const at = place === 'train step' ? `${place} ${this.step + 1}` : place;
      if (!this.kernels) throw new EngineError(this.kind, at, 'the engine has been disposed');
      try {
        return await work(this.kernels);
      } catch (error) {
        throw new EngineError(this.kind, at, messageOf(error));
      }
    });
    // The queue goes on after a failure; the failure itself goes to whoever asked.
    this.queue = served.catch(() => undefined);
    return served;
  }
}
