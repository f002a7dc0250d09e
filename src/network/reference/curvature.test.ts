import { describe, expect, test } from 'vitest';
import { type Random, randomFromSeed } from '../../lib/random.ts';
import { activated } from '../activation.ts';
import {
  type Architecture,
  activationOf,
  architectureOf,
  type Layer,
  layerBefore,
  outputOf,
  tensorOf,
} from '../architecture.ts';
import { initialParameters } from '../initialise.ts';
import { noDigit } from '../labels.ts';
import { lenet5 } from '../lenet-5.ts';
import { lenet5Of1998 } from '../lenet-5-1998.ts';
import { digit28, digitSize, type Input32, padToInput32 } from '../rasters.ts';
import { judge } from './criterion.ts';
import { referenceCurvature } from './curvature.ts';
import { activationsOf, sumsOf } from './passes.ts';
import { referenceForward } from './reference.ts';

const posterior = { kind: 'maximum-a-posteriori', rubbishPenalty: 3 } as const;

/** Ten points in so many dimensions, near enough to one another that several classes have a share. */
function centresOf(dimensions: number, random: Random): number[][] {
  return Array.from({ length: 10 }, () => Array.from({ length: dimensions }, () => 0.6 * random.normal()));
}

/** Every kind of layer, small enough for each derivative to be found by itself. */
function small(random: Random): Architecture {
  const squashed = { activation: 'scaled-tanh', stride: 1 } as const;
  const layers: readonly Layer[] = [
    {
      name: 'Input',
      kind: 'input',
      height: 32,
      width: 32,
      maps: 1,
      window: 0,
      stride: 1,
      activation: 'none',
    },
    { name: 'S1', kind: 'pooling', height: 8, width: 8, maps: 1, window: 4, stride: 4, activation: 'none' },
    { name: 'C2', ...squashed, kind: 'convolution', height: 6, width: 6, maps: 2, window: 3 },
    { ...squashed, name: 'S3', kind: 'subsampling', height: 3, width: 3, maps: 2, window: 2, stride: 2 },
    {
      ...squashed,
      name: 'C4',
      kind: 'convolution',
      height: 2,
      width: 2,
      maps: 3,
      window: 2,
      sources: [[0], [0, 1], [1]],
    },
    { ...squashed, name: 'F5', kind: 'dense', height: 1, width: 1, maps: 4, window: 2 },
    {
      ...squashed,
      name: 'Output',
      kind: 'rbf',
      height: 1,
      width: 1,
      maps: 10,
      window: 1,
      activation: 'softmax',
      centres: centresOf(4, random),
    },
  ];
  return architectureOf('small', 'Small', layers, {
    loss: posterior,
    initialisation: 'fan-in',
    inputLevels: { paper: -0.1, ink: 1.175 },
  });
}

const digitOf = (random: Random) => Uint8Array.from({ length: digitSize }, () => random.integer(0, 255));

describe('a small network of all kinds of layers', () => {
  const random = randomFromSeed(3);
  const architecture = small(random);
  const parameters = Float64Array.from(initialParameters(architecture, random)).map(
    (value) => value + 0.2 * random.normal(),
  );
  const digit = digitOf(random);
  const label = 7;
  const curvature = referenceCurvature(architecture, parameters, digit, Uint8Array.of(label));
  const expected = byDifferences(architecture, parameters, digit, label);

  test.each(architecture.tensors.map((tensor) => [tensor.name, tensor] as const))(
    '%s: the curvature of appendix C, every factor by finite differences, within 1e-5 of the largest',
    (_name, { offset, size }) => {
      const largest = Math.max(...expected.subarray(offset, offset + size));
      expect(largest).toBeGreaterThan(1e-4);
      for (let at = offset; at < offset + size; at++) {
        expect(Math.abs((curvature[at] as number) - (expected[at] as number))).toBeLessThan(1e-5 * largest);
      }
    },
  );

  test('of two images is the mean of each', () => {
    const other = digitOf(random);
    const both = referenceCurvature(
      architecture,
      parameters,
      Uint8Array.from([...digit, ...other]),
      Uint8Array.of(label, noDigit),
    );
    const second = referenceCurvature(architecture, parameters, other, Uint8Array.of(noDigit));
    both.forEach((h, at) => {
      expect(Math.abs(h - ((curvature[at] as number) + (second[at] as number)) / 2)).toBeLessThan(1e-12);
    });
  });
});

/**
 * From the definition: h at the sums of a layer, then for every weight and every value before it the sum over units of
 * h times the square of what the unit's sum changes by. Sums are linear in both, so that differences are exact.
 */
