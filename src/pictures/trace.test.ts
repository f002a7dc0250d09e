import { expect, test } from 'vitest';
import { randomFromSeed } from '../lib/random.ts';
import { initialParameters } from '../network/initialise.ts';
import { type Input32, inputSize } from '../network/rasters.ts';
import { referenceForward, topClass } from '../network/reference/reference.ts';
import { activationCount, activationOf, activationOffsets, layerNames } from '../network/spec.ts';
import { receptiveFields } from './receptive-field.ts';
import { traceOf } from './trace.ts';

const random = randomFromSeed(2);
const parameters = initialParameters(random);
const input = Float32Array.from({ length: inputSize }, () => random.uniform()) as Input32;
const activations = Float32Array.from(referenceForward(parameters, input));

test('a trace starts at the most probable class and each unit lies in the field of the one after', () => {
  const path = traceOf(activations, parameters, null);
  expect(path.map(({ layer }) => layer)).toEqual([...layerNames].reverse());
  expect(path[0]?.map).toBe(topClass(activationOf(activations, 'Output')));
  for (let depth = 1; depth < path.length; depth++) {
    const [unit, source] = [path[depth - 1], path[depth]];
    const field = unit && receptiveFields(unit)[0];
    if (!source || !field) throw new Error('a trace has eight units');
    expect(field.maps).toContain(source.map);
    expect(source.row).toBeGreaterThanOrEqual(field.rowFrom);
    expect(source.row).toBeLessThan(field.rowTo);
    expect(source.column).toBeGreaterThanOrEqual(field.columnFrom);
    expect(source.column).toBeLessThan(field.columnTo);
  }
});

test('a unit keeps its place until another is stronger by a quarter', () => {
  const f6 = activationOffsets.F6;
  const quiet = new Float32Array(activationCount);
  quiet[f6 + 10] = 0.5;
  const first = traceOf(quiet, null, null);
  expect(first[1]?.map).toBe(10);
  quiet[f6 + 20] = 0.6;
  const second = traceOf(quiet, null, first);
  expect(second[1]?.map).toBe(10);
  quiet[f6 + 20] = 0.7;
  expect(traceOf(quiet, null, second)[1]?.map).toBe(20);
});
