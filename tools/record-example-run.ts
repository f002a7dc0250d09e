import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { chromium } from '@playwright/test';
import { preview } from 'vite';
import { tensorOf } from '../src/network/architecture.ts';
import { lenet5 } from '../src/network/lenet-5.ts';
import { convolutionExtent } from '../src/pictures/kernel-sheet.ts';
import type { KeptPoint, RunRecord } from '../src/storage/records.ts';
import { browserSwitches, findOrInstallBrowser } from './browser.ts';

/**
 * Records what the Train page shows before its first run: a run of the default settings on MNIST, made by the built
 * app in a browser, thinned. Needs `npm run build` and MNIST ($MNIST_DIR, or `npm run fetch:mnist`).
 */

const recording = 'src/features/train/example/recording.json';
/** Points of the training curve that are kept. */
const points = 150;
/** Shares of the run whose kernels are kept. */
const looks = [0, 0.01, 1];
const minutesMost = 15;

const server = await preview({ preview: { port: 4398 } });
const browser = await chromium.launch({ executablePath: findOrInstallBrowser(), args: browserSwitches });
try {
  const page = await browser.newPage();
  // tsx names functions by a helper that the page lacks.
  await page.addInitScript('globalThis.__name = (named) => named');
  await page.goto('http://localhost:4398/#/train');
  await page.getByRole('button', { name: 'Start', exact: true }).click();
  await page.getByTestId('test-result').waitFor({ timeout: minutesMost * 60_000 });
  // The result is saved after it is shown.
  await page.waitForTimeout(3_000);
  const { record, moments } = (await page.evaluate(keptRun)) as Kept;
  const ofRun = looks.map((share) => nearest(moments, share * record.step));
  const { step, dataName, testAccuracy } = record;
  const kernels = ofRun.map((moment) => ({
    step: moment.step,
    ...Object.fromEntries(['C1', 'C3'].map((layer) => [layer, packed(moment.parameters, layer)])),
  }));
  const curve = curveOf(record.training);
  const training = thinned(curve, Math.ceil(curve.length / points)).flatMap(rounded);
  const validation = curveOf(record.validation).flatMap(rounded);
  const recorded = { dataName, step, testAccuracy, training, validation, kernels };
  writeFileSync(recording, JSON.stringify(recorded));
  spawnSync('npx', ['biome', 'format', '--write', recording]);
  console.log(`${recording}: ${step} steps, ${testAccuracy} of the test images right`);
} finally {
  await browser.close();
  await server.close();
}

interface Kept {
  readonly record: Pick<RunRecord, 'step' | 'dataName' | 'testAccuracy'> & {
    /** As it is stored: step, loss and accuracy in turn. */
    readonly training: Float64Array;
    readonly validation: Float64Array;
  };
  readonly moments: readonly { readonly step: number; readonly parameters: readonly number[] }[];
}

/** Runs in the page. */
async function keptRun() {
  const answer = <Value>(request: IDBRequest<Value>) =>
    new Promise<Value>((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
  const database = await answer(indexedDB.open('lenet-lab.runs'));
  const stores = database.transaction(['records', 'moments']);
  const [record] = await answer(stores.objectStore('records').getAll());
  const keys = (await answer(stores.objectStore('moments').getAllKeys())) as [string, number][];
  const values = await answer(stores.objectStore('moments').getAll());
  const moments = keys.map(([, step], at) => {
    const value = values[at];
    const parameters: Float32Array = value.parameters ?? value;
    return { step, parameters: [...parameters.subarray(0, 2572)] };
  });
  return { record, moments };
}

function nearest(moments: Kept['moments'], step: number) {
  const [first, ...others] = moments;
  if (!first) throw new Error('record-example-run: expected kept moments, got none');
  return others.reduce(
    (best, one) => (Math.abs(one.step - step) < Math.abs(best.step - step) ? one : best),
    first,
  );
}

function curveOf(stored: Float64Array): KeptPoint[] {
  return Array.from({ length: stored.length / 3 }, (_, at) => {
    const [step = 0, loss = 0, accuracy = 0] = stored.subarray(3 * at, 3 * at + 3);
    return { step, loss, accuracy };
  });
}

/** Means of so many points in a row. */
function thinned(curve: readonly KeptPoint[], inRow: number): KeptPoint[] {
  return Array.from({ length: Math.ceil(curve.length / inRow) }, (_, at) => {
    const row = curve.slice(at * inRow, (at + 1) * inRow);
    const mean = (of: 'loss' | 'accuracy') => row.reduce((sum, point) => sum + point[of], 0) / row.length;
    return { step: row.at(-1)?.step ?? 0, loss: mean('loss'), accuracy: mean('accuracy') };
  });
}

function rounded({ step, loss, accuracy }: KeptPoint): [number, number, number] {
  return [step, Number(loss.toPrecision(3)), Number(accuracy.toFixed(4))];
}

/** Kernels of a layer as bytes, 127 for the largest magnitude, and that magnitude. */
function packed(parameters: readonly number[], layer: string) {
  const { offset, size } = tensorOf(lenet5, layer, 'kernel');
  const values = new Float32Array(parameters);
  const extent = convolutionExtent(lenet5, values, layer);
  const bytes = Int8Array.from(values.subarray(offset, offset + size), (value) =>
    Math.round((127 * value) / extent),
  );
  return { extent: Number(extent.toPrecision(3)), bytes: Buffer.from(bytes.buffer).toString('base64') };
}
