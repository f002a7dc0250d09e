import type { Engine, Opened, UpdateRule } from '../../../src/engines/engine.ts';
import { openEngine } from '../../../src/engines/open.ts';
import { loadBinary, supportedInstructionSets } from '../../../src/engines/wasm/binary.ts';
import { openWasm } from '../../../src/engines/wasm/engine.ts';
import { RawKernels } from '../../../src/engines/wasm/raw-kernels.ts';
import { lenet5 } from '../../../src/network/lenet-5.ts';
import { adam, type System, type SystemSpec } from '../system.ts';

const rule: UpdateRule = { kind: 'adam', ...adam, weightDecay: 0 };

/** One of our engines, through the interface that the app uses. @throws why it does not open */
export async function openLab(spec: Extract<SystemSpec, { by: 'lab' }>): Promise<System> {
  const wasm = spec.engine === 'wasm';
  const engine = engineOf(wasm ? await openWasm(spec) : await openEngine(spec.engine));
  return {
    device: engine.device,
    async reset(parameters) {
      const zeros = () => new Float32Array(lenet5.parameterCount);
      await engine.loadParameters(parameters);
      await engine.loadOptimiser({ step: 0, first: zeros(), second: zeros() });
    },
    trainStep: async (batch) => (await engine.trainStep(batch, rule)).loss,
    classify: (digits) => engine.classify(digits),
    activations: (digits) => engine.forward(digits),
    ...(wasm && spec.workers === 1 ? { peak: await peakMeter() } : {}),
  };
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
