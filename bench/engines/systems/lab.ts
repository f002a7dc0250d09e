import type { Batch, Engine, Opened, UpdateRule } from '../../../src/engines/engine.ts';
import { MemoryCourse } from '../../../src/engines/memory-course.ts';
import { openEngine } from '../../../src/engines/open.ts';
import { train, trainerOn } from '../../../src/engines/trainer.ts';
import { loadBinary, supportedInstructionSets } from '../../../src/engines/wasm/binary.ts';
import { openWasm } from '../../../src/engines/wasm/engine.ts';
import { RawKernels } from '../../../src/engines/wasm/raw-kernels.ts';
import { lenet5 } from '../../../src/network/lenet-5.ts';
import { adam, type System, type SystemSpec } from '../system.ts';

const rule: UpdateRule = { kind: 'adam', ...adam, weightDecay: 0 };

/** One of our engines, through the interface that the app uses. @throws why it does not open */
export async function openLab(spec: Extract<SystemSpec, { by: 'lab' }>, data: Batch): Promise<System> {
  const wasm = spec.engine === 'wasm';
  const engine = engineOf(wasm ? await openWasm(spec) : await openEngine(spec.engine));
  let course: { readonly of: MemoryCourse; readonly batchSize: number } | undefined;
  const courseOf = (batchSize: number): MemoryCourse => {
    const epochImages = epochs * data.labels.length;
    if (course?.batchSize !== batchSize)
      course = { of: new MemoryCourse({ data, batchSize, rule, distortion: null, epochImages }), batchSize };
    return course.of;
  };
  return {
    device: engine.device,
    async reset(parameters) {
      course = undefined;
      const zeros = () => new Float32Array(lenet5.parameterCount);
      await engine.loadParameters(parameters);
      await engine.loadOptimiser({ step: 0, first: zeros(), second: zeros() });
    },
    trainStep: async (batch) => (await engine.trainStep(batch, rule)).loss,
    ...(engine.advance && { train: (batchSize, most) => advanced(engine, courseOf(batchSize), most) }),
    classify: (digits) => engine.classify(digits),
    activations: (digits) => engine.forward(digits),
    ...(wasm && spec.workers === 1 ? { peak: await peakMeter() } : {}),
  };
}

/** The data are gone through so often in what an engine takes for one epoch: as many images as a run's has. */
const epochs = 13;

/** One advance, as a run has it. @returns the losses of its steps */
async function advanced(engine: Engine, course: MemoryCourse, most: number): Promise<readonly number[]> {
  const losses: number[] = [];
  await train(
    trainerOn(engine, course),
    () => (losses.length === 0 ? most : 0),
    new AbortController().signal,
    (steps) => {
      course.taken(steps);
      for (const { loss } of steps) losses.push(loss);
    },
  );
  return losses;
}

function engineOf(opened: Opened): Engine {
  if (!opened.ok) throw new Error(opened.reason);
  return opened.engine;
}

/** The best of a few stretches of multiply-adds that never leave the registers. */
async function peakMeter(): Promise<() => number> {
  const [set] = await supportedInstructionSets();
  if (!set) throw new Error('expected WebAssembly SIMD');
  const kernels = new RawKernels((await WebAssembly.instantiate(await loadBinary(set))).exports);
  // assembly/peak-speed.ts: twelve vectors of four multiply-adds each, in every round.
  const rounds = 500_000;
  const multiplyAdds = rounds * 12 * 4;
  return () => {
    let best = 0;
    for (let attempt = 0; attempt < 20; attempt++) {
      const start = performance.now();
      kernels.call('peak', rounds);
      best = Math.max(best, (multiplyAdds / (performance.now() - start)) * 1000);
    }
    return best;
  };
}
