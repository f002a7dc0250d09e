import { describe, expect, test } from 'vitest';
import { adapterName, rendererName } from './renderer-name.ts';

/** Renderers as browsers gave them, with the names that a person should read. */
const renderers: readonly (readonly [string, readonly (readonly [string, string])[]])[] = [
  [
    'Chromium on Windows, Direct3D',
    [
      [
        'ANGLE (NVIDIA, NVIDIA GeForce RTX 3060 (0x00002504) Direct3D11 vs_5_0 ps_5_0, D3D11)',
        'NVIDIA GeForce RTX 3060',
      ],
      [
        'ANGLE (Intel, Intel(R) UHD Graphics 630 (0x00003E9B) Direct3D11 vs_5_0 ps_5_0, D3D11-27.20.100.8681)',
        'Intel UHD Graphics 630',
      ],
      [
        'ANGLE (AMD, AMD Radeon(TM) Graphics (0x00001638) Direct3D11 vs_5_0 ps_5_0, D3D11)',
        'AMD Radeon Graphics',
      ],
      [
        'ANGLE (Qualcomm, Qualcomm(R) Adreno(TM) X1-85 GPU (0x36334330) Direct3D11 vs_5_0 ps_5_0, D3D11)',
        'Qualcomm Adreno X1-85 GPU',
      ],
      [
        'ANGLE (NVIDIA, NVIDIA GeForce RTX 4090 Laptop GPU (0x00002757) Direct3D11 vs_5_0 ps_5_0, D3D11)',
        'NVIDIA GeForce RTX 4090 Laptop GPU',
      ],
      ['ANGLE (NVIDIA GeForce GTX 1050 Direct3D11 vs_5_0 ps_5_0)', 'NVIDIA GeForce GTX 1050'],
      ['ANGLE (Intel(R) HD Graphics Direct3D9Ex vs_3_0 ps_3_0)', 'Intel HD Graphics'],
      [
        'ANGLE (Microsoft Corporation, D3D12 (NVIDIA GeForce RTX 3070), OpenGL 4.6)',
        'NVIDIA GeForce RTX 3070',
      ],
    ],
  ],
  [
    'Chromium on macOS, Metal and OpenGL',
    [
      ['ANGLE (Apple, ANGLE Metal Renderer: Apple M1, Unspecified Version)', 'Apple M1'],
      ['ANGLE (Apple, ANGLE Metal Renderer: Apple M5 Pro, Unspecified Version)', 'Apple M5 Pro'],
      [
        'ANGLE (AMD, ANGLE Metal Renderer: AMD Radeon Pro 5500M, Unspecified Version)',
        'AMD Radeon Pro 5500M',
      ],
      ['ANGLE (Apple, ANGLE Metal Renderer: Apple A15 GPU, Unspecified Version)', 'Apple A15 GPU'],
      [
        'ANGLE (Intel Inc., ANGLE Metal Renderer: Intel(R) UHD Graphics 630, Unspecified Version)',
        'Intel UHD Graphics 630',
      ],
      ['ANGLE (Apple, Apple M1, OpenGL 4.1)', 'Apple M1'],
      [
        'ANGLE (ATI Technologies Inc., AMD Radeon Pro 5300M OpenGL Engine, OpenGL 4.1)',
        'AMD Radeon Pro 5300M',
      ],
      ['ANGLE (Intel Inc., Intel(R) Iris(TM) Plus Graphics 655, OpenGL 4.1)', 'Intel Iris Plus Graphics 655'],
    ],
  ],
  [
    'Chromium on Linux, Vulkan',
    [
      ['ANGLE (NVIDIA, Vulkan 1.4.312 (NVIDIA NVIDIA H200 (0x00002335)), NVIDIA)', 'NVIDIA H200'],
      ['ANGLE (NVIDIA, Vulkan 1.4.312 (NVIDIA NVIDIA H200), NVIDIA)', 'NVIDIA H200'],
      ['Vulkan 1.4.312 (NVIDIA NVIDIA H200), NVIDIA', 'NVIDIA H200'],
      [
        'ANGLE (NVIDIA, Vulkan 1.2.175 (NVIDIA NVIDIA GeForce GTX 970 (0x000013C2)), NVIDIA)',
        'NVIDIA GeForce GTX 970',
      ],
      [
        'ANGLE (Intel, Vulkan 1.3.274 (Intel(R) Iris(R) Xe Graphics (TGL GT2) (0x00009A49)), Intel open-source Mesa driver)',
        'Intel Iris Xe Graphics',
      ],
      [
        'ANGLE (AMD, Vulkan 1.4.305 (AMD Radeon RX 6600 (RADV NAVI23) (0x000073FF)), radv)',
        'AMD Radeon RX 6600',
      ],
      [
        'ANGLE (AMD, Vulkan 1.4.0 (AMD Radeon RX 7650 GRE (0x00007480)), AMD proprietary driver)',
        'AMD Radeon RX 7650 GRE',
      ],
      [
        'ANGLE (AMD, Vulkan 1.4.334 (Virtio-GPU Venus (AMD Radeon RX 7600M XT (RADV NAVI33)) (0x00007480)), venus)',
        'AMD Radeon RX 7600M XT',
      ],
    ],
  ],
  [
    'Chromium on Linux, OpenGL',
    [
      [
        'ANGLE (NVIDIA Corporation, NVIDIA GeForce GTX 970/PCIe/SSE2, OpenGL 4.5.0)',
        'NVIDIA GeForce GTX 970',
      ],
      [
        'ANGLE (NVIDIA Corporation, NVIDIA GeForce GTX 1660 Ti/PCIe/SSE2, OpenGL 4.5.0 NVIDIA 470.82.00)',
        'NVIDIA GeForce GTX 1660 Ti',
      ],
      ['ANGLE (Intel, Mesa Intel(R) UHD Graphics 620 (KBL GT2), OpenGL 4.6)', 'Intel UHD Graphics 620'],
      [
        'ANGLE (Intel, Mesa Intel(R) HD Graphics 620 (KBL GT2), OpenGL 4.6 (Core Profile) Mesa 21.2.6)',
        'Intel HD Graphics 620',
      ],
      [
        'ANGLE (AMD, AMD Radeon RX 6800 XT (navi21, LLVM 15.0.7, DRM 3.49, 6.1.0-18-amd64), OpenGL 4.6)',
        'AMD Radeon RX 6800 XT',
      ],
      ['ANGLE (Intel, Mesa Intel(R) Arc(tm) A770 Graphics (DG2), OpenGL 4.6)', 'Intel Arc A770 Graphics'],
      ['ANGLE (Intel, Mesa Intel(R) Graphics (RPL-S), OpenGL 4.6)', 'Intel Graphics'],
      ['zink Vulkan 1.3(Intel(R) UHD Graphics (TGL GT1) (INTEL_OPEN_SOURCE_MESA))', 'Intel UHD Graphics'],
      ['ANGLE (AMD, AMD RENOIR (LLVM 14.0.6), OpenGL 4.6)', 'AMD RENOIR'],
      ['ANGLE (VMware, Inc., SVGA3D; build: RELEASE; LLVM;, OpenGL 4.1)', 'SVGA3D'],
    ],
  ],
  [
    'Chromium on Android',
    [
      ['Adreno (TM) 640', 'Adreno 640'],
      ['ANGLE (ARM, Vulkan 1.3.231 (Mali-G715 (0xB8A21010)), ARM proprietary driver)', 'Mali-G715'],
      ['Mali-G78', 'Mali-G78'],
      ['PowerVR Rogue GE8320', 'PowerVR Rogue GE8320'],
      ['ANGLE (Qualcomm, Adreno (TM) 740, OpenGL ES 3.2)', 'Adreno 740'],
      ['ANGLE (ARM, Mali-G710 MC10, OpenGL ES 3.2)', 'Mali-G710 MC10'],
      ['ANGLE (ARM, Mali-G615 MC2, OpenGL ES 3.2 v1.r44p1-01eac0)', 'Mali-G615 MC2'],
      ['ANGLE (Imagination Technologies, PowerVR Rogue GE8320, OpenGL ES 3.2)', 'PowerVR Rogue GE8320'],
      [
        'ANGLE (Qualcomm, Vulkan 1.1.128 (Qualcomm Adreno (TM) 640 (0x06040001)), Qualcomm proprietary driver)',
        'Qualcomm Adreno 640',
      ],
      ['ANGLE (Samsung Xclipse 920) on Vulkan 1.1.179', 'Samsung Xclipse 920'],
      [
        'ANGLE (Samsung Electronics Co., Ltd., ANGLE (Samsung Xclipse 920) on Vulkan 1.1.179, OpenGL ES 3.2)',
        'Samsung Xclipse 920',
      ],
      [
        'ANGLE (Samsung Electronics Co. Ltd., ANGLE ((Samsung Xclipse 940) on Vulkan 1.3.279), OpenGL ES 3.2)',
        'Samsung Xclipse 940',
      ],
    ],
  ],
  [
    'Firefox and Safari, which tell less than they know',
    [
      ['NVIDIA GeForce GTX 980, or similar', 'NVIDIA GeForce GTX 980'],
      ['NVIDIA GeForce GTX 980/PCIe/SSE2, or similar', 'NVIDIA GeForce GTX 980'],
      [
        'ANGLE (NVIDIA, NVIDIA GeForce GTX 980 Direct3D11 vs_5_0 ps_5_0), or similar',
        'NVIDIA GeForce GTX 980',
      ],
      [
        'ANGLE (Intel, Intel(R) HD Graphics 400 Direct3D11 vs_5_0 ps_5_0), or similar',
        'Intel HD Graphics 400',
      ],
      ['Radeon R9 200 Series, or similar', 'Radeon R9 200 Series'],
      ['Apple M1, or similar', 'Apple M1'],
      ['Adreno (TM) 650, or similar', 'Adreno 650'],
      ['Generic Renderer', 'unnamed GPU'],
      ['Mozilla', 'unnamed GPU'],
      ['Apple GPU', 'Apple GPU'],
      ['', 'unnamed GPU'],
    ],
  ],
  [
    'software',
    [
      [
        'ANGLE (Google, Vulkan 1.3.0 (SwiftShader Device (Subzero) (0x0000C0DE)), SwiftShader driver)',
        'SwiftShader (software)',
      ],
      ['ANGLE (Mesa, llvmpipe (LLVM 15.0.7 256 bits), OpenGL 4.5)', 'llvmpipe (software)'],
      ['ANGLE (Mesa/X.org, llvmpipe (LLVM 15.0.7, 256 bits), OpenGL 4.5)', 'llvmpipe (software)'],
      [
        'ANGLE (Google, Vulkan 1.3.0 (SwiftShader Device (LLVM 10.0.0) (0x0000C0DE)), SwiftShader driver-5.0.0)',
        'SwiftShader (software)',
      ],
      ['llvmpipe, or similar', 'llvmpipe (software)'],
      [
        'ANGLE (Microsoft, Microsoft Basic Render Driver Direct3D11 vs_5_0 ps_5_0, D3D11)',
        'Microsoft Basic Render Driver (software)',
      ],
      ['Apple Software Renderer', 'Apple Software Renderer (software)'],
    ],
  ],
];

