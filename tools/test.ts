import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { browserVariable, findOrInstallBrowser } from './browser.ts';

/**
 * `npm test`: everything that says whether the project is in order, in one command. Each step runs
 * even when an earlier one failed, so that one run shows all there is to mend.
 *
 *   npm test                           all steps, in Chromium
 *   npm test -- unit e2e               only these
 *   TEST_BROWSERS=1 npm test           Firefox and WebKitGTK as well, where they are installed
 */

interface Counts {
  passed: number;
  failed: number;
  skipped: number;
}

/** What a report says. */
interface Results extends Counts {
  /** Names of the tests that failed: a long log is read from its end. */
  readonly failures: readonly string[];
  /** Names of those that passed only when they were tried again. */
  readonly flaky: readonly string[];
}

interface Step {
  readonly name: string;
  readonly command: readonly string[];
  /** Left out unless this environment variable is set, or the step is named. */
  readonly onlyWith?: string;
  /** Where the step leaves its results, and how they are counted. */
  readonly report?: { readonly file: string; readonly read: (json: unknown) => Results };
}

const reports = '.cache/reports';

/** @see https://vitest.dev/guide/reporters.html#json-reporter */
const vitestResults = (json: unknown): Results => {
  const { numPassedTests, numFailedTests, numPendingTests, numFailedTestSuites, testResults } =
    json as VitestReport;
  // A file that fails to load has no tests to fail, but must count.
  const failed = numFailedTests || numFailedTestSuites;
  const failures = testResults.flatMap(({ name, status, assertionResults }) => {
    const own = assertionResults.filter((test) => test.status === 'failed').map(({ fullName }) => fullName);
    return own.length > 0 || status !== 'failed' ? own : [name];
  });
  return { passed: numPassedTests, failed, skipped: numPendingTests, failures, flaky: [] };
};

interface VitestReport {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly numFailedTestSuites: number;
  readonly testResults: readonly {
    readonly name: string;
    readonly status: string;
    readonly assertionResults: readonly { readonly status: string; readonly fullName: string }[];
  }[];
}

/** @see https://playwright.dev/docs/test-reporters#json-reporter */
const playwrightResults = (json: unknown): Results => {
  const { stats, errors, suites } = json as PlaywrightReport;
  const namesOf = (suite: PlaywrightSuite, which: (spec: PlaywrightSpec) => boolean): string[] => [
    ...suite.specs.filter(which).map(({ title }) => `${suite.title} > ${title}`),
    ...(suite.suites ?? []).flatMap((inner) => namesOf(inner, which)),
  ];
  const named = (which: (spec: PlaywrightSpec) => boolean) =>
    suites.flatMap((suite) => namesOf(suite, which));
  return {
    passed: stats.expected + stats.flaky,
    failed: stats.unexpected + errors.length,
    skipped: stats.skipped,
    failures: [...named(({ ok }) => !ok), ...errors.map(({ message }) => message ?? 'an error')],
    flaky: named(({ tests }) => tests.some(({ status }) => status === 'flaky')),
  };
};

interface PlaywrightSpec {
  readonly title: string;
  readonly ok: boolean;
  readonly tests: readonly { readonly status: string }[];
}

interface PlaywrightSuite {
  readonly title: string;
  readonly specs: readonly PlaywrightSpec[];
  readonly suites?: readonly PlaywrightSuite[];
}

interface PlaywrightReport {
  readonly stats: Readonly<Record<'expected' | 'flaky' | 'unexpected' | 'skipped', number>>;
  readonly errors: readonly { readonly message?: string }[];
  readonly suites: readonly PlaywrightSuite[];
}

/** What e2e/browsers/run.ts leaves. */
const browsersResults = (json: unknown): Results => {
  const { passed, failed, skipped } = json as Readonly<Record<keyof Counts, readonly string[]>>;
  return {
    passed: passed.length,
    failed: failed.length,
    skipped: skipped.length,
    failures: failed,
    flaky: [],
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
    report: { file, read: vitestResults },
  };
};

/**
 * The lanes of one row run side by side, and the steps of a lane one after the other: most steps leave one of two
 * cores idle for most of their time. Journeys do not, and have the machine for themselves.
 */
