import * as v from 'valibot';
import { ExpectationError } from '../lib/expect.ts';
import { formatCount } from '../lib/format.ts';
import { nameInWords } from '../lib/format-words.ts';
import { issueReason } from '../lib/issue.ts';
import type { Result } from '../lib/result.ts';
import type { Architecture, Network } from '../network/architecture.ts';
import { architectureNamed, architectureTag } from '../network/architecture-names.ts';
import type { KeptPoint } from './records.ts';

/** Forms that runs and networks share in their databases. */

export const name = v.pipe(v.string(), v.maxLength(1000));

function notFinite({ input }: { readonly input: Float32Array | Float64Array }): string {
  return `expected finite numbers, got ${input.find((value) => !Number.isFinite(value))}`;
}

/** Floats of a network, finite ones; how many there are is for {@link lengthTrouble} to say. */
export const parametersForm = v.pipe(
  v.instance(Float32Array, 'expected 32-bit floats'),
  v.check((values) => values.every(Number.isFinite), notFinite),
);

/** "expected 61,706 floats, got 7"; null where there are as many as the network has. */
export function lengthTrouble({ parameterCount }: Architecture, { length }: Float32Array): string | null {
  return length === parameterCount
    ? null
    : `expected ${formatCount(parameterCount)} floats, got ${formatCount(length)}`;
}

/** The parameters of a network by themselves, which say whose they are unless they are LeNet-5's. */
export const weightsForm = v.pipe(
  v.strictObject({
    version: v.literal(1),
    architecture: v.exactOptional(name),
    parameters: parametersForm,
  }),
  v.rawCheck(({ dataset, addIssue }) => {
    if (!dataset.typed) return;
    const { architecture, parameters } = dataset.value;
    const trouble = known(architecture, (found) => {
      const length = lengthTrouble(found, parameters);
      return length && `Weights: ${length}`;
    });
    if (trouble) addIssue({ message: trouble });
  }),
);

/** What `look` finds wrong, or that the network is not known here. */
function known(
  architecture: string | undefined,
  look: (architecture: Architecture) => string | null,
): string | null {
  try {
    return look(architectureNamed(architecture));
  } catch (error) {
    if (error instanceof ExpectationError) return error.message;
    throw error;
  }
}

export function storedWeights({ architecture, parameters }: Network) {
  // A copy: a view would be cloned with the whole memory that it looks at.
  return { version: 1 as const, ...architectureTag(architecture), parameters: new Float32Array(parameters) };
}

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
export type Checked<Value> = Result<{ readonly value: Value }>;

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
