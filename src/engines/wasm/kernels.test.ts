import { beforeAll, describe, test } from 'vitest';
import { buildWasm } from '../../../tools/build-wasm.ts';
import { instructionSets, loadBinary, supportedInstructionSets } from './binary.ts';
import { kernelChecks } from './kernel-checks.ts';
import { RawKernels } from './raw-kernels.ts';

beforeAll(async () => {
  await buildWasm();
  await supportedInstructionSets();
});

describe.for(instructionSets)('kernels in Node, %s', (set) => {
  let kernels: RawKernels;
  beforeAll(async () => {
    kernels = new RawKernels((await WebAssembly.instantiate(await loadBinary(set))).exports);
  });
  for (const { name, run } of kernelChecks) test(name, () => run(kernels));
});
