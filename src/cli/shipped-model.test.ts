import { describe, expect, test } from 'vitest';
import { openWasm } from './engine.ts';
import { evaluate } from './evaluation.ts';
import { readMnist } from './mnist-files.ts';
import { readModel, shippedModelFolder } from './model-files.ts';
import { confusionLines } from './report.ts';

describe.skipIf(!process.env.MNIST_DIR)('the shipped model (needs MNIST_DIR)', () => {
  test("is right on at least 98.5 % of MNIST's 10,000 test images", async () => {
    const engine = await openWasm(await readModel(shippedModelFolder));
    const confusion = await evaluate(engine, await readMnist('test'));
    await engine.dispose();
    expect(confusion.total).toBe(10_000);
    expect(confusion.right).toBeGreaterThanOrEqual(9850);
  });
});

test('the report counts each digit and lists the pairs that are mixed up', () => {
  const counts = Array.from({ length: 10 }, () => new Array<number>(10).fill(0));
  counts[4] = [0, 0, 0, 0, 90, 0, 0, 0, 0, 10];
  const lines = confusionLines({ total: 100, right: 90, counts });
  expect(lines[0]).toBe('right 90.00 %   error 10.00 % (10 of 100)');
  expect(lines).toContain('    4     100     10  10.00 %');
  expect(lines[lines.length - 1]).toBe('  4 read as 9    10');
});
