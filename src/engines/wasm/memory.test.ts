import { readFile } from 'node:fs/promises';
import { beforeAll, expect, test } from 'vitest';
import { buildWasm } from '../../../tools/build-wasm.ts';
import { instructionSets, loadBinary, supportedInstructionSets } from './binary.ts';
import { Kernels } from './kernels.ts';

beforeAll(async () => {
  await buildWasm();
  await supportedInstructionSets();
});

const memorySection = 5;

/** An unsigned LEB128 number (WebAssembly specification, 5.2.2) and where it ends. */
function readNumber(bytes: Uint8Array, at: number): { value: number; end: number } {
  let [value, shift, byte] = [0, 0, 0x80];
  while (byte & 0x80) {
    byte = bytes[at++] as number;
    value |= (byte & 0x7f) << shift;
    shift += 7;
  }
  return { value, end: at };
}

/** The same module with a memory that may never be larger than it is at the start. */
function withoutRoom(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  for (let at = 8; at < bytes.length; ) {
    const length = readNumber(bytes, at + 1);
    const next = length.end + length.value;
    if (bytes[at] === memorySection) {
      // One memory; its limits are a flag for "has a maximum" and the pages at the start.
      expect([bytes[length.end], bytes[length.end + 1]]).toEqual([1, 0]);
      const pages = bytes.subarray(length.end + 2, next);
      const section = [memorySection, 2 + 2 * pages.length, 1, 1, ...pages, ...pages];
      return Uint8Array.of(...bytes.subarray(0, at), ...section, ...bytes.subarray(next));
    }
    at = next;
  }
  throw new Error('withoutRoom: expected a memory section, got none');
}

test.for(instructionSets)('memory that cannot grow is refused with its reason, %s', async (set) => {
  const bytes = await readFile(new URL(`./build/${set}.wasm`, import.meta.url));
  const module = await WebAssembly.compile(withoutRoom(bytes));
  await expect(Kernels.instantiate(module)).rejects.toThrow('no room for the memory of the kernels');
  await expect(Kernels.instantiate(await WebAssembly.compile(bytes))).resolves.toBeInstanceOf(Kernels);
});

test.for(instructionSets)(
  'a shared memory without room for all threads is refused with its reason, %s',
  async (set) => {
    const module = await loadBinary(set, true);
    const instantiated = (maximum: number) => {
      const memory = new WebAssembly.Memory({ initial: 1, maximum, shared: true });
      return Kernels.instantiate(module, { memory, threads: 2, thread: 0 });
    };
    await expect(instantiated(2)).rejects.toThrow('no room for the memory of the kernels');
    await expect(instantiated(128)).resolves.toBeInstanceOf(Kernels);
  },
);
