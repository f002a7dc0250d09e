import { expect, test, vi } from 'vitest';
import type { Architecture } from '../network/architecture.ts';
import { lenet5 } from '../network/lenet-5.ts';
import { lenet5Of1998 } from '../network/lenet-5-1998.ts';
import { incoming, incomingOf, sameBits, testNetwork } from './network.fixture.ts';
import { exportNetwork, importNetwork, networkFormats } from './networks.ts';
import { readSafetensors, writeSafetensors } from './safetensors/safetensors.ts';

vi.mock('../network/architectures.ts', async (original) => {
  const { architectures } = await original<{ readonly architectures: readonly Architecture[] }>();
  const { lenet5Of1998 } = await import('../network/lenet-5-1998.ts');
  return { architectures: [...architectures, lenet5Of1998] };
});

const files = [lenet5, lenet5Of1998].flatMap((architecture) =>
  networkFormats.map((format) => [architecture.name, format, testNetwork({ architecture })] as const),
);

test.each(files)(
  '%s as %s comes back with the same bits, name and provenance',
  async (_, format, network) => {
    const file = await exportNetwork(network, format);
    const back = await importNetwork([incomingOf(file)]);
    if (!back.ok) throw new Error(back.reason);
    expect(back).toMatchObject({ format, digest: true });
    expect(back.network.name).toBe(network.name);
    expect(back.network.provenance).toEqual(network.provenance);
    expect(sameBits(back.network.parameters, network.parameters)).toBe(true);
  },
);

test.each([
  ['a kernel where C3 has none', 'C3/kernel', 3, /C3\/kernel: expected 0 where a map does not read/],
  [
    'two coefficients in a window',
    'S2/depthwise_kernel',
    7,
    /S2\/depthwise_kernel: expected one coefficient/,
  ],
  [
    'another bitmap',
    'Output/kernel',
    0,
    /Output\/kernel: expected -2, which is the same in all of them, got 0.5/,
  ],
])('%s is refused', async (_, name, at, words) => {
  const file = await exportNetwork(testNetwork({ architecture: lenet5Of1998 }), 'safetensors');
  const { tensors, metadata } = readSafetensors(file.bytes, 'ours');
  const { shape = [], values = new Float32Array() } = tensors.get(name) ?? {};
  const changed = new Map(tensors).set(name, { shape, values: values.with(at, 0.5) });
  const read = await importNetwork([
    incoming('a.safetensors', writeSafetensors({ tensors: changed, metadata })),
  ]);
  expect(read).toMatchObject({ ok: false, reason: expect.stringMatching(words) });
});
