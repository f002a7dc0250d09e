import assert from 'node:assert/strict';
import { importNetwork } from '../../src/formats/networks.ts';
import { penDigit } from '../support/samples.ts';
import type { Browser } from './web-driver.ts';

/** What everybody does, in any browser: each journey starts on a page that is freshly opened. */
export interface Journey {
  readonly name: string;
  run(browser: Browser, address: string): Promise<void>;
}

const steps = 50;

export const journeys: readonly Journey[] = [
  {
    name: 'draws a digit, and it is read',
    async run(browser, address) {
      await browser.open(`${address}#/`);
      for (const digit of ['3', '7']) {
        for (const stroke of penDigit(digit)) {
          const points = stroke.map(([x, y]) => ({ x: 0.2 + 0.6 * x, y: 0.2 + 0.6 * y }));
          await browser.stroke('draw-pad', points);
        }
        const drawn = await browser.attribute('draw-pad', 'data-revision');
        await browser.untilAttribute('prediction', 'data-revision', (revision) => revision === drawn);
        assert.equal(await browser.attribute('prediction', 'data-digit'), digit);
        await browser.press('Clear');
        await browser.untilAttribute('prediction', 'data-digit', (answer) => answer === '');
      }
    },
  },
  {
    name: `trains ${steps} steps, and the loss falls; paused and reloaded, the run resumes`,
    async run(browser, address) {
      await browser.open(`${address}?data=synthetic&batchSize=32&epochs=200#/train`);
      await browser.untilAttribute('training-state', 'data-state', (state) => state === 'idle');
      await browser.press('Start');
      await browser.untilAttribute('training-state', 'data-step', (step) => Number(step) >= steps);
      await browser.press('Pause');
      await browser.untilAttribute('training-state', 'data-state', (state) => state === 'paused');
      const paused = Number(await browser.attribute('training-state', 'data-step'));
      const losses = await lossesOf(browser);
      assert.ok(mean(losses.slice(-10)) < mean(losses.slice(0, 10)), `expected a loss that falls: ${losses}`);

      await browser.reload();
      await browser.click('//*[@data-testid="resumable"]//button[starts-with(normalize-space(.), "Resume")]');
      const resumed = await browser.untilAttribute('training-state', 'data-step', (step) => Number(step) > 0);
      assert.ok(Number(resumed) >= paused, `expected to resume from step ${paused}, got ${resumed}`);
      await browser.untilAttribute('training-state', 'data-step', (step) => Number(step) >= paused + 10);
      await browser.press('Pause');
      await browser.untilAttribute('training-state', 'data-state', (state) => state === 'paused');
    },
  },
  {
    name: 'saves a trained network, and its exported file is that network',
    async run(browser, address) {
      await browser.open(`${address}?data=synthetic&batchSize=32#/train`);
      await browser.untilAttribute('training-state', 'data-state', (state) => state === 'idle');
      await browser.press('Start');
      await browser.untilAttribute('training-state', 'data-step', (step) => Number(step) >= 10);
      await browser.press('Pause');
      await browser.untilAttribute('training-state', 'data-state', (state) => state === 'paused');
      await browser.press('Save network');
      await browser.until('a notice that it is saved', async () =>
        (await textOf(browser, 'notice')).includes('Saved as') ? true : undefined,
      );
      await browser.click('//nav//a[normalize-space(.)="Networks"]');
      const row = '(//*[@data-testid="network"][not(@data-name="Built-in network")])[1]';
      await browser.click(`${row}//summary[normalize-space(.)="Details and export"]`);
      await browser.run(watchDownloads);
      await browser.click(`${row}//button[normalize-space(.)="safetensors"]`);
      const saved = await browser.until('a file', async () => (await browser.run(takeDownload)) ?? undefined);
      const { name, base64 } = saved as { name: string; base64: string };
      const bytes = Buffer.from(base64, 'base64');
      const arrayBuffer = async () => new Uint8Array(bytes).buffer;
      const read = await importNetwork([{ name, size: bytes.length, arrayBuffer }]);
      assert.ok(read.ok, 'expected a network in the file');
      assert.equal(read.format, 'safetensors');
      const { made, dataName } = read.network.provenance;
      assert.deepEqual([made, dataName], ['trained', 'Synthetic handwriting']);
    },
  },
];

/** Losses of the newest stored run, point by point. */
async function lossesOf(browser: Browser): Promise<number[]> {
  const read = await browser.run(`
    const answer = (request) => new Promise((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
    const database = await answer(indexedDB.open('lenet-lab.runs'));
    const records = await answer(database.transaction('records').objectStore('records').getAll());
    database.close();
    const newest = records.sort((a, b) => b.startedAt - a.startedAt)[0];
    return Array.from(newest.training).filter((_, at) => at % 3 === 1);
  `);
  return read as number[];
}

async function textOf(browser: Browser, testId: string): Promise<string> {
  const read = `return document.querySelector('[data-testid="${testId}"]')?.textContent ?? '';`;
  return (await browser.run(read)) as string;
}

/** Neither browser tells its driver of downloads: the page's own file is taken on its way out. */
const watchDownloads = `
  const make = URL.createObjectURL;
  URL.createObjectURL = (content) => {
    window.downloaded = { content };
    return make.call(URL, content);
  };
  const click = HTMLAnchorElement.prototype.click;
  HTMLAnchorElement.prototype.click = function () {
    if (this.download) window.downloaded.name = this.download;
    else click.call(this);
  };
`;
const takeDownload = `
  const { name, content } = window.downloaded ?? {};
  if (!name) return null;
  let text = '';
  for (const byte of new Uint8Array(await content.arrayBuffer())) text += String.fromCharCode(byte);
  return { name, base64: btoa(text) };
`;

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
