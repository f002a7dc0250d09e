import { t } from '../../language/language.ts';
import { messageOf } from '../../lib/expect.ts';
import { refusedFor } from '../../lib/result.ts';
import { lenet5Of1998 } from '../../network/lenet-5-1998.ts';
import { referenceCurvature } from '../../network/reference/curvature.ts';
import {
  expectBatch,
  expectDigits,
  expectInputs,
  expectOptimiserState,
  expectParameters,
} from '../checks.ts';
import type { Engine, Opened } from '../engine.ts';
import { EngineError } from '../errors.ts';
import { type InstructionSet, instructionSetNames, supportedInstructionSets } from '../wasm/binary.ts';
import { loadBinary1998 } from './binary.ts';
import { EachImage } from './each-image.ts';
import { Kernels1998 } from './kernels.ts';

/**
 * The engine of LeNet-5 as of 1998, on one thread: its rule learns from one image at a time, which leaves nothing to
 * share.
 */
export async function openWasm1998({
  instructionSet,
}: {
  readonly instructionSet?: InstructionSet;
} = {}): Promise<Opened> {
  const refused = (reason: string): Opened => ({ ok: false, reason });
  try {
    if (!('WebAssembly' in globalThis)) return refused(t`this browser has no WebAssembly`);
    const supported = await supportedInstructionSets();
    const set = instructionSet ?? supported[0];
    if (!set) return refused(t`this browser has no WebAssembly SIMD`);
    if (!supported.includes(set)) return refused(t`this machine has no ${instructionSetNames[set]}`);
    const kernels = await Kernels1998.instantiate(await loadBinary1998(set));
    return { ok: true, engine: engine1998(kernels, instructionSetNames[set]) };
  } catch (error) {
    return refusedFor(error);
  }
}

function engine1998(opened: Kernels1998, device: string): Engine {
  const kind = 'wasm';
  /** Let go of when it is disposed. */
  let held: Kernels1998 | undefined = opened;
  let step = 0;

  /** Failures name the place and the engine. Kernels do not wait, so that requests are served in their order. */
  const run = async <T>(place: string, work: (kernels: Kernels1998) => T | Promise<T>): Promise<T> => {
    if (!held) throw new EngineError(kind, place, 'the engine has been disposed');
    try {
      return await work(held);
    } catch (error) {
      throw new EngineError(kind, place, messageOf(error));
    }
  };

  const eachImage = new EachImage(opened);

  return {
    kind,
    architecture: lenet5Of1998,
    device,
    // One thread in one memory: nothing can be lost.
    lost: new Promise(() => {}),

    async loadParameters(parameters) {
      expectParameters('loadParameters', parameters, lenet5Of1998);
      await run('loadParameters', (kernels) => kernels.write('PARAMETERS', parameters));
    },
    readParameters: () => run('readParameters', (kernels) => kernels.read('PARAMETERS')),

    async forward(digits) {
      expectDigits('forward', digits);
      return run('forward', (kernels) => kernels.forward(digits));
    },
    async classify(digits) {
      expectDigits('classify', digits);
      return run('classify', (kernels) => kernels.classify(digits));
    },
    async gradients(batch) {
      expectBatch('gradients', batch);
      return run('gradients', (kernels) => ({
        ...kernels.accumulateGradient(batch),
        gradient: kernels.read('GRADIENT'),
      }));
    },
    async curvature(batch) {
      expectBatch('curvature', batch);
      // 500 images a pass are few: the reference has them in two seconds.
      return run('curvature', (kernels) =>
        Float32Array.from(
          referenceCurvature(lenet5Of1998, kernels.read('PARAMETERS'), batch.digits, batch.labels),
        ),
      );
    },
    async inputGradient(inputs, cotangents) {
      expectInputs('inputGradient', inputs, cotangents);
      return run('inputGradient', (kernels) => kernels.inputGradient(inputs, cotangents));
    },
    async trainStep(batch, rule) {
      const place = `train step ${step + 1}`;
      expectBatch(`${place}, ${kind}`, batch);
      return run(place, (kernels) => {
        const result = kernels.accumulateGradient(batch);
        kernels.update(rule, step + 1);
        step += 1;
        return result;
      });
    },
    async advance(course, most, signal) {
      if (!held) throw new EngineError(kind, `train step ${step + 1}`, 'the engine has been disposed');
      return eachImage.advance(course, most, signal, () => {
        step += 1;
      });
    },

    readOptimiser: () =>
      run('readOptimiser', (kernels) => ({
        step,
        first: kernels.read('FIRST'),
        second: kernels.read('SECOND'),
      })),
    async loadOptimiser(state) {
      expectOptimiserState('loadOptimiser', state, lenet5Of1998);
      await run('loadOptimiser', (kernels) => {
        kernels.write('FIRST', state.first);
        kernels.write('SECOND', state.second);
        step = state.step;
      });
    },

    memory: () => ({ tensors: held ? 1 : 0, bytes: held?.bytes ?? 0 }),
    async dispose() {
      held = undefined;
    },
  };
}
