import { t } from '../../language/language.ts';
/**
 * All exports of a binary, for tests and benchmarks of single kernels: the kernels, and the addresses
 * and strides of assembly/layout.ts.
 */
export class RawKernels {
  private readonly floats: Float32Array;
  private readonly bytes: Uint8Array;

  constructor(private readonly exports: WebAssembly.Exports) {
    if (this.call('reserve', 1, 0) < 0) throw new Error(t`no room for the memory of the kernels`);
    const { buffer } = exports.memory as WebAssembly.Memory;
    this.floats = new Float32Array(buffer);
    this.bytes = new Uint8Array(buffer);
  }

  call(name: string, ...args: number[]): number {
    return (this.exports[name] as (...all: number[]) => number)(...args);
  }
  at(name: string): number {
    return (this.exports[name] as WebAssembly.Global).value;
  }
  write(address: number, values: ArrayLike<number>): number {
    this.floats.set(values, address / 4);
    return address;
  }
  writeBytes(address: number, values: ArrayLike<number>): number {
    this.bytes.set(values, address);
    return address;
  }
  read(address: number, length: number): Float32Array {
    return this.floats.slice(address / 4, address / 4 + length);
  }
}
