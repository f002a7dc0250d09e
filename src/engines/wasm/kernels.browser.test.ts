import { beforeAll, describe, test } from 'vitest';
import { instructionSets, loadBinary } from './binary.ts';
import { kernelChecks } from './kernel-checks.ts';
import { RawKernels } from './raw-kernels.ts';

describe.for(instructionSets)('kernels in the browser, %s', (set) => {
  let kernels: RawKernels;
  beforeAll(async () => {
    kernels = new RawKernels((await WebAssembly.instantiate(await loadBinary(set))).exports);
  });
  for (const { name, run } of kernelChecks) test(name, () => run(kernels));
});
