import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { type Browser, chromium } from '@playwright/test';
import { build, preview } from 'vite';
import {
  browserSwitches,
  findOrInstallBrowser,
  gpuSwitches,
  plainSwitches,
  webgpuSwitches,
} from '../tools/browser.ts';
import { buildWasm } from '../tools/build-wasm.ts';
import { benchDigits } from './digits.ts';
import { benchEngines } from './engines.ts';
import { benchExplore, usualStrokesFile } from './explore.ts';
import { benchLighthouse } from './lighthouse.ts';
import { benchPage } from './page.ts';
import { type Section, table } from './report.ts';
import { benchTrain } from './train.ts';

/**
 * `npm run bench [-- [SECTION ...] [--gpu] [--json FILE]]`: measures in a real Chromium. `page` and `train` build the
 * app and serve it as `npm start` does. The others have pages of their own: `engines` our engines and the rivals, with
 * PyTorch beside them where python3 has torch; `digits` writes synthetic handwriting in a worker; `explore` explains
 * answers to drawings. `lighthouse` is left out unless it is named: npx downloads it.
 *
 * For `engines` and `train`: `--gpu`, to compute on the machine's own GPU and not on software renderers; their notes
 * name the devices. For `engines` and `lighthouse`: `--rounds N`, and `--only TEXT` (repeatable) for systems with that in
 * their names, or for pages.
 * For `explore`: `--strokes FILE`, handwriting as `npm run eval:strokes` reads it; ../shared/strokes/dev.json is usual.
 */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    json: { type: 'string' },
    rounds: { type: 'string', default: '5' },
    strokes: { type: 'string', default: usualStrokesFile },
    only: { type: 'string', multiple: true, default: [] },
    gpu: { type: 'boolean', default: false },
  },
});
const { gpu, only } = values;
const rounds = Number(values.rounds);
if (!Number.isInteger(rounds) || rounds < 1) {
  console.error(`npm run bench: expected --rounds to be 1 or more, got ${values.rounds}`);
  process.exit(2);
}

const executablePath = findOrInstallBrowser();

/** Measures in a browser of its own. */
async function inBrowser<Result>(
  switches: readonly string[],
  measure: (browser: Browser) => Promise<Result>,
) {
  const browser = await chromium.launch({ executablePath, args: [...switches] });
  try {
    return await measure(browser);
  } finally {
    await browser.close();
  }
}

const sections: Readonly<Record<string, () => Promise<Section[]>>> = {
  page: async () => {
    await build({ logLevel: 'warn' });
    const server = await preview({ preview: { port: 4373 }, logLevel: 'warn' });
    try {
      const address = server.resolvedUrls?.local[0];
      if (!address) throw new Error('bench: expected the preview server to say its address');
      return [
        await inBrowser(plainSwitches, (browser) =>
          benchPage(browser, address, 'Draw page, Chromium as it sets itself up'),
        ),
        await inBrowser(browserSwitches, (browser) =>
          benchPage(browser, address, 'Draw page, a software renderer for its frames as well'),
        ),
      ];
    } finally {
      await server.close();
    }
  },
  train: async () => {
    await build({ logLevel: 'warn' });
    const switches = gpu ? gpuSwitches : plainSwitches;
    return [await inBrowser(switches, (browser) => benchTrain(browser, 'dist', gpu))];
  },
  lighthouse: async () => {
    await build({ logLevel: 'warn' });
    return benchLighthouse(executablePath, 'dist', { rounds, only });
  },
  digits: async () => [await inBrowser(plainSwitches, (browser) => benchDigits(browser, rounds))],
  explore: async () => [await inBrowser(plainSwitches, (browser) => benchExplore(browser, values.strokes))],
  engines: () =>
    inBrowser(gpu ? gpuSwitches : [...browserSwitches, ...webgpuSwitches], (browser) =>
      benchEngines(browser, { rounds, only, gpu }),
    ),
};
const unknown = positionals.filter((name) => !(name in sections));
if (unknown.length > 0) {
  const known = Object.keys(sections).join(', ');
  console.error(`npm run bench: expected sections out of ${known}, got ${unknown.join(', ')}`);
  process.exit(2);
}

await buildWasm();
const results: Section[] = [];
for (const [name, measure] of Object.entries(sections)) {
  if (positionals.length > 0 ? !positionals.includes(name) : name === 'lighthouse') continue;
  const measured = await measure();
  results.push(...measured);
  for (const section of measured) console.log(`\n${table(section)}`);
}
if (values.json) writeFileSync(values.json, `${JSON.stringify(results, null, 2)}\n`);
