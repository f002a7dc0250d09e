import { messageOf } from '../../lib/expect.ts';
import { largest } from '../../lib/lists.ts';
import { randomFromSeed } from '../../lib/random.ts';
import { type Architecture, activationOf, outputOf } from '../../network/architecture.ts';
import { arithmeticOf } from '../../network/arithmetic.ts';
import { initialParameters } from '../../network/initialise.ts';
import { classCount, noDigit } from '../../network/labels.ts';
import { lenet5 } from '../../network/lenet-5.ts';
import {
  type MomentRule,
  type ReferenceState,
  referenceState,
  updateReference,
} from '../../network/optimiser.ts';
import { digitSide, digitSize, type Input32, inputSize } from '../../network/rasters.ts';
import { referenceCurvature } from '../../network/reference/curvature.ts';
import {
  referenceForwardDigits,
  referenceGradient,
  referenceInputGradient,
} from '../../network/reference/reference.ts';
import { unitValue } from '../../network/unit.ts';
import type { Batch, Engine, OptimiserState, UpdateRule } from '../engine.ts';

/**
 * What every engine must do, as checks against the float64 reference. Free of any test framework, so
 * that the same list runs in a browser and in Node: one engine goes through all of them in order, and
 * the last disposes of it.
 */
interface ConformanceCheck {
  /** With the tolerance that it claims. */
  readonly name: string;
  /** @throws Error naming place and index with both values */
  readonly run: (engine: Engine) => Promise<void>;
}

/** n images, half of them strokes on paper, half noise, with labels; the first is blank, the second full. */
function batchOf(n: number, seed = 2): Batch {
  const random = randomFromSeed(seed);
  const digits = new Uint8Array(n * digitSize);
  for (let image = 0; image < n; image++) {
    const at = image * digitSize;
    if (image === 0 && n > 1) continue;
    if (image === 1) digits.fill(255, at, at + digitSize);
    else if (image % 2) for (let i = 0; i < digitSize; i++) digits[at + i] = random.integer(0, 255);
    else
      for (let step = 0, x = 14, y = 14; step < 120; step++) {
        x = Math.min(digitSide - 1, Math.max(0, x + random.integer(-1, 1)));
        y = Math.min(digitSide - 1, Math.max(0, y + random.integer(-1, 1)));
        digits[at + y * digitSide + x] = random.integer(100, 255);
      }
  }
  return { digits, labels: Uint8Array.from({ length: n }, () => random.integer(0, 9)) };
}

const rulesOf = (sgdRate: number, adamRate: number): readonly MomentRule[] => [
  { kind: 'sgd', learningRate: sgdRate, momentum: 0, weightDecay: 0 },
  { kind: 'sgd', learningRate: 0.5 * sgdRate, momentum: 0.9, weightDecay: 0.01 },
  { kind: 'adam', learningRate: adamRate, beta1: 0.9, beta2: 0.999, epsilon: 1e-4, weightDecay: 0.01 },
  { kind: 'adamw', learningRate: adamRate, beta1: 0.8, beta2: 0.99, epsilon: 1e-4, weightDecay: 0.1 },
];

/** n inputs of no digit's bytes, with values below paper and above ink as well, and the weights of their logits. */
function inputsOf(n: number) {
  const random = randomFromSeed(30 + n);
  const inputs = Float32Array.from({ length: n * inputSize }, () => random.uniform() * 1.4 - 0.2);
  const cotangents = Float32Array.from({ length: n * classCount }, () => random.normal());
  return { inputs, cotangents };
}

