import { t } from '../../../language/language.ts';

interface BrowserParts {
  readonly workers: boolean;
  readonly wasm: boolean;
  /** 128-bit SIMD of WebAssembly. */
  readonly simd: boolean;
}

/** The smallest module with an instruction of SIMD, as in wasm-feature-detect, whose answer comes later. */
const simdModule = [
  0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 10, 1, 8, 0, 65, 0, 253, 15, 253, 98,
  11,
];

export function browserParts(): BrowserParts {
  const wasm = 'WebAssembly' in globalThis;
  return {
    workers: 'Worker' in globalThis,
    wasm,
    simd: wasm && WebAssembly.validate(new Uint8Array(simdModule)),
  };
}

/** What is missing, what that means, and what to do; null where all is there. */
export function missingText({ workers, wasm, simd }: BrowserParts): string | null {
  if (!workers) {
    return t`This browser has no Web Workers, so nothing can be trained here. Use a current Chrome, Edge, Firefox or Safari.`;
  }
  if (!wasm) {
    return t`WebAssembly is off in this browser, so training can take a hundred times longer. Allow it for this site, or use another browser.`;
  }
  if (!simd) {
    return t`This browser has no WebAssembly SIMD, so training can take a hundred times longer. Use a current browser, or another device.`;
  }
  return null;
}
