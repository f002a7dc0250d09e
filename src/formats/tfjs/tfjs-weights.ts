import * as v from 'valibot';
import { t } from '../../language/language.ts';
import { ExpectationError, expectThat } from '../../lib/expect.ts';
import { formatCount } from '../../lib/format.ts';
import { finite } from '../../lib/forms.ts';
import type { NamedTensor } from '../arrangement.ts';
import { inForm } from '../form.ts';
import { fromHalf } from '../half.ts';

/**
 * The weights of a TensorFlow.js model: tensors one after the other, as floats, or quantised by
 * `tensorflowjs_converter`: 16-bit floats, or whole numbers that stand for min + number * scale.
 */

const side = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(1_000_000));
const weightForm = v.object({
  name: v.string(),
  shape: v.pipe(v.array(side), v.maxLength(8)),
  dtype: v.string(),
  quantization: v.optional(
    v.object({
      dtype: v.picklist(['uint8', 'uint16', 'float16']),
      min: v.optional(finite, 0),
      scale: v.optional(finite, 1),
    }),
  ),
});
const weightsForm = v.pipe(v.array(weightForm), v.maxLength(200));

/**
 * @param described the tensors of each group, as model.json has them
 * @param bytes of all groups, joined
 * @throws ExpectationError saying what was expected and what came
 */
export function readWeights(
  described: readonly unknown[],
  bytes: Uint8Array<ArrayBuffer>,
  file: string,
): { readonly tensors: NamedTensor[]; readonly rounded: boolean } {
  const all = described.flatMap((group) => inForm(weightsForm, group, t`${file}, weights`));
  let at = 0;
  const tensors = all.map(({ name, shape, dtype, quantization }): NamedTensor => {
    const place = t`${file}, weights ${name.slice(0, 60)}`;
    expectThat(dtype === 'float32', t`${place}, type`, '"float32"', dtype);
    const stored = quantization?.dtype ?? 'float32';
    const size = shape.reduce((product, each) => product * each, 1);
    const end = at + size * bytesOf[stored];
    if (end > bytes.length) throw cutShort(file, end, bytes.length);
    const raw = bytes.buffer.slice(at, end);
    at = end;
    return { name, shape, values: valuesOf(raw, quantization) };
  });
  if (at < bytes.length) throw cutShort(file, at, bytes.length);
  return { tensors, rounded: all.some(({ quantization }) => quantization !== undefined) };
}

function valuesOf(
  raw: ArrayBuffer,
  quantization: v.InferOutput<typeof weightForm>['quantization'],
): Float32Array {
  if (!quantization) return new Float32Array(raw);
  const { dtype, min, scale } = quantization;
  if (dtype === 'float16') return fromHalf(new Uint16Array(raw));
  const numbers: ArrayLike<number> = dtype === 'uint8' ? new Uint8Array(raw) : new Uint16Array(raw);
  return Float32Array.from(numbers, (number) => number * scale + min);
}

const bytesOf = { float32: 4, float16: 2, uint16: 2, uint8: 1 } as const;

function cutShort(file: string, expected: number, got: number): ExpectationError {
  return new ExpectationError(
    t`${file}, weights: expected ${formatCount(expected)} bytes, got ${formatCount(got)}: the files do not belong together, or are damaged`,
  );
}
