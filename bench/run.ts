import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { type Browser, chromium } from '@playwright/test';
import { build, preview } from 'vite';
import { browserSwitches, findOrInstallBrowser, webgpuSwitches } from '../tools/browser.ts';
import { buildWasm } from '../tools/build-wasm.ts';
import { benchEngines } from './engines.ts';
import { benchPage } from './page.ts';
import { type Section, table } from './report.ts';

/**
 * `npm run bench [-- SECTION ...] [-- --json FILE]`: measures in a real Chromium. `page` builds the app
 * and serves it as `npm start` does; `engines` has a page of its own, with our engines and the rivals.
 *
 * For `engines`: `--rounds N`, and `--only TEXT` (repeatable) for systems with that in their names.
 */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    json: { type: 'string' },
    rounds: { type: 'string', default: '5' },
    only: { type: 'string', multiple: true, default: [] },
  },
});
const rounds = Number(values.rounds);
if (!Number.isInteger(rounds) || rounds < 1) {
  console.error(`npm run bench: expected --rounds to be 1 or more, got ${values.rounds}`);
  process.exit(2);
}

const sections: Readonly<Record<string, (browser: Browser) => Promise<Section[]>>> = {
  page: async (browser) => {
    await build({ logLevel: 'warn' });
    const server = await preview({ preview: { port: 4373 }, logLevel: 'warn' });
    try {
      const address = server.resolvedUrls?.local[0];
      if (!address) throw new Error('bench: expected the preview server to say its address');
      return [await benchPage(browser, address)];
    } finally {
      await server.close();
    }
  },
  engines: (browser) => benchEngines(browser, { rounds, only: values.only }),
};
const unknown = positionals.filter((name) => !(name in sections));
if (unknown.length > 0) {
  const known = Object.keys(sections).join(', ');
  console.error(`npm run bench: expected sections out of ${known}, got ${unknown.join(', ')}`);
  process.exit(2);
}

await buildWasm();
const browser = await chromium.launch({
  executablePath: findOrInstallBrowser(),
  args: [...browserSwitches, ...webgpuSwitches],
});
try {
  const results: Section[] = [];
  for (const [name, measure] of Object.entries(sections)) {
    if (positionals.length > 0 && !positionals.includes(name)) continue;
    const measured = await measure(browser);
    results.push(...measured);
    for (const section of measured) console.log(`\n${table(section)}`);
  }
  if (values.json) writeFileSync(values.json, `${JSON.stringify(results, null, 2)}\n`);
} finally {
  await browser.close();
}
