import { expect, test } from 'vitest';
import { lenet5Of1998 } from '../../network/lenet-5-1998.ts';
import { conformanceChecksOf } from '../conformance/conformance.ts';
import { openCpu } from './cpu.ts';

/** LeNet-5 on it is in the conformance suite of the browser, with all that the registry opens. */
const opened = await openCpu({ architecture: lenet5Of1998 });

test('the network of 1998 opens', () => {
  expect(opened.ok && opened.engine.architecture).toBe(lenet5Of1998);
});

for (const { name, run } of conformanceChecksOf(lenet5Of1998)) {
  test(name, async () => {
    if (!opened.ok) throw new Error(opened.reason);
    await run(opened.engine);
  });
}
