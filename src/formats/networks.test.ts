import { expect, test } from 'vitest';
import { incomingOf, sameBits, testNetwork } from './network.fixture.ts';
import { exportNetwork, importNetwork, networkFormats } from './networks.ts';

const network = testNetwork();

test.each(networkFormats)(
  '%s: a network comes back with the same bits, name and provenance',
  async (format) => {
    const file = await exportNetwork(network, format);
    const back = await importNetwork([incomingOf(file)]);
    expect(back).toMatchObject({ ok: true, format, digest: true });
    if (!back.ok) return;
    expect(back.network.name).toBe(network.name);
    expect(back.network.provenance).toEqual(network.provenance);
    expect(sameBits(back.network.parameters, network.parameters)).toBe(true);
  },
);
