import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Page } from '@playwright/test';
import { mnistDirectory } from '../src/cli/mnist-files.ts';
import { type Answering, give } from '../tools/data-server.ts';
import { giveSlowly, type SiteServer, serveSite } from '../tools/site-server.ts';
import { expect, test } from './support/lab.ts';
import {
  button,
  expectState,
  giveFiles,
  keptRun,
  openOwn,
  openTrain,
  ownFiles,
  state,
  stepOf,
  untilStep,
} from './support/train.ts';

/** A browser says itself what it could not load. */
test.use({ expectedErrors: [/Failed to load resource|ERR_|CORS/] });

const sites: SiteServer[] = [];
test.afterEach(async () => {
  for (const site of sites.splice(0)) await site.close();
});

/** The app from a server whose `mnist/` is answered like this; the public mirrors are out of reach. */
async function openAt(page: Page, answer: Answering, query = '?engine=wasm'): Promise<void> {
  await page.context().route(/^https:/, (route) => route.abort());
  await openFrom(page, answer, query);
}

/** The same, where the mirrors say at once that they do not have the data either: nobody waits to ask them again. */
async function openWithoutMirrors(page: Page, answer: Answering, query?: string): Promise<void> {
  await page
    .context()
    .route(/^https:/, (route) =>
      route.fulfill({ status: 410, headers: { 'access-control-allow-origin': '*' } }),
    );
  await openFrom(page, answer, query);
}

async function openFrom(page: Page, answer: Answering, query = '?engine=wasm'): Promise<void> {
  const site = await serveSite('dist', answer);
  sites.push(site);
  await openTrain(page, query, site.address);
}

const data = (page: Page) => page.getByTestId('data');
const trainPart = (page: Page) => page.locator('[data-part="train"]');

test.describe('sources that fail say how, and what to do', () => {
  const answers: readonly (readonly [string, Answering, RegExp])[] = [
    ['404', (_, response) => response.writeHead(404).end(), /404/],
    ['403', (_, response) => response.writeHead(403).end(), /403/],
    ['500', (_, response) => response.writeHead(500).end(), /500/],
    [
      'a web page',
      (_, response) => response.setHeader('content-type', 'text/html').end('<!doctype html><p>Welcome'),
      /expected.*(HTML|web page|IDX)/i,
    ],
    ['other bytes', (ask, response) => give(new Uint8Array(60_008).fill(7), ask, response), /expected/],
    [
      'damaged gzip',
      (ask, response) => {
        const bytes = new Uint8Array(gzipSync(new Uint8Array(60_008)));
        bytes.fill(255, 20);
        give(bytes, ask, response);
      },
      /gzip/,
    ],
    [
      'a gzip bomb',
      (ask, response) => give(new Uint8Array(gzipSync(new Uint8Array(50_000_000))), ask, response),
      /expected/,
    ],
    ['a line that breaks', (_, response) => response.destroy(), /expected/],
  ];
  for (const [name, answer, reason] of answers) {
    test(name, async ({ page }) => {
      await openWithoutMirrors(page, answer);
      await button(page, 'Start').click();
      await expectState(page, 'paused');
      await expect(data(page)).toContainText(reason);
      await expect(page.getByText(/Check the connection and try again/).first()).toBeVisible();
      await expect(button(page, 'Try again')).toBeVisible();
    });
  }

  test('then the files of a person train', async ({ page }) => {
    await openWithoutMirrors(
      page,
      (_, response) => response.writeHead(404).end(),
      '?engine=wasm&epochs=1&batchSize=32',
    );
    await button(page, 'Start').click();
    await expectState(page, 'paused');
    await giveFiles(page, await ownFiles());
    await expect(trainPart(page)).toHaveAttribute('data-state', 'complete');
    await button(page, 'Start').click();
    await expectState(page, 'finished');
  });
});

