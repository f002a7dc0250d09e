import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import type { LabelledDigits } from '../data/labelled-digits.ts';
import type { Engine } from '../engines/engine.ts';
import { openWasm1998 } from '../engines/wasm-1998/engine.ts';
import { largest } from '../lib/lists.ts';
import { historyRows, type Speeds } from '../measures/history.ts';
import { cardFileName, parseCard } from '../measures/model-card.ts';
import { digitSize } from '../network/rasters.ts';
import { openWasm } from './engine.ts';
import { probabilitiesOf } from './evaluation.ts';
import { historyPage } from './history-page.ts';
import { readMnist } from './mnist-files.ts';
import { readModel, shippedModelFolder } from './model-files.ts';
import { runCommand } from './report.ts';
import { trainAsIn1998 } from './training-1998.ts';

/** Images of one measurement, and measurements of each kind: the fastest counts, as others disturb a machine. */
const images = 6_000;
const rounds = 9;
/** The one that the shipped network was trained with. */
const rule = {
  kind: 'adamw',
  learningRate: 1e-3,
  beta1: 0.9,
  beta2: 0.999,
  epsilon: 1e-8,
  weightDecay: 0.01,
} as const;

const pagePath = fileURLToPath(new URL('../../docs/1998-and-today.md', import.meta.url));

/**
 * `npm run history`: LeNet-5 of 1998 and of today side by side, from the architectures, from what was measured before,
 * and from their speeds, which it measures. Writes docs/1998-and-today.md.
 */
await runCommand('history', 'npm run history [-- --page FILE.md]', async () => {
  const { values } = parseArgs({ options: { page: { type: 'string', default: pagePath } } });
  const card = parseCard(JSON.parse(await readFile(join(shippedModelFolder, cardFileName), 'utf8')));
  const { digits, labels } = await readMnist('train');
  const some = { digits: digits.subarray(0, images * digitSize), labels: labels.subarray(0, images) };
  const opened = await openWasm1998();
  if (!opened.ok) throw new Error(`wasm engine: ${opened.reason} (npm run build:wasm makes its kernels)`);
  const old = opened.engine;
  const { parameters } = await readModel(shippedModelFolder);
  const today = await openWasm({ parameters });
  const batchSize = Number(card.training.batchSize);
  const speeds = await measured(old, today, some, batchSize);
  const text = historyPage(historyRows(card, speeds), `on one thread of ${today.device}`);
  await Promise.all([old.dispose(), today.dispose()]);
  await writeFile(values.page, text);
  console.log(text);
  return 0;
});

/** In turns, so that whatever else the machine does falls on both. */
async function measured(old: Engine, today: Engine, some: LabelledDigits, batch: number): Promise<Speeds> {
  const measure = async (work: () => Promise<unknown>) => {
    const began = performance.now();
    await work();
    return (1000 * some.labels.length) / (performance.now() - began);
  };
  const found: Speeds[] = [];
  for (let round = 0; round < rounds; round++) {
    const training = {
      of1998: await trainingSpeed1998(old, some),
      today: await measure(() => trained(today, some, batch)),
    };
    const reading = {
      of1998: await measure(() => probabilitiesOf(old, some.digits)),
      today: await measure(() => probabilitiesOf(today, some.digits)),
    };
    found.push({ training, reading });
  }
  const fastest = (of: (speeds: Speeds) => Speeds['reading']) => ({
    of1998: largest(found.map((speeds) => of(speeds).of1998)),
    today: largest(found.map((speeds) => of(speeds).today)),
  });
  return { training: fastest(({ training }) => training), reading: fastest(({ reading }) => reading) };
}

async function trainingSpeed1998(engine: Engine, training: LabelledDigits): Promise<number> {
  let speed = 0;
  const { signal } = new AbortController();
  await trainAsIn1998({
    engine,
    training,
    seed: 1,
    passes: 1,
    signal,
    report: ({ imagesPerSecond }) => {
      speed = imagesPerSecond;
    },
  });
  return speed;
}

async function trained(engine: Engine, { digits, labels }: LabelledDigits, batchSize: number): Promise<void> {
  for (let from = 0; from < labels.length; from += batchSize) {
    const to = Math.min(labels.length, from + batchSize);
    const batch = {
      digits: digits.subarray(from * digitSize, to * digitSize),
      labels: labels.subarray(from, to),
    };
    await engine.trainStep(batch, rule);
  }
}
