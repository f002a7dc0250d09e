import { expect, test } from 'vitest';
import { randomFromSeed } from '../lib/random.ts';
import { activationOf } from './architecture.ts';
import { initialParameters } from './initialise.ts';
import { lenet5 } from './lenet-5.ts';
import { lenet5Of1998 } from './lenet-5-1998.ts';
import { type Input32, inputSide } from './rasters.ts';
import { referenceForward } from './reference/reference.ts';
import { columnCount, columnStep, slideOver } from './wide.ts';

test.each([lenet5, lenet5Of1998])(
  '$name over a wide input gives at every place what it gives there alone, within 1e-5',
  (architecture) => {
    const random = randomFromSeed(4);
    const parameters = initialParameters(architecture, random);
    const width = 32 + 4 * 9;
    const input = Float32Array.from({ length: inputSide * width }, () => random.uniform());
    const units = slideOver({ architecture, parameters }, input, width);
    expect(columnStep(architecture)).toBe(4);
    expect(columnCount(architecture, width)).toBe(10);
    expect(units).toHaveLength(10 * 84);
    for (let column = 0; column < 10; column++) {
      const own = Float32Array.from({ length: inputSide * inputSide }, (_, at) => {
        const [row, x] = [Math.floor(at / inputSide), at % inputSide];
        return input[row * width + 4 * column + x] as number;
      }) as Input32;
      const alone = activationOf(architecture, referenceForward(architecture, parameters, own), 'F6');
      const slid = units.subarray(84 * column, 84 * (column + 1));
      expect(
        slid.reduce((most, value, at) => Math.max(most, Math.abs(value - (alone[at] as number))), 0),
      ).toBeLessThan(1e-5);
    }
  },
);

test('an input of the network’s own width has one column, and pixels short of a step add none', () => {
  expect(columnCount(lenet5, 32)).toBe(1);
  expect(columnCount(lenet5, 35)).toBe(1);
  expect(columnCount(lenet5, 36)).toBe(2);
});
