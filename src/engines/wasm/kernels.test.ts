import { beforeAll, describe, test } from 'vitest';
import { buildWasm } from '../../../tools/build-wasm.ts';
import { instructionSets, loadBinary, supportedInstructionSets } from './binary.ts';
import { convolutionChecks } from './checks/convolutions.ts';
import { denseChecks } from './checks/dense.ts';
import { pointwiseChecks } from './checks/pointwise.ts';
import { RawKernels } from './raw-kernels.ts';

beforeAll(async () => {
  await buildWasm();
  await supportedInstructionSets();
});

const kernelChecks = [...convolutionChecks, ...denseChecks, ...pointwiseChecks];

describe.for(instructionSets)('kernels in Node, %s', (set) => {
  let kernels: RawKernels;
  beforeAll(async () => {
    kernels = new RawKernels((await WebAssembly.instantiate(await loadBinary(set))).exports);
  });
  for (const { name, run } of kernelChecks) test(name, () => run(kernels));
});
