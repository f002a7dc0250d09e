import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { browserVariable, findOrInstallBrowser } from './browser.ts';

/**
 * `npm test`: everything that says whether the project is in order, in one command. Each step runs
 * even when an earlier one failed, so that one run shows all there is to mend.
 *
 *   npm test                 all steps
 *   npm test -- unit e2e     only these
 */

interface Counts {
  passed: number;
  failed: number;
  skipped: number;
}

interface Step {
  readonly name: string;
  readonly command: readonly string[];
  /** Where the step leaves its results, and how they are counted. */
  readonly report?: { readonly file: string; readonly count: (json: unknown) => Counts };
}

const reports = '.cache/reports';

/** @see https://vitest.dev/guide/reporters.html#json-reporter */
const vitestCounts = (json: unknown): Counts => {
  const { numPassedTests, numFailedTests, numPendingTests, numFailedTestSuites } = json as Record<
    string,
    number
  >;
  // A file that fails to load has no tests to fail, but must count.
  const failed = numFailedTests || numFailedTestSuites;
  return { passed: numPassedTests ?? 0, failed: failed ?? 0, skipped: numPendingTests ?? 0 };
};

/** @see https://playwright.dev/docs/test-reporters#json-reporter */
const playwrightCounts = (json: unknown): Counts => {
  const { stats, errors } = json as { stats: Record<string, number>; errors: unknown[] };
  return {
    passed: (stats.expected ?? 0) + (stats.flaky ?? 0),
    failed: (stats.unexpected ?? 0) + errors.length,
    skipped: stats.skipped ?? 0,
  };
};

const vitest = (project: string): Step => {
  const file = `${reports}/${project}.json`;
  return {
    name: project,
    command: [
      'vitest',
      'run',
      '--project',
      project,
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${file}`,
    ],
    report: { file, count: vitestCounts },
  };
};

const steps: readonly Step[] = [
  { name: 'wasm', command: ['tsx', 'tools/build-wasm.ts'] },
  { name: 'types', command: ['tsx', 'tools/check-types.ts'] },
  { name: 'style', command: ['biome', 'ci', '.'] },
  { name: 'imports', command: ['tsx', 'tools/check-imports.ts'] },
  vitest('unit'),
  vitest('chromium'),
  { name: 'build', command: ['vite', 'build', '--logLevel', 'warn'] },
  {
    name: 'e2e',
    command: ['playwright', 'test'],
    report: { file: `${reports}/e2e.json`, count: playwrightCounts },
  },
];

function run(step: Step, environment: NodeJS.ProcessEnv): { ok: boolean; counts: Counts; seconds: number } {
  console.log(`\n== ${step.name}: ${step.command.join(' ')}`);
  const started = Date.now();
  const { status } = spawnSync('npx', [...step.command], {
    stdio: ['ignore', 'inherit', 'inherit'],
    env: environment,
  });
  const seconds = (Date.now() - started) / 1000;
  const counts: Counts = { passed: 0, failed: 0, skipped: 0 };
  if (step.report) {
    try {
      Object.assign(counts, step.report.count(JSON.parse(readFileSync(step.report.file, 'utf8'))));
    } catch (error) {
      console.error(`${step.name}: left no results: ${error instanceof Error ? error.message : error}`);
      counts.failed++;
    }
    // A step that ran nothing has shown nothing.
    if (counts.passed + counts.failed === 0) counts.failed++;
  }
  return { ok: status === 0 && counts.failed === 0, counts, seconds };
}

function main() {
  const wanted = process.argv.slice(2);
  const unknown = wanted.filter((name) => !steps.some((step) => step.name === name));
  if (unknown.length > 0) {
    console.error(
      `npm test: expected steps out of ${steps.map(({ name }) => name).join(', ')}, got ${unknown.join(', ')}`,
    );
    process.exit(2);
  }
  rmSync(reports, { recursive: true, force: true });
  mkdirSync(reports, { recursive: true });
  const environment: NodeJS.ProcessEnv = {
    ...process.env,
    [browserVariable]: findOrInstallBrowser(),
    PLAYWRIGHT_JSON_OUTPUT_NAME: `${reports}/e2e.json`,
  };
  console.log(`browser: ${environment[browserVariable]}`);
  if (!environment.MNIST_DIR) console.log('MNIST_DIR is not set: tests that need MNIST are skipped');

  const total: Counts = { passed: 0, failed: 0, skipped: 0 };
  const lines: string[] = [];
  let ok = true;
  for (const step of steps.filter(({ name }) => wanted.length === 0 || wanted.includes(name))) {
    const result = run(step, environment);
    ok &&= result.ok;
    for (const key of ['passed', 'failed', 'skipped'] as const) total[key] += result.counts[key];
    const tests = step.report
      ? `, ${result.counts.passed} passed, ${result.counts.failed} failed, ${result.counts.skipped} skipped`
      : '';
    lines.push(`${result.ok ? 'ok    ' : 'FAILED'} ${step.name}: ${result.seconds.toFixed(1)} s${tests}`);
  }
  console.log(`\n${lines.join('\n')}\n`);
  console.log(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
  process.exit(ok ? 0 : 1);
}

main();
