import { expect, test } from 'vitest';
import { browserParts, missingText } from './missing-words.ts';

test('what is missing first is named, with what to do', () => {
  const none = { workers: false, wasm: false, simd: false };
  expect(missingText(none)).toMatch(/no Web Workers.*Use a current/);
  expect(missingText({ ...none, workers: true })).toMatch(/WebAssembly is off.*Allow it/);
  expect(missingText({ ...none, workers: true, wasm: true })).toMatch(/no WebAssembly SIMD.*Use a current/);
  expect(missingText({ workers: true, wasm: true, simd: true })).toBeNull();
});

test('SIMD is found where it is', () => {
  // The tests of the kernels need it as well.
  expect(browserParts()).toMatchObject({ wasm: true, simd: true });
});
