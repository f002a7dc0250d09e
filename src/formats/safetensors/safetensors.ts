import { strFromU8 } from 'fflate';
import * as v from 'valibot';
import { t } from '../../language/language.ts';
import { ExpectationError, expectThat, inWords } from '../../lib/expect.ts';
import { formatCount } from '../../lib/format.ts';
import { whole } from '../../lib/forms.ts';
import { inForm } from '../form.ts';
import { fromBrainFloat, fromHalf } from '../half.ts';
import { parseJson, utf8 } from '../text.ts';

/**
 * The safetensors container (github.com/huggingface/safetensors, "Format"): eight bytes with the length
 * of a JSON header, little-endian; the header, with each tensor's type, shape and place; the tensors'
 * bytes, one after the other without a gap. `__metadata__` holds words by name.
 */

export interface Tensor {
  readonly shape: readonly number[];
  readonly values: Float32Array | Float64Array;
  /** Whether they were 16-bit floats in the file: those of another program, rounded. */
  readonly half?: boolean;
}

export interface Safetensors {
  readonly tensors: ReadonlyMap<string, Tensor>;
  readonly metadata: Readonly<Record<string, string>>;
}

const lengthBytes = 8;
/** Readers may map the file into memory and look at the numbers where they lie. */
const alignment = 8;
const headerMost = 1_000_000;
const tensorsMost = 200;

const types = {
  F32: { bytes: 4, read: (buffer: ArrayBuffer) => new Float32Array(buffer) },
  F64: { bytes: 8, read: (buffer: ArrayBuffer) => new Float64Array(buffer) },
  F16: { bytes: 2, read: (buffer: ArrayBuffer) => fromHalf(new Uint16Array(buffer)) },
  BF16: { bytes: 2, read: (buffer: ArrayBuffer) => fromBrainFloat(new Uint16Array(buffer)) },
} as const;

export function writeSafetensors({ tensors, metadata }: Safetensors): Uint8Array<ArrayBuffer> {
  // Larger numbers first, so that each begins at a multiple of its own size.
  const sorted = [...tensors].sort(([, a], [, b]) => b.values.BYTES_PER_ELEMENT - a.values.BYTES_PER_ELEMENT);
  let end = 0;
  const entries = sorted.map(([name, { shape, values }]) => {
    const begin = end;
    end += values.byteLength;
    const dtype = values instanceof Float64Array ? 'F64' : 'F32';
    return [name, { dtype, shape, data_offsets: [begin, end] }] as const;
  });
  const json = utf8(JSON.stringify({ __metadata__: metadata, ...Object.fromEntries(entries) }));
  const headerLength = Math.ceil(json.length / alignment) * alignment;
  const file = new Uint8Array(lengthBytes + headerLength + end);
  new DataView(file.buffer).setBigUint64(0, BigInt(headerLength), true);
  file.fill(0x20, lengthBytes, lengthBytes + headerLength);
  file.set(json, lengthBytes);
  let at = lengthBytes + headerLength;
  for (const [, { values }] of sorted) {
    file.set(new Uint8Array(values.buffer, values.byteOffset, values.byteLength), at);
    at += values.byteLength;
  }
  return file;
}

const tensorForm = v.strictObject({
  dtype: v.picklist(['F32', 'F64', 'F16', 'BF16']),
  shape: v.pipe(v.array(whole), v.maxLength(8)),
  data_offsets: v.strictTuple([whole, whole]),
});
const metadataForm = v.record(v.string(), v.string());

/** Whether the bytes begin as such a file does, cut short or not. */
export function looksLikeSafetensors(bytes: Uint8Array): boolean {
  return bytes[lengthBytes] === 0x7b && headerLengthOf(bytes) <= BigInt(headerMost);
}

function headerLengthOf(bytes: Uint8Array): bigint {
  return bytes.length < lengthBytes ? 0n : new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true);
}

/**
 * @param file its name, for messages
 * @returns copies of the tensors; no memory is taken for what the bytes do not hold
 * @throws ExpectationError saying what was expected and what came
 */
export function readSafetensors(bytes: Uint8Array, file: string): Safetensors {
  const announced = headerLengthOf(bytes);
  if (announced === 0n || announced > BigInt(headerMost)) {
    const got = bytes.length === 0 ? t`an empty file` : t`one of another kind`;
    throw new ExpectationError(t`${file}: expected a safetensors file, got ${got}`);
  }
  expectWhole(file, t`header`, Number(announced), Math.max(0, bytes.length - lengthBytes));
  const dataAt = lengthBytes + Number(announced);
  const header = parseJson(strFromU8(bytes.subarray(lengthBytes, dataAt)), t`${file} is damaged, header`);
  if (typeof header !== 'object' || header === null || Array.isArray(header)) {
    throw new ExpectationError(t`${file} is damaged, header: expected an object, got ${inWords(header)}`);
  }
  const { __metadata__: told = {}, ...described } = header as Record<string, unknown>;
  const metadata = inForm(metadataForm, told, t`${file}, metadata`);
  return { tensors: readTensors(Object.entries(described), bytes.subarray(dataAt), file), metadata };
}

/** @param got bytes that are there */
function expectWhole(file: string, of: string, bytes: number, got: number): void {
  if (bytes <= got) return;
  throw new ExpectationError(
    t`${file} is cut short: expected ${formatCount(bytes)} bytes of ${of}, got ${formatCount(got)}`,
  );
}

function readTensors(
  described: readonly (readonly [string, unknown])[],
  data: Uint8Array,
  file: string,
): Map<string, Tensor> {
  const { length } = described;
  expectThat(length <= tensorsMost, t`${file}, header`, t`at most ${tensorsMost} tensors`, length);
  const placed = described.map(([name, description]) => {
    const place = t`${file}, tensor ${inWords(name)}`;
    const { dtype, shape, data_offsets } = inForm(tensorForm, description, place);
    return { name, place, dtype, shape, begin: data_offsets[0], end: data_offsets[1] };
  });
  placed.sort((a, b) => a.begin - b.begin || a.end - b.end);
  expectWhole(file, t`tensors`, placed.at(-1)?.end ?? 0, data.length);

  let at = 0;
  const tensors = new Map<string, Tensor>();
  for (const { name, place, dtype, shape, begin, end } of placed) {
    const { bytes, read } = types[dtype];
    const size = shape.reduce((product, side) => product * side, bytes);
    expectThat(begin === at, t`${place}, offset`, t`${at}, where the one before ends`, begin);
    expectThat(end - begin === size, place, t`${formatCount(size)} bytes for its shape`, end - begin);
    tensors.set(name, {
      shape,
      values: read(data.slice(begin, end).buffer),
      ...(bytes === 2 && { half: true }),
    });
    at = end;
  }
  expectThat(at === data.length, file, t`${formatCount(at)} bytes of tensors`, data.length);
  return tensors;
}
