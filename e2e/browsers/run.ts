import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { serveSite } from '../../tools/site-server.ts';
import { openFirefox } from './firefox.ts';
import { journeys } from './journeys.ts';
import { installed } from './processes.ts';
import type { Browser } from './web-driver.ts';
import { miniBrowser, openWebKit } from './webkit.ts';

/**
 * `npm run test:browsers`: the core journeys on Debian's Firefox and on WebKitGTK, the built app served as
 * any web server would. A browser that is not installed is reported as skipped, with what to install.
 */

interface Engine {
  readonly name: string;
  readonly packages: string;
  /** Null where it is not installed. */
  open(): Promise<Browser> | null;
}

const engines: readonly Engine[] = [
  {
    name: 'Firefox',
    packages: 'firefox-esr',
    open() {
      const path = installed('firefox-esr') ?? installed('firefox');
      return path ? openFirefox(path) : null;
    },
  },
  {
    name: 'WebKitGTK',
    packages: 'webkit2gtk-driver xvfb xauth',
    open() {
      const [driver, browser] = [installed('WebKitWebDriver'), miniBrowser()];
      return driver && browser && installed('xvfb-run') && installed('xauth')
        ? openWebKit(driver, browser)
        : null;
    },
  },
];

/** A journey that hangs in the browser itself. */
const limitMs = 150_000;

/** Names of the journeys by how they ended, as `npm test` reads them. */
const ended = { passed: [] as string[], failed: [] as string[], skipped: [] as string[] };

async function travel(engine: Engine, address: string): Promise<void> {
  const opening = engine.open();
  if (!opening) {
    console.log(`skipped  ${engine.name} is not installed: apt-get install ${engine.packages}`);
    ended.skipped.push(...journeys.map(({ name }) => `${engine.name} ${name}`));
    return;
  }
  const browser = await opening;
  try {
    for (const journey of journeys) {
      const name = `${engine.name} ${journey.name}`;
      const started = Date.now();
      const before = browser.errors().length;
      const trouble = await within(journey.run(browser, address)).then(
        () => browser.errors().slice(before).join('\n'),
        (error: Error) => error.message,
      );
      const seconds = ((Date.now() - started) / 1000).toFixed(1);
      console.log(
        `${trouble ? 'FAILED ' : 'ok     '}  ${name} (${seconds} s)${trouble ? `\n  ${trouble}` : ''}`,
      );
      ended[trouble ? 'failed' : 'passed'].push(name);
    }
  } finally {
    await browser.close();
  }
}

function within(journey: Promise<void>): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no end after ${limitMs / 1000} s`)), limitMs);
  });
  return Promise.race([journey, late]).finally(() => clearTimeout(timer));
}

if (!existsSync('dist/index.html')) {
  console.error('test:browsers: expected the built app in dist/, got none. Run npm run build first.');
  process.exit(2);
}
const site = await serveSite('dist', (_, response) => response.writeHead(404).end());
for (const engine of engines) {
  try {
    await travel(engine, site.address);
  } catch (error) {
    console.log(`FAILED   ${engine.name} did not start: ${error instanceof Error ? error.message : error}`);
    ended.failed.push(`${engine.name} starts`);
  }
}
await site.close();
const report = process.env.BROWSERS_JSON_OUTPUT;
if (report) {
  mkdirSync(dirname(report), { recursive: true });
  writeFileSync(report, JSON.stringify(ended));
}
const count = (which: keyof typeof ended) => `${ended[which].length} ${which}`;
console.log(`\n${count('passed')}, ${count('failed')}, ${count('skipped')}`);
process.exit(ended.failed.length > 0 ? 1 : 0);
