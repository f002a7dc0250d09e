import { expect, test } from 'vitest';
import { randomFromSeed } from '../lib/random.ts';
import { activationOf, activationOffset } from '../network/architecture.ts';
import { initialParameters } from '../network/initialise.ts';
import { lenet5 } from '../network/lenet-5.ts';
import { type Input32, inputSize } from '../network/rasters.ts';
import { receptiveFields } from '../network/receptive-field.ts';
import { referenceForward, topClass } from '../network/reference/reference.ts';
import { traceOf } from './trace.ts';

const layerNames = lenet5.layers.map(({ name }) => name);

const random = randomFromSeed(2);
const parameters = initialParameters(lenet5, random);
const input = Float32Array.from({ length: inputSize }, () => random.uniform()) as Input32;
const activations = Float32Array.from(referenceForward(lenet5, parameters, input));

test('a trace starts at the most probable class and each unit lies in the field of the one after', () => {
  const path = traceOf(lenet5, activations, parameters, null);
  expect(path.map(({ layer }) => layer)).toEqual([...layerNames].reverse());
  expect(path[0]?.map).toBe(topClass(activationOf(lenet5, activations, 'Output')));
  for (let depth = 1; depth < path.length; depth++) {
    const [unit, source] = [path[depth - 1], path[depth]];
    const field = unit && receptiveFields(lenet5, unit)[0];
    if (!source || !field) throw new Error('a trace has eight units');
    expect(field.maps).toContain(source.map);
    expect(source.row).toBeGreaterThanOrEqual(field.rowFrom);
    expect(source.row).toBeLessThan(field.rowTo);
    expect(source.column).toBeGreaterThanOrEqual(field.columnFrom);
    expect(source.column).toBeLessThan(field.columnTo);
  }
});

test('a unit keeps its place until another is stronger by a quarter', () => {
  const f6 = activationOffset(lenet5, 'F6');
  const quiet = new Float32Array(lenet5.activationCount);
  quiet[f6 + 10] = 0.5;
  const first = traceOf(lenet5, quiet, null, null);
  expect(first[1]?.map).toBe(10);
  quiet[f6 + 20] = 0.6;
  const second = traceOf(lenet5, quiet, null, first);
  expect(second[1]?.map).toBe(10);
  quiet[f6 + 20] = 0.7;
  expect(traceOf(lenet5, quiet, null, second)[1]?.map).toBe(20);
});
