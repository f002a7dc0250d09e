import { ExpectationError, expectThat } from '../lib/expect.ts';
import type { Architecture } from '../network/architecture.ts';
import { classCount, noDigit } from '../network/labels.ts';
import { lenet5 } from '../network/lenet-5.ts';
import type { MomentRule, UpdateRule } from '../network/optimiser.ts';
import { digitSize, inputSize } from '../network/rasters.ts';
import type { Batch, OptimiserState } from './engine.ts';

/** What every engine asks of its arguments, so that all of them refuse alike. */

/** @returns n. @throws ExpectationError unless there are n * 784 bytes with n >= 1. */
export function expectDigits(place: string, digits: Uint8Array): number {
  const n = digits.length / digitSize;
  expectThat(Number.isInteger(n) && n >= 1, place, `n * ${digitSize} bytes with n >= 1`, digits);
  return n;
}

/** @returns n. @throws ExpectationError on a batch without images, or labels that do not fit. */
export function expectBatch(place: string, { digits, labels }: Batch): number {
  const n = expectDigits(place, digits);
  expectThat(labels.length === n, place, `${n} labels for ${n} images`, labels.length);
  const wrong = labels.findIndex((label) => label > noDigit);
  expectThat(wrong < 0, `${place}, label ${wrong}`, '0 to 9, or 10 for no digit', labels[wrong]);
  return n;
}

/** @returns n. @throws ExpectationError unless there are n * 1,024 and n * 10 finite floats with n >= 1. */
export function expectInputs(place: string, inputs: Float32Array, cotangents: Float32Array): number {
  const n = inputs.length / inputSize;
  expectThat(
    Number.isInteger(n) && n >= 1,
    place,
    `n * ${inputSize} floats with n >= 1`,
    `${inputs.length} floats`,
  );
  const weights = n * classCount;
  expectThat(cotangents.length === weights, place, `${weights} cotangents`, cotangents.length);
  expectFinite(`${place}, input`, inputs);
  expectFinite(`${place}, cotangent`, cotangents);
  return n;
}

function expectFinite(place: string, values: Float32Array): void {
  const wrong = values.findIndex((value) => !Number.isFinite(value));
  expectThat(wrong < 0, `${place} ${wrong}`, 'a finite number', values[wrong]);
}

/** @throws ExpectationError unless there are P finite values. */
export function expectParameters(
  place: string,
  values: Float32Array,
  { parameterCount }: Architecture = lenet5,
): void {
  const { length } = values;
  expectThat(length === parameterCount, place, `${parameterCount} floats`, `${length} floats`);
  expectFinite(`${place}, value`, values);
}

/** @throws ExpectationError on wrong lengths, values that are not finite, or a step that is no count. */
export function expectOptimiserState(
  place: string,
  { step, first, second }: OptimiserState,
  architecture: Architecture = lenet5,
): void {
  expectThat(Number.isInteger(step) && step >= 0, `${place}, step`, 'a count of updates', step);
  expectParameters(`${place}, first`, first, architecture);
  expectParameters(`${place}, second`, second, architecture);
}

/** @returns the rule, for an engine that has no other. @throws ExpectationError on Levenberg-Marquardt */
export function expectMoments(place: string, rule: UpdateRule): MomentRule {
  if (rule.kind !== 'levenberg-marquardt') return rule;
  throw new ExpectationError(`${place}: expected sgd, adam or adamw, got ${rule.kind}`);
}
