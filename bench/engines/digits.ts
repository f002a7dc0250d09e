import { readMnist } from '../../src/cli/mnist-files.ts';
import { createDistorter } from '../../src/datasets/distortion.ts';
import { normalise } from '../../src/digits/normalise.ts';
import { samples } from '../../src/digits/samples.ts';
import type { Batch } from '../../src/engines/engine.ts';
import { digitSize } from '../../src/lenet/rasters.ts';
import { messageOf } from '../../src/lib/expect.ts';
import { randomFromSeed } from '../../src/lib/random.ts';

export interface BenchDigits extends Batch {
  /** Where they come from, in words. */
  readonly source: string;
}

/** The first `count` training images of MNIST where it is on this machine, else digits of our own making. */
export async function benchDigits(count: number): Promise<BenchDigits> {
  try {
    const { digits, labels } = await readMnist('train');
    return {
      digits: digits.slice(0, count * digitSize),
      labels: labels.slice(0, count),
      source: `the first ${count} training images of MNIST`,
    };
  } catch (error) {
    return { ...generatedDigits(count), source: `${count} generated digits (${messageOf(error)})` };
  }
}

/** Our sample drawings, each time distorted in another way. */
function generatedDigits(count: number): Batch {
  const random = randomFromSeed(1);
  const distort = createDistorter({
    rotationDeg: 15,
    scale: 0.15,
    shear: 0.2,
    shiftPx: 2,
    elasticPx: 1,
    thinning: 0.3,
    thickening: 0.3,
  });
  const originals = samples.flatMap(({ digit, drawing }) => {
    const normalised = normalise(drawing);
    return normalised ? [{ label: digit, digit: normalised.digit }] : [];
  });
  const digits = new Uint8Array(count * digitSize);
  const labels = new Uint8Array(count);
  for (let image = 0; image < count; image++) {
    const original = originals[random.integer(0, originals.length - 1)];
    if (!original) throw new Error('bench: expected sample drawings');
    labels[image] = original.label;
    distort(original.digit, digits.subarray(image * digitSize, (image + 1) * digitSize), random);
  }
  return { digits, labels };
}
