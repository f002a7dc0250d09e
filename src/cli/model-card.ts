import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { weightsDigest } from '../formats/tfjs/digest.ts';
import { weightsFileName } from '../formats/tfjs/weights.ts';
import { cardFileName, type ModelCard } from '../measures/model-card.ts';
import { leastEnergyOf } from '../network/energy.ts';
import {
  type CardSizes,
  measureNoDigits,
  measureStrokes,
  measureStyles,
  measureTest,
} from './card-measures.ts';
import { openWasm } from './engine.ts';
import { readMnist } from './mnist-files.ts';
import { cardPage } from './model-card-page.ts';
import { readModel, shippedModelFolder } from './model-files.ts';
import { runCommand } from './report.ts';
import { readStrokesFile, strokesPath } from './strokes-file.ts';

const usage = 'npm run model:card -- STROKES_FILE [--model FOLDER --page FILE.md]';
const pagePath = fileURLToPath(new URL('../../docs/model-card.md', import.meta.url));
const sizes: CardSizes = { style: 500, kind: 2_000 };

/**
 * `npm run model:card -- STROKES_FILE`: measures the shipped model on MNIST's test images, on pen strokes,
 * on each style of synthetic handwriting and on what is no digit, and writes the card that the page shows
 * and docs/model-card.md.
 */
await runCommand('model:card', usage, async () => {
  const { values, positionals } = parseArgs({
    options: {
      model: { type: 'string', default: shippedModelFolder },
      page: { type: 'string', default: pagePath },
    },
    allowPositionals: true,
  });
  const file = strokesPath(positionals);
  const { metadata, ...model } = await readModel(values.model);
  const weights = new Uint8Array(await readFile(join(values.model, weightsFileName)));
  const [strokes, test] = [await readStrokesFile(file), await readMnist('test')];
  const engine = await openWasm(model);
  const measured = { engine, ...model, leastEnergy: leastEnergyOf(metadata) };
  const { weights_sha256: _, ...training } = metadata;
  const card: ModelCard = {
    version: 1,
    weightsSha256: weightsDigest(weights.buffer),
    training,
    test: await measureTest(measured, test),
    strokes: await measureStrokes(measured, strokes),
    styles: await measureStyles(measured, sizes),
    noDigits: await measureNoDigits(measured, sizes),
  };
  await engine.dispose();
  await writeFile(join(values.model, cardFileName), `${JSON.stringify(card, null, 1)}\n`);
  await mkdir(dirname(values.page), { recursive: true });
  const text = cardPage(card);
  await writeFile(values.page, text);
  console.log(text);
  return 0;
});