/** The checks for engines of one network. */
export function conformanceChecksOf(architecture: Architecture): readonly ConformanceCheck[] {
  const output = outputOf(architecture);
  /** An RBF unit's logit is minus a sum of 84 squares: what floats of 32 bits lose of it grows with it. */
  const ofLogits = (tolerance: number, logits: Float64Array) =>
    output.kind === 'rbf' ? tolerance * Math.max(1, magnitude(logits)) : tolerance;
  // Squared distances of 80 are steeper than a cross-entropy: the same rates would end in noise.
  const rules = output.kind === 'rbf' ? rulesOf(0.001, 0.001) : rulesOf(0.1, 0.01);
  const adam = rules[2] as UpdateRule;
  const parameters = initialParameters(architecture, randomFromSeed(1));
  for (const { role, offset, size } of architecture.tensors) {
    // Biases begin as zeros, which would hide a wrong place.
    if (role === 'bias') for (let i = 0; i < size; i++) parameters[offset + i] = 0.1 * Math.sin(i + 1);
  }

  /** 133 are more than engines take at a time: without a copy, the refilled rest would be read late. */
  const forwardChecks: ConformanceCheck[] = [1, 2, 5, 133].map((n) => ({
    name: `forward of ${n}, refilled while they are read: every layer within 1e-5`,
    run: async (engine) => {
      const { digits } = batchOf(n);
      const pending = engine.forward(digits);
      digits.fill(0);
      const expected = referenceForwardDigits(architecture, parameters, batchOf(n).digits);
      compareActivations(await pending, expected, 1e-5);
    },
  }));

  const readingChecks: ConformanceCheck[] = [
    {
      name: 'the arithmetic of 20 random units a layer, from the values that the engine gave: within 1e-5',
      run: async (engine) => {
        const activations = (await engine.forward(batchOf(3).digits)).slice(-architecture.activationCount);
        const random = randomFromSeed(40);
        for (const { name: layer, height, width, maps } of architecture.layers.slice(1)) {
          for (let i = 0; i < 20; i++) {
            const [row, column] = [random.integer(0, height - 1), random.integer(0, width - 1)];
            const unit = { layer, map: random.integer(0, maps - 1), row, column };
            const { value } = arithmeticOf({ architecture: architecture, parameters }, activations, unit);
            compare(`${layer}, unit ${i}`, [unitValue(architecture, activations, unit)], [value], 1e-5);
          }
        }
      },
    },
    {
      name: 'forward with weights that saturate every unit: every layer within 1e-3',
      run: async (engine) => {
        const large = parameters.map((value) => 20 * value);
        await engine.loadParameters(large);
        await expectForward(engine, batchOf(4).digits, large, 1e-3);
      },
    },
    {
      name: 'classify: probabilities within 1e-5, and those that forward gives to the bit',
      run: async (engine) => {
        const { digits } = batchOf(5);
        const probabilities = await engine.classify(digits);
        const all = await engine.forward(digits);
        const reference = referenceForwardDigits(architecture, parameters, digits);
        const outputs = (all: Float32Array | Float64Array) =>
          Array.from({ length: 5 }, (_, image) => [
            ...activationOf(architecture, ofImage(all, image), 'Output'),
          ]).flat();
        compare('Output', probabilities, outputs(reference), 1e-5);
        compare('Output of forward', probabilities, outputs(all), 0);
      },
    },
    {
      name: 'parameters come back to the bit',
      run: async (engine) => {
        compare('parameters', await engine.readParameters(), parameters, 0);
      },
    },
    {
      name: 'a forward pass follows new parameters at once',
      run: async (engine) => {
        const { digits } = batchOf(1);
        const other = initialParameters(architecture, randomFromSeed(9));
        for (const values of [parameters, other, parameters]) {
          await engine.loadParameters(values);
          await expectForward(engine, digits, values, 1e-5);
        }
      },
    },
  ];

  const gradientChecks: ConformanceCheck[] = [1, 7].map((n) => ({
    name: `gradient of ${n}: every tensor within 1e-4 of its largest value, loss within 1e-5, above 10 within 1e-6 of it`,
    run: async (engine) => {
      await expectGradient(engine, batchOf(n));
      compare('parameters afterwards', await engine.readParameters(), parameters, 0);
    },
  }));

  const noDigitGradient: ConformanceCheck = {
    name: 'gradient of images that are no digit among others: the same tolerances',
    run: async (engine) => {
      const batch = batchOf(7);
      const labels = batch.labels.map((label, i) => (i % 2 ? label : noDigit));
      await expectGradient(engine, { ...batch, labels });
    },
  };

  const repeatedGradient: ConformanceCheck = {
    name: 'gradient of 133, seven images 19 times: as of the seven, within 1e-4 of the largest value',
    run: async (engine) => {
      const seven = batchOf(7);
      const digits = new Uint8Array(133 * digitSize).map(
        (_, i) => seven.digits[i % (7 * digitSize)] as number,
      );
      const labels = new Uint8Array(133).map((_, i) => seven.labels[i % 7] as number);
      const reference = referenceGradient(architecture, parameters, seven.digits, seven.labels);
      compareGradient(await engine.gradients({ digits, labels }), {
        ...reference,
        correct: 19 * reference.correct,
      });
    },
  };

  const inputGradientChecks: ConformanceCheck[] = [1, 5, 133].map((n) => ({
    name: `gradient at ${n} inputs, refilled while they are read: within 1e-4 of its largest value, logits within 1e-5, of RBF units of their largest`,
    run: async (engine) => {
      const { inputs, cotangents } = inputsOf(n);
      const given = inputsOf(n);
      const pending = engine.inputGradient(given.inputs, given.cotangents);
      given.inputs.fill(0);
      given.cotangents.fill(0);
      const { logits, gradient } = await pending;
      compare('lengths', [logits.length, gradient.length], [n * classCount, n * inputSize], 0);
      for (const image of n > 5 ? [0, 31, 32, 127, 128, n - 1] : Array(n).keys()) {
        const place = [image * inputSize, (image + 1) * inputSize] as const;
        const row = [image * classCount, (image + 1) * classCount] as const;
        const input = inputs.slice(...place) as Input32;
        const expected = referenceInputGradient(architecture, parameters, input, cotangents.subarray(...row));
        const logitTolerance = ofLogits(1e-5, expected.logits);
        compare(`logits of ${image}`, logits.subarray(...row), expected.logits, logitTolerance);
        const tolerance = 1e-4 * magnitude(expected.gradient);
        compare(
          `gradient at the input of ${image}`,
          gradient.subarray(...place),
          expected.gradient,
          tolerance,
        );
      }
    },
  }));

  const inputGradientLeavesAll: ConformanceCheck = {
    name: 'the gradient at the input changes nothing: answers and the next step have the same bits, memory stays',
    run: async (engine) => {
      const { inputs, cotangents } = inputsOf(3);
      const steps = async (between: () => Promise<unknown>) => {
        await reset(engine);
        await engine.trainStep(batchOf(4), adam);
        await between();
        const answers = await engine.forward(batchOf(3).digits);
        await engine.trainStep(batchOf(4, 5), adam);
        return { answers, trained: await engine.readParameters(), ...(await engine.readOptimiser()) };
      };
      const plain = await steps(async () => {});
      const explained = await steps(() => engine.inputGradient(inputs, cotangents));
      compare('answers', explained.answers, plain.answers, 0);
      compare('parameters', explained.trained, plain.trained, 0);
      compareMoments(explained, plain);
      const before = engine.memory();
      for (let i = 0; i < 10; i++) await engine.inputGradient(inputs, cotangents);
      compare('tensors', [engine.memory().tensors], [before.tensors], 0);
      compare('bytes', [Math.max(engine.memory().bytes, before.bytes)], [before.bytes], 0);
    },
  };

  const updateChecks: ConformanceCheck[] = rules.map((rule) => ({
    name: `three steps of ${rule.kind}${rule.kind === 'sgd' ? ` with momentum ${rule.momentum}` : ''}, weight decay ${rule.weightDecay}: parameters within 2e-5, moments within 1e-4 of the largest`,
    run: async (engine) => {
      let expected: ReferenceState = referenceState(parameters);
      for (let step = 0; step < 3; step++) {
        const batch = batchOf(4, 10 + step);
        const reference = referenceGradient(architecture, expected.parameters, batch.digits, batch.labels);
        expected = updateReference(expected, reference.gradient, rule);
        const { loss, correct } = await engine.trainStep(batch, rule);
        compare(`loss of step ${step + 1}`, [loss, correct], [reference.loss, reference.correct], 1e-4);
      }
      compareTensors(await engine.readParameters(), expected.parameters, () => 2e-5);
      const state = await engine.readOptimiser();
      compare('updates', [state.step], [3], 0);
      compareMoments(state, expected, 1e-4);
    },
  }));

  const curvatureChecks: ConformanceCheck[] = [
    {
      name: 'curvature of 5, where an engine has it: within 1e-4 of the largest value; and a step by it, or a refusal',
      run: async (engine) => {
        const { digits, labels } = batchOf(5);
        const expected = referenceCurvature(architecture, parameters, digits, labels);
        const curvature = await engine.curvature?.({ digits, labels });
        if (curvature) compareTensors(curvature, expected, (values) => 1e-4 * magnitude(values));
        const second = Float32Array.from(expected);
        await engine.loadOptimiser({ step: 0, first: new Float32Array(second.length), second });
        const rule: UpdateRule = { kind: 'levenberg-marquardt', learningRate: 0.005, damping: 0.02 };
        const step = engine.trainStep({ digits, labels }, rule);
        if (!curvature) {
          const outcome = await step.then(() => 'accepted', messageOf);
          if (!/expected sgd, adam or adamw/.test(outcome))
            throw new Error(`expected a refusal, got "${outcome}"`);
          compare('parameters', await engine.readParameters(), parameters, 0);
          return;
        }
        await step;
        const { gradient } = referenceGradient(architecture, parameters, digits, labels);
        const after = updateReference({ ...referenceState(parameters), second: expected }, gradient, rule);
        compareTensors(await engine.readParameters(), after.parameters, () => 2e-5);
        compareMoments(await engine.readOptimiser(), { first: new Float32Array(second.length), second });
      },
    },
  ];

  const stateChecks: ConformanceCheck[] = [
    {
      name: 'optimiser state comes back to the bit, and a run goes on from it within 1e-6',
      run: async (engine) => {
        await engine.trainStep(batchOf(4), adam);
        const [saved, state] = [await engine.readParameters(), await engine.readOptimiser()];
        await engine.trainStep(batchOf(4, 5), adam);
        const straight = await engine.readParameters();
        await engine.loadParameters(saved);
        await engine.loadOptimiser(state);
        const back = await engine.readOptimiser();
        compare('updates', [back.step], [state.step], 0);
        compareMoments(back, state);
        await engine.trainStep(batchOf(4, 5), adam);
        compare('parameters', await engine.readParameters(), straight, 1e-6);
      },
    },
    {
      name: 'what is handed out or in is a copy',
      run: async (engine) => {
        const given = parameters.slice();
        await engine.loadParameters(given);
        given.fill(0);
        (await engine.readParameters()).fill(0);
        (await engine.readOptimiser()).first.fill(1);
        const { digits } = batchOf(1);
        (await engine.forward(digits)).fill(0);
        compare('parameters', await engine.readParameters(), parameters, 0);
        const { first } = await engine.readOptimiser();
        compare('first moment', first, new Float32Array(architecture.parameterCount), 0);
        await expectForward(engine, digits, parameters, 1e-5);
      },
    },
    {
      name: 'a run that diverges shows it in its loss, or refuses: never a small number',
      run: async (engine) => {
        const rule: UpdateRule = { kind: 'sgd', learningRate: 1e38, momentum: 0.9, weightDecay: 1 };
        const losses: (number | string)[] = [];
        for (let step = 0; step < 4; step++) {
          losses.push(await engine.trainStep(batchOf(4), rule).then(({ loss }) => loss, messageOf));
        }
        const last = losses.at(-1);
        if (typeof last === 'number' && Math.abs(last) < 1e6)
          throw new Error(`expected a loss that is not finite, an enormous one or an error, got ${losses}`);
      },
    },
  ];

  const refusalChecks: ConformanceCheck[] = [
    {
      name: 'what does not fit is refused with what was expected, and the engine goes on',
      run: async (engine) => {
        const none: Batch = { digits: new Uint8Array(0), labels: new Uint8Array(0) };
        const two = batchOf(2);
        const short = new Float32Array(architecture.parameterCount - 1);
        const spoilt = (value: number) =>
          Float32Array.from(parameters, (old, i) => (i === 1234 ? value : old));
        const blank = new Float32Array(architecture.parameterCount);
        const [input, weights] = [new Float32Array(inputSize), new Float32Array(classCount)];
        const attempts: Record<string, () => Promise<unknown>> = {
          'forward of nothing': () => engine.forward(none.digits),
          'forward of 783 bytes': () => engine.forward(new Uint8Array(digitSize - 1)),
          'classify of nothing': () => engine.classify(none.digits),
          'classify of 785 bytes': () => engine.classify(new Uint8Array(digitSize + 1)),
          'gradients of nothing': () => engine.gradients(none),
          'gradient at no input': () => engine.inputGradient(new Float32Array(0), new Float32Array(0)),
          'gradient at an input with nine weights': () => engine.inputGradient(input, weights.subarray(1)),
          'gradient at an input of NaN': () => engine.inputGradient(input.slice().fill(Number.NaN), weights),
          'gradient with an infinite weight': () =>
            engine.inputGradient(input, weights.slice().fill(Number.POSITIVE_INFINITY)),
          'train step of nothing': () => engine.trainStep(none, adam),
          'two images with one label': () => engine.trainStep({ ...two, labels: two.labels.slice(1) }, adam),
          'label 11': () => engine.gradients({ ...two, labels: Uint8Array.of(3, noDigit + 1) }),
          'too few parameters': () => engine.loadParameters(short),
          'NaN among the parameters': () => engine.loadParameters(spoilt(Number.NaN)),
          'infinity among the parameters': () => engine.loadParameters(spoilt(Number.POSITIVE_INFINITY)),
          'too short a moment': () => engine.loadOptimiser({ step: 1, first: short, second: blank }),
          'NaN in a moment': () =>
            engine.loadOptimiser({ step: 1, first: blank, second: spoilt(Number.NaN) }),
          'half a step': () => engine.loadOptimiser({ step: 0.5, first: blank, second: blank }),
        };
        for (const [what, attempt] of Object.entries(attempts)) {
          const outcome = await attempt().then(() => 'accepted', messageOf);
          if (!/expected/.test(outcome))
            throw new Error(`${what}: expected an error that says what was expected, got "${outcome}"`);
        }
        compare('parameters afterwards', await engine.readParameters(), parameters, 0);
        compare('updates afterwards', [(await engine.readOptimiser()).step], [0], 0);
      },
    },
    {
      name: '50 training steps and 10 forward passes leave tensors and bytes as they were',
      run: async (engine) => {
        const batch = batchOf(2);
        const use = async (steps: number, passes: number) => {
          for (let i = 0; i < steps; i++) await engine.trainStep(batch, adam);
          for (let i = 0; i < passes; i++) await engine.forward(batch.digits);
          await engine.readParameters();
        };
        await use(3, 3);
        const before = engine.memory();
        await use(50, 10);
        const after = engine.memory();
        compare('tensors', [after.tensors], [before.tensors], 0);
        compare('bytes', [Math.max(after.bytes, before.bytes)], [before.bytes], 0);
      },
    },
    {
      name: 'a disposed engine refuses by name, and disposing twice is no error',
      run: async (engine) => {
        await engine.dispose();
        await engine.dispose();
        const outcome = await engine.forward(batchOf(1).digits).then(() => 'an answer', messageOf);
        if (!outcome.includes(engine.kind))
          throw new Error(`expected an error naming ${engine.kind}, got ${outcome}`);
      },
    },
  ];

  const checks: readonly ConformanceCheck[] = [
    ...forwardChecks,
    ...readingChecks,
    ...gradientChecks,
    noDigitGradient,
    repeatedGradient,
    ...inputGradientChecks,
    inputGradientLeavesAll,
    ...updateChecks,
    ...curvatureChecks,
    ...stateChecks,
    ...refusalChecks,
  ];

  /** Each check begins as after opening, but with the parameters loaded. */
  async function reset(engine: Engine): Promise<void> {
    const blank = new Float32Array(architecture.parameterCount);
    await engine.loadParameters(parameters);
    await engine.loadOptimiser({ step: 0, first: blank, second: blank });
  }

  /** @param values the parameters that the engine has */
  async function expectForward(
    engine: Engine,
    digits: Uint8Array,
    values: Float32Array,
    tolerance: number,
  ): Promise<void> {
    const expected = referenceForwardDigits(architecture, values, digits);
    compareActivations(await engine.forward(digits), expected, tolerance);
  }

  async function expectGradient(engine: Engine, batch: Batch): Promise<void> {
    const expected = referenceGradient(architecture, parameters, batch.digits, batch.labels);
    compareGradient(await engine.gradients(batch), expected);
  }

  function compareActivations(got: Float32Array, expected: Float64Array, tolerance: number): void {
    compare('activations', [got.length], [expected.length], 0);
    for (let image = 0; image * architecture.activationCount < got.length; image++) {
      for (const { name } of architecture.layers) {
        const of = (all: Float32Array | Float64Array) =>
          activationOf(architecture, ofImage(all, image), name);
        compare(`image ${image}, ${name}`, of(got), of(expected), tolerance);
      }
    }
  }

  function ofImage(all: Float32Array | Float64Array, image: number): Float32Array | Float64Array {
    return all.subarray(image * architecture.activationCount, (image + 1) * architecture.activationCount);
  }

  function compareGradient(
    got: { readonly loss: number; readonly correct: number; readonly gradient: Float32Array },
    expected: { readonly loss: number; readonly correct: number; readonly gradient: Float64Array },
  ): void {
    // Of a loss of 100, floats of 32 bits have five decimals.
    compare('loss', [got.loss], [expected.loss], Math.max(1e-5, 1e-6 * expected.loss));
    compare('correct', [got.correct], [expected.correct], 0);
    compareTensors(got.gradient, expected.gradient, (values) => 1e-4 * magnitude(values));
  }

  function compareTensors(
    got: Float32Array,
    expected: Float64Array,
    tolerance: (expected: Float64Array) => number,
  ): void {
    compare('parameters', [got.length], [expected.length], 0);
    for (const { name, offset, size } of architecture.tensors) {
      const reference = expected.subarray(offset, offset + size);
      compare(name, got.subarray(offset, offset + size), reference, tolerance(reference));
    }
  }

  return checks.map(({ name, run }) => ({
    name,
    run: async (engine) => {
      await reset(engine);
      await run(engine);
    },
  }));
}