const rows: readonly (readonly (readonly Step[])[])[] = [
  [[{ name: 'wasm', command: ['tsx', 'tools/build-wasm.ts'] }]],
  [
    [{ name: 'types', command: ['tsx', 'tools/check-types.ts'] }],
    [{ name: 'style', command: ['biome', 'ci', '.'] }],
    [{ name: 'imports', command: ['tsx', 'tools/check-imports.ts'] }],
    [{ name: 'words', command: ['tsx', 'tools/check-words.ts'] }],
    [{ name: 'language', command: ['tsx', 'tools/check-language.ts'] }],
  ],
  [
    [vitest('chromium')],
    [
      vitest('unit'),
      { name: 'build', command: ['vite', 'build', '--logLevel', 'warn'] },
      { name: 'size', command: ['tsx', 'tools/check-size.ts'] },
    ],
  ],
  [
    [
      {
        name: 'e2e',
        command: ['playwright', 'test'],
        report: { file: `${reports}/e2e.json`, read: playwrightResults },
      },
    ],
  ],
  [
    [
      {
        name: 'browsers',
        command: ['tsx', 'e2e/browsers/run.ts'],
        onlyWith: 'TEST_BROWSERS',
        report: { file: `${reports}/browsers.json`, read: browsersResults },
      },
    ],
  ],
];
const steps = rows.flat(2);

interface Outcome {
  readonly ok: boolean;
  readonly results: Results;
  readonly seconds: number;
}

const nothing: Results = { passed: 0, failed: 0, skipped: 0, failures: [], flaky: [] };

/**
 * A shared machine stalls now and then, and fails a test that is in order. More than this many in one run
 * is no bad luck.
 */
const flakyMost = 2;

/** @param marked whether its lines name it: another step writes meanwhile */
async function run(step: Step, environment: NodeJS.ProcessEnv, marked: boolean): Promise<Outcome> {
  console.log(`\n== ${step.name}: ${step.command.join(' ')}`);
  const started = Date.now();
  const child = spawn('npx', [...step.command], {
    stdio: marked ? ['ignore', 'pipe', 'pipe'] : ['ignore', 'inherit', 'inherit'],
    env: environment,
  });
  for (const output of [child.stdout, child.stderr])
    if (output)
      createInterface({ input: output }).on('line', (line) => console.log(`[${step.name}] ${line}`));
  const status = await new Promise<number | null>((resolve) => {
    child.on('close', resolve);
    child.on('error', (error) => {
      console.error(`npm test: ${step.name} could not be started: ${error.message}`);
      resolve(null);
    });
  });
  const seconds = (Date.now() - started) / 1000;
  const results = step.report ? resultsOf(step.name, step.report) : nothing;
  return { ok: status === 0 && results.failed === 0, results, seconds };
}

function resultsOf(name: string, { file, read }: NonNullable<Step['report']>): Results {
  const none = (why: string): Results => ({ ...nothing, failed: 1, failures: [`${name}: ${why}`] });
  try {
    const results = read(JSON.parse(readFileSync(file, 'utf8')));
    // A step that ran nothing has shown nothing.
    return results.passed + results.failed + results.skipped === 0 ? none('no test ran') : results;
  } catch (error) {
    return none(`left no results: ${error instanceof Error ? error.message : error}`);
  }
}

async function main() {
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
    BROWSERS_JSON_OUTPUT: `${reports}/browsers.json`,
  };
  console.log(`browser: ${environment[browserVariable]}`);
  if (!environment.MNIST_DIR) console.log('MNIST_DIR is not set: tests that need MNIST are skipped');

  const total: Counts = { passed: 0, failed: 0, skipped: 0 };
  const lines: string[] = [];
  const flaky: string[] = [];
  let ok = true;
  const isWanted = ({ name, onlyWith }: Step) =>
    wanted.length === 0 ? !onlyWith || Boolean(environment[onlyWith]) : wanted.includes(name);
  const outcomes: { readonly step: Step; readonly outcome: Outcome }[] = [];
  for (const row of rows) {
    const lanes = row.map((lane) => lane.filter(isWanted)).filter(({ length }) => length > 0);
    const ran = lanes.map(async (lane) => {
      for (const step of lane) {
        const outcome = await run(step, environment, lanes.length > 1);
        outcomes.push({ step, outcome });
      }
    });
    await Promise.all(ran);
  }
  for (const { step, outcome } of outcomes) {
    const { ok: stepOk, results, seconds } = outcome;
    ok &&= stepOk;
    for (const key of ['passed', 'failed', 'skipped'] as const) total[key] += results[key];
    const tests = step.report
      ? `, ${results.passed} passed, ${results.failed} failed, ${results.skipped} skipped`
      : '';
    lines.push(`${stepOk ? 'ok    ' : 'FAILED'} ${step.name}: ${seconds.toFixed(1)} s${tests}`);
    for (const failure of results.failures) lines.push(`         ${failure}`);
    flaky.push(...results.flaky);
  }
  console.log(`\n${lines.join('\n')}\n`);
  if (flaky.length > 0) {
    ok &&= flaky.length <= flakyMost;
    const verdict = flaky.length > flakyMost ? `FAILED: at most ${flakyMost} may be` : 'look into each';
    console.log(`FLAKY: ${flaky.length} passed only at the second try (${verdict})`);
    console.log(`${flaky.map((name) => `         ${name}`).join('\n')}\n`);
  }
  console.log(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
  process.exit(ok ? 0 : 1);
}

await main();