function byDifferences(
  architecture: Architecture,
  parameters: Float64Array,
  digit: Uint8Array,
  label: number,
): Float64Array {
  const input = new Float64Array(1024);
  for (let i = 0; i < digitSize; i++) {
    input[(Math.floor(i / 28) + 2) * 32 + (i % 28) + 2] = (digit[i] as number) / 255;
  }
  const activations = activationsOf(architecture, parameters, input as unknown as Input32);
  const curvature = new Float64Array(architecture.parameterCount);
  const output = outputOf(architecture);
  const last = layerBefore(architecture, output.name) as Layer;
  const x = activationOf(architecture, activations, last.name);
  const lossWith = (unit: number, by: number) => {
    const moved = activations.slice();
    const at = architecture.activationOffsets[last.name] ?? 0;
    moved[at + unit] = (moved[at + unit] as number) + by;
    return judge(architecture.loss, sumsOf(architecture, parameters, moved, output), label).loss;
  };
  const step = 1e-3;
  // What the penalties of the wrong classes take from it is left out.
  const { shares } = judge(architecture.loss, sumsOf(architecture, parameters, activations, output), label);
  const growing = 2 * shares.reduce((a, b) => a + b);
  let hX = x.map(
    (_, unit) => growing + (lossWith(unit, step) - 2 * lossWith(unit, 0) + lossWith(unit, -step)) / step ** 2,
  );
  const { layers } = architecture;
  for (const layer of layers.slice(1, -1).toReversed()) {
    const sums = sumsOf(architecture, parameters, activations, layer);
    const hZ = hX.map((h, unit) => h * slopeByDifference(layer, sums[unit] as number) ** 2);
    const changes = (moved: Float64Array) =>
      moved.reduce((sum, z, u) => sum + (hZ[u] as number) * (z - (sums[u] as number)) ** 2, 0);
    for (const { offset, size } of architecture.tensors.filter((tensor) => tensor.layer === layer.name)) {
      for (let at = offset; at < offset + size; at++) {
        const moved = parameters.with(at, (parameters[at] as number) + 1);
        curvature[at] = changes(sumsOf(architecture, moved, activations, layer));
      }
    }
    const before = layerBefore(architecture, layer.name) as Layer;
    const from = architecture.activationOffsets[before.name] ?? 0;
    hX = activationOf(architecture, activations, before.name).map((value, at) =>
      changes(sumsOf(architecture, parameters, activations.with(from + at, value + 1), layer)),
    );
  }
  return curvature;
}

function slopeByDifference({ activation }: Layer, sum: number): number {
  if (activation === 'softmax') return Number.NaN;
  return (activated(activation, sum + 1e-6) - activated(activation, sum - 1e-6)) / 2e-6;
}

test.each([2, noDigit])(
  'one unit after the other without squashing, label %i: the second derivative, but for what growing penalties take',
  (label) => {
    const random = randomFromSeed(9);
    const linear = { activation: 'none', height: 1, width: 1 } as const;
    const architecture = architectureOf(
      'chain',
      'Chain',
      [
        {
          name: 'Input',
          kind: 'input',
          height: 32,
          width: 32,
          maps: 1,
          window: 0,
          stride: 1,
          activation: 'none',
        },
        { ...linear, name: 'S1', kind: 'subsampling', maps: 1, window: 32, stride: 32 },
        { ...linear, name: 'F2', kind: 'dense', maps: 1, window: 1, stride: 1 },
        {
          ...linear,
          name: 'Output',
          kind: 'rbf',
          maps: 10,
          window: 1,
          stride: 1,
          activation: 'softmax',
          centres: centresOf(1, random),
        },
      ],
      { loss: posterior },
    );
    const parameters = Float64Array.of(0.004, -0.3, 0.8, 0.2);
    const digit = digitOf(random);
    const curvature = referenceCurvature(architecture, parameters, digit, Uint8Array.of(label));
    for (const { name, offset } of architecture.tensors) {
      const step = name === 'S1/coefficient' ? 1e-6 : 1e-4;
      const at = (by: number) => {
        const moved = parameters.with(offset, (parameters[offset] as number) + by);
        const activations = referenceForward(architecture, moved, padToInput32(digit28(digit)));
        const logits = sumsOf(architecture, moved, activations, outputOf(architecture));
        const value = activationOf(architecture, activations, 'F2')[0] as number;
        return { value, ...judge(posterior, logits, label) };
      };
      const [less, here, more] = [at(-step), at(0), at(step)];
      const exact = (more.loss - 2 * here.loss + less.loss) / step ** 2;
      const slope = (more.value - less.value) / (2 * step);
      const growing = 2 * here.shares.reduce((a, b) => a + b);
      const expected = exact + growing * slope ** 2;
      expect(growing).toBeGreaterThan(0.1);
      expect(Math.abs((curvature[offset] as number) / expected - 1)).toBeLessThan(1e-4);
    }
  },
);

test('of a softmax: a logit has p (1 - p), and a weight of the output that times the square of what it reads', () => {
  const random = randomFromSeed(4);
  const parameters = initialParameters(lenet5, random);
  const digit = digitOf(random);
  const curvature = referenceCurvature(lenet5, parameters, digit, Uint8Array.of(3));
  const input = new Float64Array(1024);
  for (let i = 0; i < digitSize; i++) {
    input[(Math.floor(i / 28) + 2) * 32 + (i % 28) + 2] = Math.fround((digit[i] as number) / 255);
  }
  const activations = activationsOf(lenet5, parameters, input as unknown as Input32);
  const p = activationOf(lenet5, activations, 'Output')[6] as number;
  const f6 = activationOf(lenet5, activations, 'F6')[40] as number;
  const { offset } = tensorOf(lenet5, 'Output', 'bias');
  expect(curvature[offset + 6]).toBeCloseTo(p * (1 - p), 12);
  const kernel = tensorOf(lenet5, 'Output', 'kernel').offset;
  expect(curvature[kernel + 40 * 10 + 6]).toBeCloseTo(p * (1 - p) * f6 ** 2, 12);
});

test('LeNet-5 of 1998 has no negative curvature, and none that is 0 everywhere', () => {
  const random = randomFromSeed(6);
  const parameters = initialParameters(lenet5Of1998, random);
  const curvature = referenceCurvature(lenet5Of1998, parameters, digitOf(random), Uint8Array.of(0));
  expect(curvature.every((h) => h >= 0)).toBe(true);
  for (const { offset, size } of lenet5Of1998.tensors) {
    expect(curvature.subarray(offset, offset + size).every((h) => h > 0)).toBe(true);
  }
});
