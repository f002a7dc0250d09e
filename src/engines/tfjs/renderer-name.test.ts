import { expect, test } from 'vitest';
import { rendererName } from './renderer-name.ts';

test.each([
  [
    'ANGLE (Google, Vulkan 1.3.0 (SwiftShader Device (Subzero) (0x0000C0DE)), SwiftShader driver)',
    'SwiftShader (software)',
  ],
  ['ANGLE (Mesa, llvmpipe (LLVM 15.0.7 256 bits), OpenGL 4.5)', 'llvmpipe (software)'],
  [
    'ANGLE (Microsoft, Microsoft Basic Render Driver Direct3D11 vs_5_0 ps_5_0, D3D11)',
    'Microsoft Basic Render Driver (software)',
  ],
  [
    'ANGLE (NVIDIA, NVIDIA GeForce RTX 3060 (0x00002504) Direct3D11 vs_5_0 ps_5_0, D3D11)',
    'NVIDIA GeForce RTX 3060',
  ],
  ['ANGLE (Intel, Mesa Intel(R) UHD Graphics 620 (KBL GT2), OpenGL 4.6)', 'Intel UHD Graphics 620 (KBL GT2)'],
  ['ANGLE (Apple, ANGLE Metal Renderer: Apple M1, Unspecified Version)', 'Apple M1'],
  ['NVIDIA GeForce GTX 980/PCIe/SSE2, or similar', 'NVIDIA GeForce GTX 980'],
  ['Adreno (TM) 640', 'Adreno 640'],
  ['Mali-G78', 'Mali-G78'],
  ['Apple GPU', 'Apple GPU'],
  ['', 'unnamed GPU'],
])('%j is called %j', (unmasked, name) => {
  expect(rendererName(unmasked)).toBe(name);
});
