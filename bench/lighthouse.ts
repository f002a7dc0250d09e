import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import { chromium } from '@playwright/test';
import { plainSwitches } from '../tools/browser.ts';
import { serveSite } from '../tools/site-server.ts';
import type { Row, Section } from './report.ts';
import { summarise } from './statistics.ts';

/** 150 packages that nothing else needs, so npx fetches them; 12 is the last major version for Node 20. */
const lighthouse = 'lighthouse@12.8.2';

const pages = ['draw', 'explore', 'train', 'digits', 'networks', 'model'] as const;

/** Lighthouse's own settings: a mid-range phone on a slow 4G line, and a desktop. */
const devices = { phone: [], desktop: ['--preset=desktop'] } as const;

const categories = {
  performance: 'performance',
  accessibility: 'accessibility',
  'best-practices': 'best practices',
  seo: 'SEO',
} as const;

const timings = {
  'first-contentful-paint': 'first paint',
  'largest-contentful-paint': 'largest paint',
  'total-blocking-time': 'blocked',
} as const;

/** What is read of Lighthouse's report. */
interface Report {
  readonly categories: Readonly<Record<keyof typeof categories, { readonly score: number | null }>>;
  readonly audits: Readonly<Record<keyof typeof timings, { readonly numericValue?: number }>>;
}

/**
 * What Lighthouse says of every page: a cold load on its own phone and desktop settings, from a server that
 * compresses as hosts do. Loads are slowed down by calculation, so a busy machine makes the scores worse.
 * @param only pages to look at; all when empty
 */
export async function benchLighthouse(
  executablePath: string,
  folder: string,
  { rounds, only }: { readonly rounds: number; readonly only: readonly string[] },
): Promise<Section[]> {
  const site = compressedCopy(folder);
  const server = await serveSite(site, (_, response) => response.writeHead(404).end(), { gzip: true });
  const looked = pages.filter((page) => only.length === 0 || only.includes(page));
  try {
    const sections: Section[] = [];
    for (const [device, switches] of Object.entries(devices)) {
      const rows: Row[] = [];
      for (const page of looked) {
        const reports: Report[] = [];
        for (let round = 0; round < rounds; round++)
          reports.push(await reportInTries(executablePath, `${server.address}#/${page}`, switches));
        rows.push(...rowsOf(page, device === 'phone' ? 90 : 98, reports));
      }
      sections.push({
        title: `Lighthouse, ${device}`,
        note: `${lighthouse}, a cold load of each page`,
        rows,
      });
    }
    return sections;
  } finally {
    await server.close();
    rmSync(site, { recursive: true });
  }
}

function rowsOf(page: string, goal: number, reports: readonly Report[]): Row[] {
  const scores = Object.entries(categories).map(([id, name]) => ({
    what: `${page}, ${name}`,
    unit: 'of 100',
    summary: summarise(
      reports.map((report) => 100 * (report.categories[id as keyof typeof categories].score ?? 0)),
    ),
    goal: `at least ${id === 'performance' ? goal : 100}`,
  }));
  const times = Object.entries(timings).map(([id, name]) => ({
    what: `${page}, ${name}`,
    unit: 'ms',
    summary: summarise(
      reports.map((report) => report.audits[id as keyof typeof timings].numericValue ?? Number.NaN),
    ),
  }));
  return [...scores, ...times];
}

/** Now and then Lighthouse loses the beginning of its recording (NO_NAVSTART) and asks to be run again. */
const tries = 3;

async function reportInTries(...load: Parameters<typeof reportOf>): Promise<Report> {
  for (let left = tries - 1; ; left--) {
    try {
      return await reportOf(...load);
    } catch (error) {
      if (left === 0 || !String(error).includes('NO_NAVSTART')) throw error;
    }
  }
}

/** In a browser without a profile: nothing is stored, and no service worker answers. */
async function reportOf(
  executablePath: string,
  address: string,
  switches: readonly string[],
): Promise<Report> {
  const port = await freePort();
  const browser = await chromium.launch({
    executablePath,
    args: [...plainSwitches, `--remote-debugging-port=${port}`],
  });
  try {
    const { stdout } = await promisify(execFile)(
      'npx',
      ['--yes', lighthouse, address, `--port=${port}`, '--output=json', '--quiet', ...switches],
      { maxBuffer: 2 ** 27 },
    );
    return JSON.parse(stdout);
  } finally {
    await browser.close();
  }
}

function freePort(): Promise<number> {
  return new Promise((found, failed) => {
    const server = createServer().once('error', failed);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => found(typeof address === 'object' && address ? address.port : 0));
    });
  });
}

/** The site with a compressed file beside each that is worth it. */
function compressedCopy(folder: string): string {
  const copy = mkdtempSync(join(tmpdir(), 'lenet-lab-site-'));
  cpSync(folder, copy, { recursive: true });
  for (const name of readdirSync(copy, { recursive: true, encoding: 'utf8' })) {
    if (!/\.(html|js|css|svg|json|wasm|webmanifest)$/.test(name)) continue;
    writeFileSync(join(copy, `${name}.gz`), gzipSync(readFileSync(join(copy, name))));
  }
  return copy;
}