describe.each(renderers)('WebGL, %s', (_browser, named) => {
  test.each(named)('%j is called %j', (unmasked, name) => {
    expect(rendererName(unmasked)).toBe(name);
  });
});

describe('WebGPU', () => {
  test.each([
    [{ vendor: 'nvidia', architecture: 'blackwell', description: '' }, 'NVIDIA (blackwell)'],
    [
      { vendor: 'nvidia', architecture: 'ampere', description: 'NVIDIA GeForce RTX 3060' },
      'NVIDIA GeForce RTX 3060',
    ],
    [{ vendor: 'intel', architecture: 'gen-12lp', description: '' }, 'Intel (gen-12lp)'],
    [{ vendor: 'amd', architecture: 'rdna-2', description: '' }, 'AMD (rdna-2)'],
    [{ vendor: 'apple', architecture: 'metal-3', description: '' }, 'Apple (metal-3)'],
    [{ vendor: 'qualcomm', architecture: 'adreno-7xx', description: '' }, 'Qualcomm (adreno-7xx)'],
    [{ vendor: 'arm', architecture: 'valhall', description: '' }, 'Arm (valhall)'],
    [{ vendor: 'arm', architecture: '', description: '' }, 'Arm'],
    [{ vendor: 'google', architecture: 'swiftshader', description: '' }, 'SwiftShader (software)'],
    [
      { vendor: 'google', architecture: 'swiftshader', description: 'SwiftShader Device (Subzero)' },
      'SwiftShader (software)',
    ],
    [{ vendor: '', architecture: '', description: '' }, 'unnamed GPU'],
  ])('%j is called %j', (info, name) => {
    expect(adapterName(info)).toBe(name);
  });
});