test('without any network, synthetic handwriting trains, and its run is taken up after a reload', async ({
  page,
}) => {
  await openAt(page, (_, response) => response.writeHead(404).end(), '?engine=wasm');
  await button(page, 'Start').click();
  await expectState(page, 'paused');
  await button(page, 'Synthetic handwriting').click();
  await expect(page.getByRole('heading', { name: 'Synthetic handwriting' })).toBeVisible();
  await button(page, 'Start').click();
  await untilStep(page, 40);
  await button(page, 'Pause').click();
  await expectState(page, 'paused');
  const paused = await stepOf(page);
  await page.reload();
  const offer = page.getByTestId('resumable');
  await offer.getByRole('button', { name: 'Resume' }).first().click();
  await untilStep(page, paused + 10);
  await expect(page.getByRole('heading', { name: 'Synthetic handwriting' })).toBeVisible();
});

test.describe('MNIST', () => {
  let files: Map<string, Buffer>;
  test.beforeAll(async () => {
    const names = [
      'train-images-idx3-ubyte.gz',
      'train-labels-idx1-ubyte.gz',
      't10k-images-idx3-ubyte.gz',
      't10k-labels-idx1-ubyte.gz',
    ];
    const read = names.map(async (name) => [name, await readFile(join(mnistDirectory(), name))] as const);
    files = new Map(await Promise.all(read).catch(() => []));
  });
  test.beforeEach(() => {
    test.skip(files.size === 0, 'MNIST_DIR names no folder with the four files of MNIST');
  });
  const bytesOf = (name: string) => new Uint8Array(files.get(name) ?? []);

  test('learns while it arrives on a slow line, and one epoch reads 97.5 % of the test images', async ({
    page,
  }) => {
    await openAt(
      page,
      ({ file }, response) => giveSlowly(bytesOf(file), response, 3_000_000),
      '?engine=wasm&epochs=1',
    );
    await button(page, 'Start').click();
    await untilStep(page, 1);
    expect(Number(await trainPart(page).getAttribute('data-images'))).toBeLessThan(30_000);
    await expectState(page, 'finished', 120_000);
    const result = page.getByTestId('test-result');
    await expect(result).toBeVisible({ timeout: 60_000 });
    expect(Number(await result.getAttribute('data-accuracy'))).toBeGreaterThanOrEqual(0.975);

    // From a mistake to its images, and from an image to the live network.
    await result
      .getByRole('button', { name: /read as/ })
      .first()
      .click();
    const dialog = page.getByTestId('confusion-dialog');
    await dialog
      .getByRole('button', { name: /^Test image/ })
      .first()
      .click();
    await expect(dialog).toBeHidden();
    await expect(page.getByText(/^Test image [\d,]+, a \d$/).first()).toBeVisible();
  });

  test('a download that is cut goes on where it was, and the run with it', async ({ page }) => {
    const ranges: number[] = [];
    await openAt(
      page,
      (ask, response) => {
        const bytes = bytesOf(ask.file);
        const cut = ask.file.startsWith('train-images') && ask.from === 0;
        if (ask.from > 0) ranges.push(ask.from);
        give(bytes, ask, response, { ranges: true, ...(cut ? { cutAfter: 4_000_000 } : {}) });
      },
      '?engine=wasm&epochs=1&batchSize=256&distort=false',
    );
    await button(page, 'Start').click();
    await expectState(page, 'finished', 120_000);
    expect(ranges).toHaveLength(1);
    expect(ranges[0]).toBeGreaterThan(0);
    await expect(trainPart(page)).toHaveAttribute('data-images', '60000');
  });

  test('data that stops in mid-run pauses it there, saved; Try again loads the rest and it trains on', async ({
    page,
  }) => {
    let cut = true;
    await openWithoutMirrors(
      page,
      (ask, response) => {
        const short = cut && ask.file.startsWith('train-images');
        if (short && ask.from > 0) return response.writeHead(404).end();
        return give(bytesOf(ask.file), ask, response, short ? { cutAfter: 3_000_000 } : {});
      },
      '?engine=wasm&epochs=1&batchSize=64',
    );
    await button(page, 'Start').click();
    await expectState(page, 'paused');
    const stopped = await stepOf(page);
    expect(stopped).toBeGreaterThan(0);
    expect((await keptRun(page)).step).toBe(stopped);
    await expect(button(page, 'Resume')).toBeVisible();
    await expect(page.getByText(/Check the connection and try again/).first()).toBeVisible();
    cut = false;
    await button(page, 'Try again').click();
    await untilStep(page, stopped + 20);
    await expectState(page, 'finished', 120_000);
  });

  test('offline at the first Start, it says so; back online it loads and trains by itself', async ({
    page,
  }) => {
    await openAt(page, (ask, response) => give(bytesOf(ask.file), ask, response), '?engine=wasm&epochs=1');
    // The person looks around first, and the engine's code comes meanwhile.
    await page.waitForLoadState('networkidle');
    await page.context().setOffline(true);
    await button(page, 'Start').click();
    await expectState(page, 'paused');
    await expect(trainPart(page)).toHaveAttribute('data-state', 'failed');
    await expect(button(page, 'Try again')).toBeVisible();
    await page.context().setOffline(false);
    await untilStep(page, 5);
  });

  test('it is kept in the browser: the next visit asks the server for nothing, and Delete forgets it', async ({
    page,
  }) => {
    let asked = 0;
    await openAt(page, (ask, response) => {
      asked += 1;
      give(bytesOf(ask.file), ask, response);
    });
    await button(page, 'Load now').click();
    const forget = page.getByRole('button', { name: /^Delete the stored 5\d(\.\d)?.MB/ });
    await expect(forget).toBeVisible({ timeout: 60_000 });
    expect(asked).toBe(4);
    await page.reload();
    await button(page, 'Start').click();
    await untilStep(page, 10);
    await button(page, 'Stop').click();
    expect(asked).toBe(4);
    await forget.click();
    await expect(forget).toBeHidden();
  });
});

