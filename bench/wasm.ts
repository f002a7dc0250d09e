import { parseArgs } from 'node:util';
import type { Batch, Engine, UpdateRule } from '../src/engines/engine.ts';
import { rowFloats, writeRow } from '../src/engines/gpu/step-rows.ts';
import { type InstructionSet, instructionSets, loadBinary } from '../src/engines/wasm/binary.ts';
import { openWasm } from '../src/engines/wasm/engine.ts';
import { RawKernels } from '../src/engines/wasm/raw-kernels.ts';
import { randomFromSeed } from '../src/lib/random.ts';
import { initialParameters } from '../src/network/initialise.ts';
import { lenet5 } from '../src/network/lenet-5.ts';
import { buildWasm } from '../tools/build-wasm.ts';

/**
 * The wasm engine alone, in Node: images per second, latency of one image, and each kernel's time and
 * share of the processor's peak. Figures are minimum, median, maximum over rounds; of wall time for the
 * engine, of processor time for single kernels.
 *
 *   npx tsx bench/wasm.ts [--rounds 9] [--workers 2] [--set simd]
 */
const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '9' },
    workers: { type: 'string', default: '1,2' },
    set: { type: 'string' },
  },
});
const rounds = Number(values.rounds);
const set = instructionSets.find((name) => name === values.set);

const adam: UpdateRule = {
  kind: 'adam',
  learningRate: 1e-3,
  beta1: 0.9,
  beta2: 0.999,
  epsilon: 1e-8,
  weightDecay: 0,
};

function batchOf(n: number): Batch {
  const random = randomFromSeed(n);
  return {
    digits: Uint8Array.from({ length: n * 784 }, () => (random.integer(0, 4) ? 0 : random.integer(0, 255))),
    labels: Uint8Array.from({ length: n }, () => random.integer(0, 9)),
  };
}

interface Spread {
  readonly min: number;
  readonly median: number;
  readonly max: number;
}

function spreadOf(figures: number[]): Spread {
  const sorted = figures.toSorted((a, b) => a - b);
  const at = (part: number) => sorted[Math.round(part * (sorted.length - 1))] as number;
  return { min: at(0), median: at(0.5), max: at(1) };
}

function print(name: string, { min, median, max }: Spread, unit: string, digits = 0): void {
  const figures = [min, median, max].map((figure) => figure.toFixed(digits).padStart(9)).join('');
  console.log(`${name.padEnd(34)}${figures}  ${unit}`);
}

const wallMs = () => performance.now();
/** Of this process alone, so that other programs on the machine do not count. */
const processorMs = () => process.cpuUsage().user / 1000;

/** Milliseconds of one call, over enough calls to fill about 200 ms, for every round. */
async function timed(work: () => unknown, clock = wallMs): Promise<number[]> {
  const figures: number[] = [];
  let calls = 1;
  for (let round = -2; round < rounds; round++) {
    const start = clock();
    for (let i = 0; i < calls; i++) await work();
    const ms = Math.max(clock() - start, 0.01) / calls;
    // The first rounds let the compiler finish and find out how many calls to make.
    if (round >= 0) figures.push(ms);
    calls = Math.max(1, Math.round(200 / ms));
  }
  return figures;
}

async function benchEngine(workers: number): Promise<void> {
  const opened = await openWasm({ workers, ...(set ? { instructionSet: set } : {}) });
  if (!opened.ok) throw new Error(opened.reason);
  const engine: Engine = opened.engine;
  console.log(`\n${engine.device}${' '.repeat(10)}min   median      max`);
  await engine.loadParameters(initialParameters(lenet5, randomFromSeed(1)));
  for (const n of [32, 64, 256]) {
    const batch = batchOf(n);
    const figures = await timed(() => engine.trainStep(batch, adam));
    print(`train, batch ${n}, adam`, spreadOf(figures.map((ms) => (n / ms) * 1000)), 'images/s');
  }
  if (workers === 1) {
    const many = batchOf(1024).digits;
    const inference = await timed(() => engine.classify(many));
    print('classify 1,024', spreadOf(inference.map((ms) => (1024 / ms) * 1000)), 'images/s');
    const one = many.subarray(0, 784);
    print('one image, all activations', spreadOf(await timed(() => engine.forward(one))), 'ms', 4);
    print('one image, probabilities', spreadOf(await timed(() => engine.classify(one))), 'ms', 4);
  }
  await engine.dispose();
}

/** Name, multiply-adds, images a call covers, and the call; in the order of a training step. */
type KernelCall = readonly [name: string, macs: number, images: number, call: () => void];

