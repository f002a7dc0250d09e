import { readMnist } from '../../src/cli/mnist-files.ts';
import type { Batch } from '../../src/engines/engine.ts';
import { messageOf } from '../../src/lib/expect.ts';
import { digitSize } from '../../src/network/rasters.ts';
import { learnableDigits } from '../../src/run/test-support/digits.ts';

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
    return { ...learnableDigits(count), source: `${count} generated digits (${messageOf(error)})` };
  }
}
