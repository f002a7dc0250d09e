import * as v from 'valibot';
import { parameterCount } from '../lenet/spec.ts';
import type { KeptPoint } from './run-store.ts';

/** Forms that runs and networks share in their databases. */

export const finite = v.pipe(v.number(), v.finite());
export const whole = v.pipe(v.number(), v.integer(), v.minValue(0));
/** Milliseconds since 1970, within what a Date can hold. */
export const time = v.pipe(v.number(), v.finite(), v.minValue(0), v.maxValue(8.64e15));
export const name = v.pipe(v.string(), v.maxLength(1000));
export const share = v.pipe(v.number(), v.minValue(0), v.maxValue(1));

/** P floats. */
export const parametersForm = v.pipe(
  v.instance(Float32Array, 'expected 32-bit floats'),
  v.check(({ length }) => length === parameterCount, `expected ${parameterCount} floats`),
  v.check((values) => values.every(Number.isFinite), 'expected finite numbers'),
);

/** Step, loss and accuracy of one point after the other: thousands of points are cloned as one piece. */
export const pointsForm = v.pipe(
  v.instance(Float64Array, 'expected 64-bit floats'),
  v.check(({ length }) => length % 3 === 0, 'expected three numbers a point'),
  v.check((values) => values.every(Number.isFinite), 'expected finite numbers'),
);

/** A value, or the words for what is wrong with it. */
export type Checked<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly reason: string };

export function check<Form extends v.GenericSchema>(
  form: Form,
  value: unknown,
): Checked<v.InferOutput<Form>> {
  const parsed = v.safeParse(form, value);
  return parsed.success
    ? { ok: true, value: parsed.output }
    : { ok: false, reason: v.summarize(parsed.issues) };
}

export function packPoints(points: readonly KeptPoint[]): Float64Array {
  const packed = new Float64Array(points.length * 3);
  points.forEach(({ step, loss, accuracy }, at) => {
    packed.set([step, loss, accuracy], 3 * at);
  });
  return packed;
}

export function unpackPoints(packed: Float64Array): KeptPoint[] {
  return Array.from({ length: packed.length / 3 }, (_, at) => {
    const [step = 0, loss = 0, accuracy = 0] = packed.subarray(3 * at);
    return { step, loss, accuracy };
  });
}
