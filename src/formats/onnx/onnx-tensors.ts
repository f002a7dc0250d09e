import {
  type AttributeProto,
  type NodeProto,
  type TensorProto,
  TensorProto_DataLocation,
  TensorProto_DataType,
} from 'onnx-buf';
import { t } from '../../language/language.ts';
import { ExpectationError, expectThat } from '../../lib/expect.ts';
import { formatCount } from '../../lib/format.ts';
import type { NamedTensor } from '../arrangement.ts';
import { fromBrainFloat, fromHalf } from '../half.ts';

/** Constants of an ONNX graph: initialisers, constant nodes, and what is made of them on the way. */

const { FLOAT, DOUBLE, FLOAT16, BFLOAT16, INT64 } = TensorProto_DataType;

/** Bytes of a value, and how values are read from bytes, and from the list of numbers that some tools write instead. */
interface DataType {
  readonly bytes: number;
  read(buffer: ArrayBuffer): ArrayLike<number>;
  list(tensor: TensorProto): ArrayLike<number>;
}

/** 16-bit floats are listed by their bits. */
const halves = (from: (bits: Uint16Array) => Float32Array): DataType => ({
  bytes: 2,
  read: (buffer) => from(new Uint16Array(buffer)),
  list: ({ int32Data }) => from(Uint16Array.from(int32Data)),
});

const dataTypes: Readonly<Record<number, DataType>> = {
  [FLOAT]: { bytes: 4, read: (buffer) => new Float32Array(buffer), list: ({ floatData }) => floatData },
  [DOUBLE]: { bytes: 8, read: (buffer) => new Float64Array(buffer), list: ({ doubleData }) => doubleData },
  [FLOAT16]: halves(fromHalf),
  [BFLOAT16]: halves(fromBrainFloat),
  [INT64]: {
    bytes: 8,
    read: (buffer) => Array.from(new BigInt64Array(buffer), Number),
    list: ({ int64Data }) => int64Data.map(Number),
  },
};

export interface Constant extends NamedTensor {
  /** Of 16 bits in the file. */
  readonly half: boolean;
}

/** @throws ExpectationError for values in another file, of another type, or too few */
export function constantOf(tensor: TensorProto, file: string): Constant {
  const { name, dims, dataType, dataLocation } = tensor;
  const place = `${file}, ${name.slice(0, 60) || t`constant`}`;
  if (dataLocation !== TensorProto_DataLocation.DEFAULT) {
    throw new ExpectationError(
      t`${place}: expected its values in the file, got a reference to another file: save the model as one file (external_data=False)`,
    );
  }
  const shape = dims.map(Number);
  const size = shape.reduce((product, side) => product * side, 1);
  const values = valuesOf(tensor, size, place);
  expectThat(values.length === size, place, t`${formatCount(size)} numbers`, formatCount(values.length));
  return { name, shape, values, half: dataType === FLOAT16 || dataType === BFLOAT16 };
}

function valuesOf(tensor: TensorProto, size: number, place: string): ArrayLike<number> {
  const { dataType, rawData } = tensor;
  const type = dataTypes[dataType];
  const got = TensorProto_DataType[dataType] ?? String(dataType);
  expectThat(type !== undefined, t`${place}, type`, t`FLOAT, DOUBLE, FLOAT16 or BFLOAT16`, got);
  if (rawData.length === 0) return type.list(tensor);
  const bytes = size * type.bytes;
  expectThat(rawData.length === bytes, place, t`${formatCount(bytes)} bytes`, formatCount(rawData.length));
  return type.read(rawData.slice().buffer);
}

/** Rows to columns, of a matrix. */
export function transposed({ shape, values, ...rest }: Constant): Constant {
  const [rows = 0, columns = 0] = shape;
  const turned = Float64Array.from({ length: rows * columns }, (_, at) => {
    const [column, row] = [Math.floor(at / rows), at % rows];
    return values[row * columns + column] as number;
  });
  return { ...rest, shape: [columns, rows], values: turned };
}

/** The value of a node Constant. */
export function constantNode(node: NodeProto, file: string): Constant | null {
  const value = attributeOf(node, 'value')?.t;
  return value ? { ...constantOf(value, file), name: node.output[0] ?? '' } : null;
}

export function attributeOf({ attribute }: NodeProto, key: string): AttributeProto | undefined {
  return attribute.find(({ name }) => name === key);
}
