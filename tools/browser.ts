import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chromium } from '@playwright/test';

/**
 * The Chromium that tests and benchmarks drive: named by CHROMIUM_PATH, else Playwright's own, else
 * the system's, else installed (Playwright's way first, then apt's).
 */

/** Variable that names a browser, and carries the one found to child processes. */
export const browserVariable = 'CHROMIUM_PATH';

const systemNames = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome'];

/** Path of a Chromium that is already here, or undefined. */
export function findBrowser(): string | undefined {
  const named = process.env[browserVariable];
  if (named) {
    if (existsSync(named)) return named;
    throw new Error(
      `${browserVariable}: expected the path of a Chromium, got ${named}, which does not exist`,
    );
  }
  const own = chromium.executablePath();
  if (own && existsSync(own)) return own;
  for (const name of systemNames) {
    const found = spawnSync('which', [name], { encoding: 'utf8' });
    const path = found.stdout?.trim();
    // Ubuntu's chromium-browser may be a stub that only says "install the snap".
    if (found.status === 0 && path && spawnSync(path, ['--version']).status === 0) return path;
  }
  return undefined;
}

/** @throws when there is no browser and none can be installed, saying what to do. */
export function findOrInstallBrowser(): string {
  const here = findBrowser();
  if (here) return here;
  const root = process.getuid?.() === 0;
  const sudo = root ? [] : ['sudo', '-n'];
  const attempts: string[][] = [
    ['npx', 'playwright', 'install', ...(root ? ['--with-deps'] : []), 'chromium'],
    [...sudo, 'apt-get', 'update', '-q'],
    [...sudo, 'apt-get', 'install', '-y', '-q', 'chromium'],
  ];
  for (const [command, ...args] of attempts as [string, ...string[]][]) {
    console.log(`no Chromium found: trying ${command} ${args.join(' ')}`);
    try {
      execFileSync(command, args, { stdio: 'inherit', timeout: 300_000 });
    } catch (error) {
      console.log(`  did not work: ${error instanceof Error ? error.message.split('\n')[0] : error}`);
    }
    const installed = findBrowser();
    if (installed) return installed;
  }
  throw new Error(
    `No Chromium found, and none could be installed. Install one (npx playwright install --with-deps chromium) or name it: ${browserVariable}=/path/to/chromium npm test`,
  );
}

/** Without traffic of its own. */
const quietSwitches = [
  '--no-sandbox',
  '--disable-quic',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Chromium as it sets itself up: a software renderer does WebGL where there is no GPU. */
export const plainSwitches = [...quietSwitches, '--enable-unsafe-swiftshader'];

/** The machine's own GPU for WebGL and WebGPU, and no software renderer; on Linux both through Vulkan, which needs no screen. */
export const gpuSwitches = [
  ...quietSwitches,
  '--enable-gpu',
  '--ignore-gpu-blocklist',
  '--enable-unsafe-webgpu',
  ...(process.platform === 'linux'
    ? [
        '--use-gl=angle',
        '--use-angle=vulkan',
        '--enable-features=Vulkan',
        '--disable-vulkan-surface',
        '--use-vulkan=native',
      ]
    : []),
];

/**
 * Tests look at what a page shows, not at how fast: frames put together without the GPU leave two cores
 * and a software renderer to WebGL, which stays as it is. Journeys take half as long.
 */
export const testSwitches = ['--disable-gpu-compositing'];

/** Switches for every test: the software renderer wherever it runs, for the page's frames as well as for WebGL. */
export const browserSwitches = [...plainSwitches, '--use-angle=swiftshader'];

/** Added for runs that want WebGPU as well. */
export const webgpuSwitches = [
  '--enable-unsafe-webgpu',
  '--use-webgpu-adapter=swiftshader',
  '--enable-features=Vulkan',
  '--use-vulkan=swiftshader',
];