function kernelCalls(kernels: RawKernels): KernelCall[] {
  const at = (name: string) => kernels.at(name);
  const call = (name: string, ...args: number[]) => void kernels.call(name, ...args);
  const product = (a: string, panels: string, bias: number, out: string, depth: number, width: number) =>
    call('product', at(`${a}`), at(sizes(a)), at(panels), bias, at(out), at(sizes(out)), 32, depth, width);
  const gradient = (a: string, g: string, sums: number, inputs: number, width: number) =>
    call('kernelGradient', at(a), at(sizes(a)), at(g), at(sizes(g)), sums, 32, inputs, width);
  const bias = at('PARAMETERS');
  return [
    ['pack weights', 0, 64, () => call('pack', 0, at('FLAT'))],
    ['widen bytes', 0, 1, () => call('widenDigit', at('DIGITS'), at('INPUTS'))],
    ['C1 + S2 forward', 117_600, 1, () => call('c1Forward', at('INPUTS'), at('C1_MAPS'), at('S2_MAPS'))],
    ['C3 + S4 forward', 240_000, 1, () => call('c3Forward', at('S2_MAPS'), at('C3_MAPS'), at('S4_MAPS'))],
    ['C5 forward', 48_000, 32, () => product('S4_MAPS', 'C5_PANELS', bias, 'C5_UNITS', 400, 120)],
    ['F6 forward', 10_080, 32, () => product('C5_UNITS', 'F6_PANELS', bias, 'F6_UNITS', 120, 88)],
    ['softmax, cross-entropy', 0, 32, crossEntropy],
    [
      'F6 kernel gradient',
      10_080,
      32,
      () => gradient('C5_UNITS', 'F6_GRADIENT', at('F6_KERNEL_SUMS'), 120, 88),
    ],
    [
      'F6 input gradient',
      10_080,
      32,
      () => product('F6_GRADIENT', 'F6_TRANSPOSED', 0, 'C5_GRADIENT', 84, 120),
    ],
    [
      'C5 kernel gradient',
      48_000,
      32,
      () => gradient('S4_MAPS', 'C5_GRADIENT', at('GRADIENT') + at('C5_KERNEL'), 400, 120),
    ],
    [
      'C5 input gradient',
      48_000,
      32,
      () => product('C5_GRADIENT', 'C5_TRANSPOSED', 0, 'S4_GRADIENT', 120, 400),
    ],
    [
      'C3 through S4 and tanh',
      0,
      1,
      () => call('c3Backward', at('C3_MAPS'), at('S4_GRADIENT'), at('C3_GRADIENT')),
    ],
    ['C3 kernel gradient', 240_000, 1, () => call('c3KernelGradient', at('S2_MAPS'), at('C3_GRADIENT'))],
    ['C3 input gradient', 240_000, 1, () => call('c3InputGradient', at('C3_GRADIENT'), at('S2_GRADIENT'))],
    [
      'C1 through S2 and tanh',
      0,
      1,
      () => call('c1Backward', at('C1_MAPS'), at('S2_GRADIENT'), at('C1_GRADIENT')),
    ],
    ['C1 kernel gradient', 117_600, 1, () => call('c1KernelGradient', at('INPUTS'), at('C1_GRADIENT'))],
    ['clear, gather gradient', 0, 64, clearAndGather],
    ['Adam', 0, 64, () => call('update', 0, at('FLAT'))],
  ];

  function clearAndGather(): void {
    call('startGradient');
    call('finishGradient');
  }
  function crossEntropy(): void {
    call('crossEntropy', at('OUTPUTS'), at('LABELS'), at('OUTPUT_GRADIENT'), 32, 1 / 32);
  }
}

/** The constant that holds the row size of a region. */
function sizes(region: string): string {
  return region.replace(/_(MAPS|UNITS|GRADIENT)$/, '_SIZE');
}

async function benchKernels(which: InstructionSet): Promise<void> {
  const kernels = new RawKernels((await WebAssembly.instantiate(await loadBinary(which))).exports);
  kernels.write(kernels.at('PARAMETERS'), initialParameters(lenet5, randomFromSeed(1)));
  const { digits, labels } = batchOf(32);
  const rule = new Float32Array(rowFloats);
  kernels.writeBytes(kernels.at('DIGITS'), digits);
  kernels.writeBytes(kernels.at('LABELS'), labels);
  kernels.call('pack', 0, kernels.at('FLAT'));
  writeRow(rule, 0, 0, 64, { ...adam, learningRate: 1e-6 }, 1000);
  kernels.write(kernels.at('RULE'), rule);
  kernels.call('startGradient');
  kernels.call('forward', 32);
  kernels.call('backward', 32, 1 / 32);

  const vectors = 1_200_000;
  const peakMs = Math.min(...(await timed(() => kernels.call('peak', vectors / 12), processorMs)));
  const peak = (4 * vectors) / peakMs / 1e6;
  console.log(
    `\n${which} kernels, processor time; ${peak.toFixed(1)} thousand million multiply-adds a second at best`,
  );
  const rows: { name: string; us: Spread; macs: number }[] = [];
  for (const [name, macs, images, work] of kernelCalls(kernels)) {
    const figures = await timed(() => {
      for (let i = 0; i < 20; i++) work();
    }, processorMs);
    rows.push({ name, macs, us: spreadOf(figures.map((ms) => (ms * 1000) / 20 / images)) });
  }
  const total = rows.reduce((sum, { us }) => sum + us.median, 0);
  for (const { name, macs, us } of rows) {
    const share = `${((100 * us.median) / total).toFixed(0).padStart(3)} % of the time`;
    const ofPeak = macs ? `, ${((100 * macs) / us.median / 1000 / peak).toFixed(0)} % of the peak` : '';
    print(name, us, `us an image, ${share}${ofPeak}`, 2);
  }
  console.log(`sum of medians: ${total.toFixed(1)} us an image, ${(1e6 / total).toFixed(0)} images/s`);
}

await buildWasm();
for (const workers of values.workers.split(',')) await benchEngine(Number(workers));
for (const which of set ? [set] : instructionSets) await benchKernels(which);
