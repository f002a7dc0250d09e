import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createDistorter, distortAll, noDistortion } from '../data/distortion/distortion.ts';
import type { LabelledDigits } from '../data/labelled-digits.ts';
import { openWasm1998 } from '../engines/wasm-1998/engine.ts';
import { messageOf } from '../lib/expect.ts';
import { formatCount } from '../lib/format.ts';
import { randomFromSeed } from '../lib/random.ts';
import type { ResultOf1998 } from '../measures/history.ts';
import { training1998 } from '../network/training-1998.ts';
import { evaluate } from './evaluation.ts';
import { mnistDirectory, readMnist } from './mnist-files.ts';
import { writeModel } from './model-files.ts';
import { confusionLines, percent } from './report.ts';
import { type Pass, trainAsIn1998 } from './training-1998.ts';
import { splitForValidation } from './training-data.ts';

interface Options {
  readonly seed: number;
  readonly passes: number;
  /** Training images that are held out and read after each pass, to choose by; 0 for none, and the test images. */
  readonly heldOut: number;
  /** Whether it also learns from nine distorted copies of each image, as the paper's second experiment does. */
  readonly distorted: boolean;
  /** Folder that the network is written to, and beside it the result on the test images, as measures/history.ts reads it. */
  readonly out?: string;
}

/** The paper made 540,000 distorted images of the 60,000. */
const copies = 9;

/**
 * Its transformations are translations, scaling, squeezing (one axis shorter, the other longer) and horizontal
 * shearing. It does not say how strong they are.
 */
const distortion = { ...noDistortion, scale: 0.1, shear: 0.15, shiftPx: 1 };

/**
 * `npm run train:model -- --network 1998`: LeNet-5 and its training as in the paper, on MNIST's 60,000 training images.
 * It says how far the original came.
 * @returns the exit code
 */
export async function train1998({ seed, passes, heldOut, distorted, out }: Options): Promise<number> {
  const opened = await openWasm1998();
  if (!opened.ok) throw new Error(`wasm engine: ${opened.reason} (npm run build:wasm makes its kernels)`);
  const { engine } = opened;
  const stop = new AbortController();
  const interrupt = () => stop.abort(new Error('stopped'));
  process.once('SIGINT', interrupt);
  try {
    const { name } = engine.architecture;
    console.log(`${name} from MNIST in ${mnistDirectory()} on ${engine.device}, ${passes} passes`);
    const { training: original, validation } = splitForValidation(await readMnist('train'), heldOut, seed);
    const training = distorted ? withCopies(original, seed) : original;
    const began = performance.now();
    await trainAsIn1998({
      engine,
      training,
      seed,
      passes,
      signal: stop.signal,
      async report(pass) {
        const { right, total } = heldOut > 0 ? await evaluate(engine, validation) : { right: 0, total: 0 };
        const besides = total > 0 ? `  held out ${percent(1 - right / total)} wrong` : '';
        console.log(`${lineOf(pass)}${besides}`);
      },
    });
    console.log(`${((performance.now() - began) / 1000).toFixed(0)} s`);
    const trained = await evaluate(engine, training);
    console.log(`training images: error ${percent(1 - trained.right / trained.total)}`);
    if (out !== undefined) {
      const { architecture } = engine;
      const metadata = { name, seed, epochs: passes, dataName: 'MNIST', optimiser: 'levenberg-marquardt' };
      await writeModel(out, { architecture, parameters: await engine.readParameters(), metadata });
      console.log(`written to ${out}`);
    }
    // Once, at the end: the test images choose nothing.
    if (heldOut > 0) return 0;
    const test = await evaluate(engine, await readMnist('test'));
    console.log(['test images:', ...confusionLines(test)].join('\n'));
    const { right, total } = test;
    const result: ResultOf1998 = {
      command: commandOf({ seed, passes, distorted }),
      seed,
      passes,
      trainingImages: training.labels.length,
      test: { right, total },
    };
    if (out !== undefined) await writeFile(join(out, 'result.json'), `${JSON.stringify(result, null, 2)}\n`);
    return 0;
  } catch (error) {
    if (!stop.signal.aborted) throw error;
    console.error(messageOf(error));
    return 130;
  } finally {
    process.off('SIGINT', interrupt);
    await engine.dispose();
  }
}

/** The images, and behind them their distorted copies. */
function withCopies({ digits, labels }: LabelledDigits, seed: number): LabelledDigits {
  const all = {
    digits: new Uint8Array((copies + 1) * digits.length),
    labels: new Uint8Array((copies + 1) * labels.length),
  };
  const [random, distort] = [randomFromSeed(~seed), createDistorter(distortion)];
  for (let copy = 0; copy <= copies; copy++) {
    all.digits.set(copy === 0 ? digits : distortAll(digits, distort, random), copy * digits.length);
    all.labels.set(labels, copy * labels.length);
  }
  return all;
}

/** Without what is usual. */
function commandOf({ seed, passes, distorted }: Pick<Options, 'seed' | 'passes' | 'distorted'>): string {
  const options = [
    seed === 1 ? '' : ` --seed ${seed}`,
    passes === training1998.passes ? '' : ` --epochs ${passes}`,
    distorted ? ' --distorted' : '',
  ];
  return `npm run train:model -- --network 1998${options.join('')}`;
}

function lineOf({ pass, learningRate, loss, error, rates, imagesPerSecond }: Pass): string {
  return (
    `pass ${String(pass).padStart(2)}  rate ${learningRate} (${rates.least.toExponential(1)} to ` +
    `${rates.most.toExponential(1)})  loss ${loss.toFixed(3)}  ${percent(error)} wrong before learning  ` +
    `${formatCount(Math.round(imagesPerSecond))} images/s`
  );
}
