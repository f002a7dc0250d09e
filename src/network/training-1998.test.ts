import { expect, test } from 'vitest';
import { ruleOfPass, training1998 } from './training-1998.ts';

test('the 20 passes have the rates of the paper', () => {
  const rates = Array.from({ length: training1998.passes }, (_, at) => ruleOfPass(at + 1).learningRate);
  const expected = [5e-4, 5e-4, 2e-4, 2e-4, 2e-4, 1e-4, 1e-4, 1e-4, 5e-5, 5e-5, 5e-5, 5e-5];
  expect(rates).toEqual([...expected, ...Array(8).fill(1e-5)]);
  expect(ruleOfPass(1)).toMatchObject({ kind: 'levenberg-marquardt', damping: 0.2 });
});
