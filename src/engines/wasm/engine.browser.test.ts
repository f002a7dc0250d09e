import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { conformanceChecks } from '../conformance/conformance.ts';
import type { Opened } from '../engine.ts';
import { instructionSets } from './binary.ts';
import { openWasm } from './engine.ts';

describe.for(instructionSets)('wasm in the browser, %s', (instructionSet) => {
  let opened: Opened;
  beforeAll(async () => {
    opened = await openWasm({ instructionSet });
  });
  afterAll(async () => {
    if (opened.ok) await opened.engine.dispose();
  });

  test('opens', () => {
    expect(opened.ok || opened.reason).toBe(true);
  });
  for (const { name, run } of conformanceChecks) {
    test(name, async () => {
      if (opened.ok) await run(opened.engine);
    });
  }
});
