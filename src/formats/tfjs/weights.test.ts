import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ExpectationError } from '../../lib/expect.ts';
import { randomFromSeed } from '../../lib/random.ts';
import { tensorOf } from '../../network/architecture.ts';
import { initialParameters } from '../../network/initialise.ts';
import { lenet5 } from '../../network/lenet-5.ts';
import { decodeModel, encodeModel, modelMetadata } from './weights.ts';

const parameters = initialParameters(lenet5, randomFromSeed(1));
const { modelJson, weightsBin } = encodeModel(
  { architecture: lenet5, parameters: parameters },
  { seed: 1, name: 'test' },
);

/** A copy of model.json, as parsed from disk, with the value at `path` replaced. */
function changed(path: readonly (string | number)[], value: unknown): unknown {
  const copy = JSON.parse(JSON.stringify(modelJson));
  let at = copy;
  for (const key of path.slice(0, -1)) at = at[key];
  at[path[path.length - 1] as string] = value;
  return copy;
}

describe('round trip', () => {
  test('through JSON and bytes gives the same bits and the metadata', () => {
    const json: unknown = JSON.parse(JSON.stringify(modelJson));
    expect(decodeModel(json, weightsBin)).toEqual({ architecture: lenet5, parameters });
    expect(modelMetadata(json)).toEqual({ seed: 1, name: 'test' });
  });

  test('of any finite values gives the same bits', () => {
    const places = fc.integer({ min: 0, max: lenet5.parameterCount - 1 });
    const values = fc.float({ noNaN: true, noDefaultInfinity: true });
    fc.assert(
      fc.property(fc.array(fc.tuple(places, values)), (changes) => {
        const other = parameters.slice();
        for (const [place, value] of changes) other[place] = value;
        const encoded = encodeModel({ architecture: lenet5, parameters: other });
        const { parameters: decoded } = decodeModel(encoded.modelJson, encoded.weightsBin);
        // Bytes, because 0 and -0 are equal as numbers.
        expect(Buffer.from(decoded.buffer).equals(Buffer.from(other.buffer))).toBe(true);
      }),
      { numRuns: 20 },
    );
  });

  test('copies: later changes of the bytes do not reach the parameters', () => {
    const bytes = weightsBin.slice(0);
    const { parameters: decoded } = decodeModel(modelJson, bytes);
    new Uint8Array(bytes).fill(0);
    expect(decoded).toEqual(parameters);
  });
});

describe('weights.bin is refused', () => {
  test('when truncated', () => {
    expect(() => decodeModel(modelJson, weightsBin.slice(0, 1000))).toThrow(
      'model weights: expected 246,824 bytes, got 1,000',
    );
  });

  test('when too long by one byte', () => {
    const longer = new Uint8Array(weightsBin.byteLength + 1);
    expect(() => decodeModel(modelJson, longer.buffer)).toThrow('got 246,825');
  });

  test.each([Number.NaN, Number.POSITIVE_INFINITY])('with %d, naming the tensor', (value) => {
    const damaged = parameters.slice();
    damaged[tensorOf(lenet5, 'F6', 'kernel').offset + 7] = value;
    const message = `model weights, F6/kernel, value 7: expected a finite number, got ${value}`;
    expect(() => decodeModel(modelJson, damaged.buffer)).toThrow(message);
    expect(() => encodeModel({ architecture: lenet5, parameters: damaged })).toThrow(message);
  });
});

describe('model.json is refused', () => {
  const weight = (index: number, key: string) => ['weightsManifest', 0, 'weights', index, key];
  const layer = (index: number, key: string) => ['modelTopology', 'config', 'layers', index, 'config', key];

  test.each<[string, unknown, string]>([
    ['that is no object', 'hello', 'model.json: expected an object, got "hello"'],
    ['that is null', null, 'model.json: expected an object, got nothing'],
    [
      'of a graph model',
      changed(['format'], 'graph-model'),
      'format: expected "layers-model", got "graph-model"',
    ],
    ['without a manifest', changed(['weightsManifest'], undefined), 'weightsManifest'],
    [
      'with a wrong shape',
      changed(weight(2, 'shape'), [5, 5, 6, 12]),
      'C3/kernel: expected [5, 5, 6, 16], got [5, 5, 6, 12]',
    ],
    [
      'with a shape of words',
      changed(weight(2, 'shape'), ['5']),
      'weights.2.shape.0: expected a number, got "5"',
    ],
    [
      'with quantised weights',
      changed(weight(4, 'dtype'), 'uint8'),
      'weights.4.dtype: expected "float32", got "uint8"',
    ],
    [
      'with tensors in another order',
      changed(weight(0, 'name'), 'C1/bias'),
      'tensor 0: expected C1/kernel, got "C1/bias"',
    ],
    [
      'without the last tensor',
      changed(['weightsManifest', 0, 'weights', 'length'], 9),
      'expected 10 tensors, got 9',
    ],
    [
      'of another activation',
      changed(layer(0, 'activation'), 'relu'),
      'model layer C1, activation: expected "tanh", got "relu"',
    ],
    [
      'of another stride',
      changed(layer(2, 'strides'), [2, 2]),
      'model layer C3, strides: expected [1,1], got [2, 2]',
    ],
    [
      'with max pooling',
      changed(['modelTopology', 'config', 'layers', 1, 'class_name'], 'MaxPooling2D'),
      'model layer S2: expected AveragePooling2D',
    ],
    [
      'of fewer layers',
      changed(['modelTopology', 'config', 'layers', 'length'], 3),
      'model layers: expected the 8 of LeNet-5, got 3',
    ],
  ])('%s', (_name, json, message) => {
    expect(() => decodeModel(json, weightsBin)).toThrow(ExpectationError);
    expect(() => decodeModel(json, weightsBin)).toThrow(message);
  });

  test('whatever it is: any JSON gives an ExpectationError of at most 300 characters', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 4 }), (json) => {
        let message = '';
        try {
          decodeModel(json, weightsBin);
        } catch (error) {
          expect(error).toBeInstanceOf(ExpectationError);
          message = (error as Error).message;
        }
        expect(message).toMatch(/expected .+, got /);
        expect(message.length).toBeLessThan(300);
      }),
    );
  });

  test('with any one part replaced by any JSON, unless that part does not matter', () => {
    const parts: (string | number)[][] = [
      ['format'],
      ['modelTopology'],
      ['modelTopology', 'config'],
      layer(0, 'batch_input_shape'),
      layer(7, 'units'),
      ['weightsManifest'],
      weight(3, 'shape'),
    ];
    fc.assert(
      fc.property(fc.constantFrom(...parts), fc.jsonValue(), (path, value) => {
        expect(() => decodeModel(changed(path, value), weightsBin)).toThrow(ExpectationError);
      }),
    );
  });
});

test('metadata of another form is none', () => {
  expect(modelMetadata({ userDefinedMetadata: { nested: {} } })).toEqual({});
  expect(modelMetadata(undefined)).toEqual({});
});
