import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buildWasm } from '../../../tools/build-wasm.ts';
import { lenet5Of1998 } from '../../network/lenet-5-1998.ts';
import { conformanceChecksOf } from '../conformance/conformance.ts';
import type { Opened } from '../engine.ts';
import { instructionSets } from '../wasm/binary.ts';
import { openWasm1998 } from './engine.ts';

beforeAll(async () => {
  await buildWasm();
});

const checks = conformanceChecksOf(lenet5Of1998);

describe.for(instructionSets)('LeNet-5 of 1998 in Node, %s', (instructionSet) => {
  let opened: Opened;
  beforeAll(async () => {
    opened = await openWasm1998({ instructionSet });
  });
  afterAll(async () => {
    if (opened.ok) await opened.engine.dispose();
  });

  test('opens', () => {
    expect(opened.ok || opened.reason).toBe(true);
  });
  for (const { name, run } of checks) {
    test(name, async () => {
      if (opened.ok) await run(opened.engine);
    });
  }
});
