import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { lenet5Of1998 } from '../../network/lenet-5-1998.ts';
import type { Opened } from '../engine.ts';
import { openEngine } from '../open.ts';
import { engines } from '../registry.ts';
import { conformanceChecks, conformanceChecksOf } from './conformance.ts';
import { residentEngines } from './resident-run.fixture.ts';

/** These must open in this browser, so that none can vanish in silence; the others say why not. */
const required = [...residentEngines, 'wasm', 'webgl', 'cpu'];

describe.for(engines.map(({ id }) => id))('%s', (kind) => {
  let opened: Opened;

  beforeAll(async () => {
    opened = await openEngine(kind);
    // The one thing that this suite says aloud: skips must be seen.
    console.warn(`${kind}: ${opened.ok ? opened.engine.device : `not found. ${opened.reason}`}`);
  });

  afterAll(async () => {
    if (opened.ok) await opened.engine.dispose();
  });

  test('opens, or says why not', () => {
    const reason = opened.ok ? undefined : opened.reason;
    if (required.includes(kind)) expect(reason, `${kind} must open here`).toBeUndefined();
    else expect(reason).not.toBe('');
  });

  test('is in the tests of runs that an engine keeps to itself, where it does', ({ skip }) => {
    if (!opened.ok) return skip(opened.reason);
    // WebAssembly has its own: src/engines/wasm/resident-steps.test.ts.
    const tested: readonly string[] = [...residentEngines, 'wasm'];
    if (opened.engine.advance) expect(tested).toContain(kind);
  });

  for (const { name, run } of conformanceChecks) {
    test(name, async ({ skip }) => {
      if (!opened.ok) return skip(opened.reason);
      await run(opened.engine);
    });
  }
});

/** WebAssembly and plain JavaScript have theirs in Node. */
describe('the network of 1998 on webgl', () => {
  let opened: Opened;

  beforeAll(async () => {
    opened = await openEngine('webgl', { architecture: lenet5Of1998 });
  });

  afterAll(async () => {
    if (opened.ok) await opened.engine.dispose();
  });

  for (const { name, run } of conformanceChecksOf(lenet5Of1998)) {
    test(name, async () => {
      if (!opened.ok) throw new Error(opened.reason);
      await run(opened.engine);
    });
  }
});
