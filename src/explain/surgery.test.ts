import { describe, expect, test } from 'vitest';
import { randomFromSeed } from '../lib/random.ts';
import { activationOf, layerNamed, outputOf } from '../network/architecture.ts';
import { initialParameters } from '../network/initialise.ts';
import { lenet5 } from '../network/lenet-5.ts';
import { digit28, digitSize, padToInput32 } from '../network/rasters.ts';
import { referenceForward } from '../network/reference/reference.ts';
import { kernelsOf } from '../pictures/kernels.ts';
import { canFreeze, type Edit, editText, operated, withEdit } from './surgery.ts';

const random = randomFromSeed(8);
const parameters = initialParameters(lenet5, random).map((value) => value + 0.05 * random.normal());
const network = { architecture: lenet5, parameters };
const input = padToInput32(digit28(Uint8Array.from({ length: digitSize }, () => random.integer(0, 255))));

/** All values of a map or unit, by the reference, after the edits. */
function valuesOf(layer: string, map: number, edits: readonly Edit[]): number[] {
  const { maps } = layerNamed(lenet5, layer);
  const activations = Float32Array.from(referenceForward(lenet5, operated(network, edits), input));
  return [...activationOf(lenet5, activations, layer)].filter((_, at) => at % maps === map);
}

const targets = ['C1', 'S2', 'C3', 'S4', 'C5', 'F6'].map((layer) => ({ layer, map: 3 }));

describe.each(targets)('map or unit 3 of $layer', (target) => {
  test('switched off gives 0 everywhere, and its neighbour stays as it was', () => {
    const off = [{ ...target, kind: 'off' }] as const;
    for (const value of valuesOf(target.layer, 3, off)) expect(value).toBe(0);
    expect(valuesOf(target.layer, 2, off)).toEqual(valuesOf(target.layer, 2, []));
  });

  test.each([-0.4, 0.25, 0.9999])('frozen at %f gives that everywhere within 1e-6', (mean) => {
    for (const value of valuesOf(target.layer, 3, [{ ...target, kind: 'frozen', mean }]))
      expect(Math.abs(value - mean)).toBeLessThan(1e-6);
  });
});

test('a digit that is switched off never answers, and the nine others add up to 1', () => {
  const off = [{ layer: 'Output', map: 5, kind: 'off' }] as const;
  const ten = Array.from({ length: 10 }, (_, map) => valuesOf('Output', map, off)[0] ?? Number.NaN);
  expect(ten[5]).toBe(0);
  expect(ten.reduce((sum, share) => sum + share)).toBeCloseTo(1, 6);
  expect(canFreeze(lenet5, { layer: outputOf(lenet5).name, map: 5 })).toBe(false);
  expect(() => operated(network, [{ layer: 'Output', map: 5, kind: 'frozen', mean: 0.1 }])).toThrow(
    'expected a map or unit that can be frozen',
  );
});

test.each([
  ['C1', 4, 0],
  ['C3', 15, 5],
] as const)('a repainted kernel of %s is the only thing that changes', (layer, map, source) => {
  const weights = Array.from({ length: 25 }, (_, tap) => tap / 10);
  const changed = operated(network, [{ layer, map, kind: 'repainted', source, weights }]);
  const kernel = kernelsOf({ architecture: lenet5, parameters: changed }, layer, map)[source];
  expect(kernel?.weights).toEqual(Float32Array.from(weights));
  expect(changed.filter((value, at) => value !== parameters[at])).toHaveLength(25);
});

test('edits are applied in turn to a copy, and what came before on the same thing is dropped', () => {
  const before = parameters.slice();
  const weights = new Array<number>(25).fill(1);
  const repainted: Edit = { layer: 'C3', map: 4, kind: 'repainted', source: 2, weights };
  const steps: Edit[] = [
    { layer: 'C3', map: 4, kind: 'off' },
    repainted,
    { ...repainted, source: 1 },
    { ...repainted, weights: weights.map((weight) => -weight) },
    { layer: 'F6', map: 7, kind: 'frozen', mean: -0.3 },
  ];
  const edits = steps.reduce<readonly Edit[]>((all, edit) => withEdit(lenet5, all, edit), []);
  expect(edits.map((edit) => editText(lenet5, edit))).toEqual([
    'C3 map 4: kernel on S2 map 1 repainted',
    'C3 map 4: kernel on S2 map 2 repainted',
    'F6 unit 7 frozen at −0.30',
  ]);
  // The map that was off computes again once its kernels are painted.
  expect(operated(network, edits)).toEqual(operated(network, steps.slice(1)));
  expect(parameters).toEqual(before);
  // S4 only averages C3: the map behind it is meant.
  const off = withEdit(lenet5, edits, { layer: 'S4', map: 4, kind: 'off' });
  expect(off.map((edit) => editText(lenet5, edit))).toEqual(['F6 unit 7 frozen at −0.30', 'S4 map 4 off']);
});

test('what a layer does not have is refused in words', () => {
  const weights = new Array<number>(25).fill(0);
  expect(() => operated(network, [{ layer: 'Input', map: 0, kind: 'off' }])).toThrow('with parameters');
  const repaint = (layer: string, source: number, painted: number[]) => () =>
    operated(network, [{ layer, map: 0, kind: 'repainted', source, weights: painted }]);
  expect(repaint('F6', 0, weights)).toThrow('expected a kernel of a convolution, got "F6"');
  expect(repaint('C1', 1, weights)).toThrow('25 finite weights of C1, 1 x 6 kernels');
  expect(repaint('C3', 0, [1])).toThrow('25 finite weights');
  expect(repaint('C3', 0, weights.with(3, Number.NaN))).toThrow('25 finite weights');
});
