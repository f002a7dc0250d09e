import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser } from '@playwright/test';
import { build, preview } from 'vite';
import type { Section } from './report.ts';
import { summarise } from './statistics.ts';

const roundMs = 1_000;
const warmUpMs = 500;

/** Synthetic handwriting from the template to the 28 x 28 image, in a worker of a real page. */
export async function benchDigits(browser: Browser, rounds: number): Promise<Section> {
  const outDir = await mkdtemp(join(tmpdir(), 'lenet-lab-digits-'));
  const shared = {
    configFile: false,
    root: fileURLToPath(new URL('./digits/', import.meta.url)),
    base: './',
    logLevel: 'error',
    build: { outDir, emptyOutDir: true, target: 'es2023' },
  } as const;
  await build({ ...shared, worker: { format: 'es' } });
  const server = await preview({ ...shared, preview: { port: 5309 } });
  const context = await browser.newContext();
  try {
    const address = server.resolvedUrls?.local[0];
    if (!address) throw new Error('bench: expected the server to say its address');
    const page = await context.newPage();
    await page.goto(address);
    await page.waitForFunction(() => 'digitsBench' in window);
    const write = (ms: number) => page.evaluate((limit) => window.digitsBench.write(limit), ms);
    await write(warmUpMs);
    const values: number[] = [];
    for (let round = 0; round < rounds; round++) values.push(await write(roundMs));
    return {
      title: 'Synthetic handwriting, one worker',
      rows: [
        {
          what: 'digits written and brought to 28 x 28',
          unit: 'digits/s',
          summary: summarise(values),
          values,
          goal: 'at least 5,000',
        },
      ],
    };
  } finally {
    await context.close();
    await server.close();
    await rm(outDir, { recursive: true });
  }
}