/** For engines of the usual network, which all in the registry are. */
export const conformanceChecks = conformanceChecksOf(lenet5);

/** @param tolerance as a share of the largest value */
function compareMoments(
  got: Pick<OptimiserState, 'first' | 'second'>,
  expected: Pick<OptimiserState | ReferenceState, 'first' | 'second'>,
  tolerance = 0,
): void {
  for (const moment of ['first', 'second'] as const)
    compare(`${moment} moment`, got[moment], expected[moment], tolerance * magnitude(expected[moment]));
}

function magnitude(values: Float32Array | Float64Array): number {
  return largest(values.map(Math.abs));
}

/** NaN and infinities must be the same; the rest within `tolerance`. Reports the worst of the values. */
function compare(
  place: string,
  got: ArrayLike<number>,
  expected: ArrayLike<number>,
  tolerance: number,
): void {
  if (got.length !== expected.length)
    throw new Error(`${place}: expected ${expected.length} values, got ${got.length}`);
  let worst = -1;
  let worstDistance = 0;
  for (let i = 0; i < got.length; i++) {
    const [a, b] = [got[i] as number, expected[i] as number];
    const close = a === b ? 0 : Math.abs(a - b);
    const distance = Number.isFinite(close) ? close : Object.is(a, b) ? 0 : Number.POSITIVE_INFINITY;
    if (distance <= tolerance || distance <= worstDistance) continue;
    worst = i;
    worstDistance = distance;
  }
  if (worst >= 0)
    throw new Error(
      `${place}, index ${worst}: expected ${expected[worst]} within ${tolerance}, got ${got[worst]}`,
    );
}
