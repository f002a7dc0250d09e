import { t } from '../../language/language.ts';
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
import type { Batch, Engine, Opened } from '../engine.ts';
import { EngineError } from '../errors.ts';
import { type InstructionSet, instructionSetNames, loadBinary, supportedInstructionSets } from './binary.ts';
import { startCopyingTeam } from './copying-team.ts';
import type { Kernels } from './kernels.ts';
import { ResidentSteps } from './resident-steps.ts';
import { SharedTeam } from './shared-team.ts';
import { memoryCanBeShared, type Team, type TeamOptions } from './team.ts';

export interface WasmOptions extends Partial<Omit<TeamOptions, 'helpers'>> {
  /** Which build of the kernels to run; the best that the machine has when left out. */
  readonly instructionSet?: InstructionSet;
  /** Threads that compute gradients, the calling one included; 1 when left out. */
  readonly workers?: number;
  /** Whether threads work in one memory, which they do where they can, or send each other copies. */
  readonly shared?: boolean;
}

/** The engine of our own SIMD kernels, or the reason why there is none. */
export async function openWasm(options: WasmOptions = {}): Promise<Opened> {
  const refused = (reason: string): Opened => ({ ok: false, reason });
  try {
    if (!('WebAssembly' in globalThis)) return refused(t`this browser has no WebAssembly`);
    const supported = await supportedInstructionSets();
    const set = options.instructionSet ?? supported[0];
    if (!set) return refused(t`this browser has no WebAssembly SIMD`);
    if (!supported.includes(set)) return refused(t`this machine has no ${instructionSetNames[set]}`);
    const { workers = 1, shared = memoryCanBeShared(), start, answerMs } = options;
    const helpers = Math.max(0, workers - 1);
    const module = await loadBinary(set, shared && helpers > 0);
    const startTeam = shared || helpers === 0 ? SharedTeam.start : startCopyingTeam;
    const team = await startTeam(module, { helpers, start, answerMs });
    const name = instructionSetNames[set];
    return { ok: true, engine: wasmEngine(team, helpers > 0 ? t`${name}, ${workers} threads` : name) };
  } catch (error) {
    return refusedFor(error);
  }
}

/** A request may have to wait its turn, while the caller fills its arrays anew. */
function copyOf({ digits, labels }: Batch): Batch {
  return { digits: digits.slice(), labels: labels.slice() };
}

function wasmEngine(opened: Team, device: string): Engine {
  const kind = 'wasm';
  /** Let go of when it is disposed. */
  let held: Team | undefined = opened;
  let step = 0;
  /** Requests are served one after the other: a batch that is out with helpers must find all as it was. */
  let queue: Promise<unknown> = Promise.resolve();

  /** Runs `work` when its turn comes; failures name the place and the engine. */
  const run = <T>(place: string, work: (kernels: Kernels, team: Team) => T | Promise<T>): Promise<T> => {
    const served = queue.then(async () => {
      const at = () => (place === 'train step' ? `${place} ${step + 1}` : place);
      if (!held) throw new EngineError(kind, at(), 'the engine has been disposed');
      if (held.torn) throw new EngineError(kind, at(), held.torn);
      try {
        return await work(held.kernels, held);
      } catch (error) {
        throw new EngineError(kind, at(), messageOf(error));
      }
    });
    // The queue goes on after a failure; the failure itself goes to whoever asked.
    queue = served.catch(() => undefined);
    return served;
  };

  const resident = opened instanceof SharedTeam ? new ResidentSteps(opened) : null;

  const answer = async (place: 'forward' | 'classify', digits: Uint8Array): Promise<Float32Array> => {
    expectDigits(place, digits);
    const copy = digits.slice();
    return run(place, (kernels) => kernels[place](copy));
  };

  return {
    kind,
    architecture: lenet5,
    device,
    lost: opened.lost,

    async loadParameters(parameters) {
      expectParameters('loadParameters', parameters);
      const copy = parameters.slice();
      await run('loadParameters', (kernels) => {
        kernels.parameters.set(copy);
        kernels.parametersChanged();
      });
    },

    readParameters: () => run('readParameters', (kernels) => kernels.parameters.slice()),

    forward: (digits) => answer('forward', digits),
    classify: (digits) => answer('classify', digits),

    async gradients(batch) {
      const n = expectBatch('gradients', batch);
      const copy = copyOf(batch);
      return run('gradients', async (kernels, team) => {
        const { lossSum, correct } = await team.gradient(copy);
        return { loss: lossSum / n, correct, gradient: kernels.gradient.slice() };
      });
    },

    async inputGradient(inputs, cotangents) {
      expectInputs('inputGradient', inputs, cotangents);
      const [x, weights] = [inputs.slice(), cotangents.slice()];
      return run('inputGradient', (kernels) => kernels.inputGradient(x, weights));
    },

    async trainStep(batch, rule) {
      const n = expectBatch(`train step ${step + 1}, ${kind}`, batch);
      const copy = copyOf(batch);
      return run('train step', async (_, team) => {
        const { lossSum, correct } = await team.step(copy, rule, step + 1);
        step += 1;
        return { loss: lossSum / n, correct };
      });
    },

    ...(resident && {
      async advance(course, most, signal) {
        let thrown: { readonly error: unknown } | undefined;
        const ready: typeof course.ready = (...asked) =>
          course.ready(...asked).catch((error) => {
            thrown = { error };
            throw error;
          });
        const taken = () => {
          step += 1;
        };
        return run('train step', () =>
          resident.advance({ ...course, ready }, step, most, signal, taken),
        ).catch((error) => {
          // What the course throws is no fault of the engine.
          throw thrown ? thrown.error : error;
        });
      },
    }),

    readOptimiser: () =>
      run('readOptimiser', ({ first, second }) => ({ step, first: first.slice(), second: second.slice() })),

    async loadOptimiser(state) {
      expectOptimiserState('loadOptimiser', state);
      const { step: updates, ...moments } = state;
      const [first, second] = [moments.first.slice(), moments.second.slice()];
      await run('loadOptimiser', (kernels) => {
        kernels.first.set(first);
        kernels.second.set(second);
        step = updates;
      });
    },

    memory() {
      return { tensors: held?.size ?? 0, bytes: held?.bytes ?? 0 };
    },

    async dispose() {
      held = undefined;
      opened.dispose();
    },
  };
}
