import * as v from 'valibot';
import { formatCount, nameInWords } from '../lib/format.ts';
import { issueReason } from '../lib/issue.ts';
import { parameterCount } from '../network/spec.ts';
import type { KeptPoint } from './records.ts';

/** Forms that runs and networks share in their databases. */

export const name = v.pipe(v.string(), v.maxLength(1000));

function notFinite({ input }: { readonly input: Float32Array | Float64Array }): string {
  return `expected finite numbers, got ${input.find((value) => !Number.isFinite(value))}`;
}

/** P floats. */
export const parametersForm = v.pipe(
  v.instance(Float32Array, 'expected 32-bit floats'),
  v.check(
    ({ length }) => length === parameterCount,
    ({ input }) => `expected ${formatCount(parameterCount)} floats, got ${formatCount(input.length)}`,
  ),
  v.check((values) => values.every(Number.isFinite), notFinite),
);

/** Step, loss and accuracy of one point after the other: thousands of points are cloned as one piece. */
export const pointsForm = v.pipe(
  v.instance(Float64Array, 'expected 64-bit floats'),
  v.check(
    ({ length }) => length % 3 === 0,
    ({ input }) => `expected three numbers a point, got ${formatCount(input.length)} numbers`,
  ),
  v.check((values) => values.every(Number.isFinite), notFinite),
);

/** A value, or the words for what is wrong with it. */
export type Checked<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly reason: string };

/** @param parts what the parts of the form are called, where their own names say little */
export function check<Form extends v.GenericSchema>(
  form: Form,
  value: unknown,
  parts: Readonly<Record<string, string>> = {},
): Checked<v.InferOutput<Form>> {
  const parsed = v.safeParse(form, value, { abortEarly: true });
  if (parsed.success) return { ok: true, value: parsed.output };
  const [issue] = parsed.issues;
  const path = v.getDotPath(issue);
  const reason = issueReason(issue);
  if (path === null || !reason.startsWith(path)) return { ok: false, reason };
  return { ok: false, reason: `${parts[path] ?? nameInWords(path)}${reason.slice(path.length)}` };
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
