import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { chromium } from '@playwright/test';
import { build, preview } from 'vite';
import { browserSwitches, findOrInstallBrowser, webgpuSwitches } from '../tools/browser.ts';
import { benchPage } from './page.ts';
import { type Section, table } from './report.ts';

/**
 * `npm run bench [-- SECTION ...] [-- --json FILE]`: builds the app, serves it as `npm start` does,
 * and measures it in a real Chromium.
 */
const sections = { page: benchPage };

const { values, positionals } = parseArgs({ allowPositionals: true, options: { json: { type: 'string' } } });
const known = Object.keys(sections) as (keyof typeof sections)[];
const unknown = positionals.filter((name) => !(known as string[]).includes(name));
if (unknown.length > 0) {
  console.error(`npm run bench: expected sections out of ${known.join(', ')}, got ${unknown.join(', ')}`);
  process.exit(2);
}

await build({ logLevel: 'warn' });
const server = await preview({ preview: { port: 4373 }, logLevel: 'warn' });
const address = server.resolvedUrls?.local[0];
if (!address) throw new Error('bench: expected the preview server to say its address');
const browser = await chromium.launch({
  executablePath: findOrInstallBrowser(),
  args: [...browserSwitches, ...webgpuSwitches],
});
try {
  const results: Section[] = [];
  for (const name of known.filter((name) => positionals.length === 0 || positionals.includes(name))) {
    const section = await sections[name](browser, address);
    results.push(section);
    console.log(`\n${table(section)}`);
  }
  if (values.json) writeFileSync(values.json, `${JSON.stringify(results, null, 2)}\n`);
} finally {
  await browser.close();
  await server.close();
}
