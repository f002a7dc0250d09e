import { randomFromSeed } from '../lib/random.ts';
import { architectureTag } from '../network/architecture-names.ts';
import { initialParameters } from '../network/initialise.ts';
import { lenet5 } from '../network/lenet-5.ts';
import type { NetworkProvenance } from '../network/provenance.ts';
import type { ExportedFile, IncomingFile, PortableNetwork } from './network-file.ts';

/** A network for tests: weights as at the start of a run, but with biases, which begin at zero. */
export function testNetwork(changes: Partial<PortableNetwork> = {}): PortableNetwork {
  const { architecture = lenet5 } = changes;
  const random = randomFromSeed(6);
  const parameters = initialParameters(architecture, random).map((value) => value + 0.05 * random.normal());
  const provenance: NetworkProvenance = {
    made: 'trained',
    madeAt: 1_790_000_000_000,
    appVersion: '0.1.0',
    from: null,
    dataName: 'MNIST',
    seed: 1,
    steps: 8600,
    settings: { optimiser: 'sgd', learningRate: 0.1, distort: true, 'distortion.scale': 0.1 },
    results: { validationAccuracy: 0.991, testAccuracy: 0.9923 },
    ...architectureTag(architecture),
  };
  return { architecture, name: 'My network “7”', parameters, provenance, ...changes };
}

export function incoming(name: string, bytes: Uint8Array): IncomingFile {
  return { name, size: bytes.length, arrayBuffer: async () => bytes.slice().buffer };
}

export function incomingOf({ fileName, bytes }: ExportedFile): IncomingFile {
  return incoming(fileName, bytes);
}

/** What the matchers do for 61,706 numbers one by one takes a second. */
export function sameBits(a: Float32Array, b: Float32Array): boolean {
  const [left, right] = [new Uint32Array(a.slice().buffer), new Uint32Array(b.slice().buffer)];
  return left.length === right.length && left.every((bits, at) => bits === right[at]);
}
