import type { PartName } from './digit-source.ts';

/**
 * The 70,000 handwritten digits of LeCun, Cortes and Burges: four files, in their original order.
 * Digests are of the uncompressed bytes, because mirrors compress differently.
 */
export interface MnistFile {
  /** As every mirror names it. Some serve it unpacked under the same name, so look at the bytes. */
  readonly name: string;
  readonly items: number;
  /** Uncompressed. */
  readonly byteLength: number;
  /** SHA-256 of the uncompressed bytes, in hexadecimal. */
  readonly sha256: string;
}

export const mnistFiles: Readonly<
  Record<PartName, { readonly images: MnistFile; readonly labels: MnistFile }>
> = {
  train: {
    images: {
      name: 'train-images-idx3-ubyte.gz',
      items: 60_000,
      byteLength: 47_040_016,
      sha256: 'ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db',
    },
    labels: {
      name: 'train-labels-idx1-ubyte.gz',
      items: 60_000,
      byteLength: 60_008,
      sha256: '65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5',
    },
  },
  test: {
    images: {
      name: 't10k-images-idx3-ubyte.gz',
      items: 10_000,
      byteLength: 7_840_016,
      sha256: '0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7',
    },
    labels: {
      name: 't10k-labels-idx1-ubyte.gz',
      items: 10_000,
      byteLength: 10_008,
      sha256: 'ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2',
    },
  },
};

/** Public mirrors that browsers may read too (they send CORS headers); a file's name follows. */
export const mnistMirrors: readonly string[] = [
  'https://cdn.jsdelivr.net/gh/fgnt/mnist/',
  'https://raw.githubusercontent.com/fgnt/mnist/master/',
];
