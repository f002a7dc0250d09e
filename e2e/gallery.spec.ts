import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Page } from '@playwright/test';
import { createServer, type ViteDevServer } from 'vite';
import { expect, test } from './support/lab.ts';

/**
 * The galleries of components, pixel by pixel, but for letters: a picture is compared at an eighth of its size with
 * one that is kept in e2e/gallery/, text left out, so that fonts and the smoothing of edges make no difference while a
 * component that is missing, moves or has other colours does. UPDATE_GALLERY=1 keeps the new pictures.
 */
const reduction = 8;
/** Of 255: how far the colours of two cells may be apart, and which share of the cells may be further. */
const tolerance = 20;
const shareMost = 0.004;
const kept = resolve('e2e/gallery');

let server: ViteDevServer;
test.beforeAll(async () => {
  // The components as they are developed: the built app has no gallery.
  server = await createServer({ server: { port: 0, hmr: false, watch: null }, logLevel: 'error' });
  await server.listen();
});
test.afterAll(() => server.close());

const pages = [
  ['network', 'index.html?theme='],
  ['train', 'train.html?show=finished&theme='],
] as const;
const widths = [1280, 360];

for (const [name, address] of pages) {
  test(`the gallery "${name}" looks as it did, wide and narrow, light and dark`, async ({ page }, {
    outputPath,
  }) => {
    const { port } = server.config.server;
    const local = server.resolvedUrls?.local[0] ?? `http://localhost:${port}/`;
    await page.emulateMedia({ reducedMotion: 'reduce' });
    await page.route('**/favicon.ico', (route) => route.fulfill({ status: 204 }));
    for (const theme of ['light', 'dark']) {
      await page.setViewportSize({ width: widths[0] ?? 1280, height: 900 });
      await page.goto(`${local}src/ui/gallery/${address}${theme}`);
      await expect(page.locator('canvas').first()).toBeVisible();
      await page.addStyleTag({
        content:
          '* { color: transparent !important; caret-color: transparent !important; text-shadow: none !important; transition: none !important; animation: none !important }',
      });
      for (const width of widths) {
        await page.setViewportSize({ width, height: 900 });
        await page.evaluate(() =>
          document.fonts.ready.then(() => new Promise((done) => setTimeout(done, 400))),
        );
        const file = `${name}-${width}-${theme}.png`;
        const small = await reduced(page, await page.screenshot({ fullPage: true }));
        if (process.env.UPDATE_GALLERY) {
          mkdirSync(kept, { recursive: true });
          writeFileSync(resolve(kept, file), small);
          continue;
        }
        expect(existsSync(resolve(kept, file)), `${file} is kept`).toBe(true);
        const { share, sizes } = await difference(page, readFileSync(resolve(kept, file)), small);
        if (share > shareMost) writeFileSync(outputPath(file), small);
        expect(sizes, `${file}: size`).toBe('same');
        expect(share, `${file}: share of cells that differ`).toBeLessThanOrEqual(shareMost);
      }
    }
  });
}

/** A PNG at an eighth of its size, each cell the mean of its pixels. */
async function reduced(page: Page, png: Buffer): Promise<Buffer> {
  const blank = await page.context().newPage();
  const address = await blank.evaluate(
    async ([data, by]) => {
      const image = await createImageBitmap(await (await fetch(data)).blob());
      const size = { width: Math.ceil(image.width / by), height: Math.ceil(image.height / by) };
      const canvas = Object.assign(document.createElement('canvas'), size);
      const context = canvas.getContext('2d') as CanvasRenderingContext2D;
      context.imageSmoothingQuality = 'high';
      context.drawImage(image, 0, 0, image.width / by, image.height / by);
      return canvas.toDataURL('image/png');
    },
    [dataOf(png), reduction] as const,
  );
  await blank.close();
  return Buffer.from(address.split(',')[1] ?? '', 'base64');
}

async function difference(page: Page, before: Buffer, after: Buffer) {
  const blank = await page.context().newPage();
  const found = await blank.evaluate(
    async ([one, other, most]) => {
      const read = async (data: string) => {
        const image = await createImageBitmap(await (await fetch(data)).blob());
        const canvas = Object.assign(document.createElement('canvas'), {
          width: image.width,
          height: image.height,
        });
        const context = canvas.getContext('2d') as CanvasRenderingContext2D;
        context.drawImage(image, 0, 0);
        return context.getImageData(0, 0, image.width, image.height);
      };
      const [a, b] = [await read(one), await read(other)];
      const sizes =
        a.width === b.width && a.height === b.height
          ? 'same'
          : `${a.width} x ${a.height}, ${b.width} x ${b.height}`;
      let differing = 0;
      for (let cell = 0; cell < a.data.length; cell += 4) {
        const apart = [0, 1, 2].map((channel) =>
          Math.abs((a.data[cell + channel] ?? 0) - (b.data[cell + channel] ?? 0)),
        );
        if (Math.max(...apart) > most) differing += 1;
      }
      return { share: (4 * differing) / a.data.length, sizes };
    },
    [dataOf(before), dataOf(after), tolerance] as const,
  );
  await blank.close();
  return found;
}

function dataOf(png: Buffer): string {
  return `data:image/png;base64,${png.toString('base64')}`;
}