test('files that are damaged, hostile or of another kind are refused by name, and the run goes on', async ({
  page,
}) => {
  await openOwn(page, '?engine=wasm&batchSize=32&epochs=200');
  await button(page, 'Start').click();
  await untilStep(page, 20);
  const [images, labels] = await ownFiles();
  if (!images || !labels) throw new Error('expected files');
  const huge = Buffer.from(images.buffer);
  huge.writeUInt32BE(0x7fff_ffff, 4);
  const png = { name: 'cat.png', mimeType: 'image/png', buffer: Buffer.from('89504e470d0a1a0a0000', 'hex') };
  const notice = page.getByTestId('notice');
  for (const [given, words] of [
    [[png], /cat\.png.*expected/],
    [[{ ...images, buffer: images.buffer.subarray(0, 9_999) }, labels], /expected/],
    [[{ ...images, buffer: huge }, labels], /expected/],
    [[images], /expected|labels/],
  ] as const) {
    await giveFiles(page, given);
    await expect(notice).toContainText(words);
    await notice.getByRole('button', { name: 'Dismiss' }).click();
  }
  const before = await stepOf(page);
  await untilStep(page, before + 10);
  await expectState(page, 'running');
});

test.describe('storage', () => {
  test('forbidden to the page: it opens, and a run goes to its end', async ({ page }) => {
    await page.addInitScript(() => {
      for (const name of ['indexedDB', 'caches', 'localStorage']) {
        Object.defineProperty(globalThis, name, {
          get() {
            throw new DOMException('The operation is insecure.', 'SecurityError');
          },
        });
      }
    });
    await openOwn(page, '?engine=wasm&batchSize=32&epochs=2');
    await button(page, 'Start').click();
    await expectState(page, 'finished');
  });

  test('cleared in mid-run: the run goes on, and is kept again', async ({ page }) => {
    await openOwn(page, '?engine=wasm&batchSize=32&epochs=200');
    await button(page, 'Start').click();
    await untilStep(page, 40);
    const session = await page.context().newCDPSession(page);
    const { origin } = new URL(page.url());
    await session.send('Storage.clearDataForOrigin', { origin, storageTypes: 'all' });
    const before = await stepOf(page);
    await untilStep(page, before + 100);
    await button(page, 'Pause').click();
    await expectState(page, 'paused');
    await page.reload();
    await giveFiles(page, await ownFiles());
    await expect(page.getByTestId('resumable')).toBeVisible();
    await expect(state(page)).toHaveAttribute('data-state', 'idle');
  });
});
