import { expect, test, vi } from 'vitest';
import { openWasm } from './engine.ts';

// No machine at hand lacks SIMD, so the detection is told to say so.
vi.mock('wasm-feature-detect', () => ({ simd: async () => false, relaxedSimd: async () => false }));

test('without SIMD the engine does not open and says why', async () => {
  expect(await openWasm()).toEqual({
    ok: false,
    reason: 'this browser has no WebAssembly SIMD',
  });
});
