import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Page } from '@playwright/test';
import react from '@vitejs/plugin-react';
import { build } from 'vite';
import { type SiteServer, serveSite } from '../tools/site-server.ts';
import { expect, test } from './support/lab.ts';
import { type Comparison, comparePictures, reducedPicture } from './support/picture.ts';

/**
 * The galleries of components look like the pictures that are kept in e2e/gallery/. Letters are left out and take
 * the room that Inter gives them, which the app brings along: the fonts of a machine make no difference, while a
 * component that is missing, moves or has other colours does. UPDATE_GALLERY=1 keeps the new pictures.
 */
const kept = resolve('e2e/gallery');
const built = resolve('.cache/gallery');

/** Of 8 x 8 pixels; another renderer of text and lines leaves none that differ, the smallest button has more. */
const mostCells = 4;

const pages = [
  ['network', 'index.html?theme='],
  ['train', 'train.html?show=finished&theme='],
  ['looks', 'looks.html?edits&theme='],
] as const;
const themes = ['light', 'dark'] as const;
const widths = [1280, 360] as const;

let site: SiteServer;
test.beforeAll(async () => {
  // The app that is built for people has no gallery.
  await build({
    configFile: false,
    logLevel: 'error',
    plugins: [react()],
    worker: { format: 'es' },
    build: {
      target: 'es2023',
      outDir: built,
      emptyOutDir: true,
      minify: false,
      reportCompressedSize: false,
      rolldownOptions: { input: ['index', 'train', 'looks'].map((name) => `src/ui/gallery/${name}.html`) },
    },
  });
  site = await serveSite(built, (_, response) => response.writeHead(404).end());
});
test.afterAll(() => site.close());

test.use({ reducedMotion: 'reduce' });

for (const [name, address] of pages) {
  test(`the gallery "${name}" looks as it did, wide and narrow, light and dark`, async ({
    page,
    context,
  }, testInfo) => {
    const blank = await context.newPage();
    for (const theme of themes) {
      await open(page, `${address}${theme}`);
      for (const width of widths) {
        await page.setViewportSize({ width, height: 900 });
        const file = `${name}-${width}-${theme}.png`;
        if (process.env.UPDATE_GALLERY) {
          mkdirSync(kept, { recursive: true });
          writeFileSync(resolve(kept, file), await stillPicture(page, blank));
          continue;
        }
        expect.soft(existsSync(resolve(kept, file)), `${file} is kept`).toBe(true);
        if (!existsSync(resolve(kept, file))) continue;
        const before = readFileSync(resolve(kept, file));
        const { after, differing, cells, drawn } = await compared(page, blank, before);
        if (differing > mostCells) {
          writeFileSync(testInfo.outputPath(file), after);
          writeFileSync(testInfo.outputPath(file.replace('.png', '-difference.png')), drawn);
        }
        expect.soft(differing, `${file}: cells of ${cells} that differ`).toBeLessThanOrEqual(mostCells);
      }
    }
  });
}

async function open(page: Page, address: string): Promise<void> {
  await page.route('**/favicon.ico', (route) => route.fulfill({ status: 204 }));
  // uPlot writes the figures of its axes into its canvas.
  await page.addInitScript(() => {
    CanvasRenderingContext2D.prototype.fillText = () => undefined;
  });
  await page.setViewportSize({ width: widths[0], height: 900 });
  await page.goto(`${site.address}src/ui/gallery/${address}`);
  await expect(page.locator('canvas').first()).toBeVisible();
  await expect(page.locator('[aria-busy="true"]')).toHaveCount(0);
  await restyle(
    page,
    // Not `color`, which lines and icons have as well.
    `*, *::before, *::after, *::placeholder {
      font-family: "Inter Variable" !important;
      /* Else some machines round the width of each letter to whole pixels. */
      text-rendering: geometricPrecision !important;
      -webkit-text-fill-color: transparent !important;
      text-decoration-color: transparent !important;
      text-shadow: none !important;
      transition: none !important;
      animation: none !important;
    }
    svg text { fill: transparent !important; stroke: none !important }`,
  );
}

/** The policy of the site allows no style elements. */
async function restyle(page: Page, css: string): Promise<void> {
  await page.evaluate(async (text) => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(text);
    document.adoptedStyleSheets.push(sheet);
    await document.fonts.ready;
  }, css);
}

async function pictureOf(page: Page, blank: Page): Promise<Buffer> {
  await lowerFigures(page);
  return reducedPicture(page, blank);
}

/** What follows the size of the window is drawn anew, some frames later. */
async function stillPicture(page: Page, blank: Page): Promise<Buffer> {
  let last = await pictureOf(page, blank);
  await expect
    .poll(async () => {
      const next = await pictureOf(page, blank);
      // To the bit it never is: an enlarged canvas may be painted a shade apart from one time to the next.
      const still = (await comparePictures(blank, last, next)).differing === 0;
      last = next;
      return still;
    })
    .toBe(true);
  return last;
}

/** Inter as the app brings it has no raised figures, and another font would make lines wider or taller. */
async function lowerFigures(page: Page): Promise<void> {
  await page.evaluate(() => {
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) {
      const text = texts.currentNode as Text;
      const plain = text.data.replace(/[\u2070-\u207f]/g, (raised) => raised.normalize('NFKC'));
      if (plain !== text.data) text.data = plain;
    }
  });
}

/** One picture is enough where it is the kept one; a page that is still being drawn gets more time. */
async function compared(
  page: Page,
  blank: Page,
  before: Buffer,
): Promise<Comparison & { readonly after: Buffer }> {
  const first = await pictureOf(page, blank);
  const comparison = await comparePictures(blank, before, first);
  if (comparison.differing <= mostCells) return { ...comparison, after: first };
  const after = await stillPicture(page, blank);
  return { ...(await comparePictures(blank, before, after)), after };
}
