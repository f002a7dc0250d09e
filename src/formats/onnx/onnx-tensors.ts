import { type NodeProto, type TensorProto, TensorProto_DataLocation, TensorProto_DataType } from 'onnx-buf';
import { ExpectationError, expectThat } from '../../lib/expect.ts';
import { formatCount } from '../../lib/format.ts';
import type { NamedTensor } from '../arrangement.ts';
import { fromBrainFloat, fromHalf } from '../half.ts';

/** Constants of an ONNX graph: initialisers, constant nodes, and what is made of them on the way. */

const { FLOAT, DOUBLE, FLOAT16, BFLOAT16, INT64 } = TensorProto_DataType;
const bytesOf: Readonly<Record<number, number>> = {
  [FLOAT]: 4,
  [DOUBLE]: 8,
  [FLOAT16]: 2,
  [BFLOAT16]: 2,
  [INT64]: 8,
};

export interface Constant extends NamedTensor {
  /** Of 16 bits in the file. */
  readonly half: boolean;
}

/** @throws ExpectationError for values in another file, of another type, or too few */
export function constantOf(tensor: TensorProto, file: string): Constant {
  const { name, dims, dataType, dataLocation } = tensor;
  const place = `${file}, ${name.slice(0, 60) || 'constant'}`;
  const inside = dataLocation === TensorProto_DataLocation.DEFAULT;
  if (!inside) {
    throw new ExpectationError(
      `${place}: expected its values in the file, got a reference to another file: save the model as one file (external_data=False)`,
    );
  }
  const shape = dims.map(Number);
  const size = shape.reduce((product, side) => product * side, 1);
  const values = valuesOf(tensor, size, place);
  expectThat(values.length === size, place, `${formatCount(size)} numbers`, formatCount(values.length));
  return { name, shape, values, half: dataType === FLOAT16 || dataType === BFLOAT16 };
}

function valuesOf(
  { dataType, rawData, floatData, doubleData, int32Data, int64Data }: TensorProto,
  size: number,
  place: string,
): ArrayLike<number> {
  const bytes = bytesOf[dataType];
  const type = TensorProto_DataType[dataType] ?? String(dataType);
  expectThat(bytes !== undefined, `${place}, type`, 'FLOAT, DOUBLE, FLOAT16 or BFLOAT16', type);
  // Some tools rewrite the bytes as a list of numbers; of 16-bit floats, a list of their bits.
  if (rawData.length === 0) {
    switch (dataType) {
      case FLOAT:
        return floatData;
      case DOUBLE:
        return doubleData;
      case INT64:
        return int64Data.map(Number);
      default:
        return halves(dataType, Uint16Array.from(int32Data));
    }
  }
  const expected = `${formatCount(size * bytes)} bytes`;
  expectThat(rawData.length === size * bytes, place, expected, formatCount(rawData.length));
  const { buffer } = rawData.slice();
  switch (dataType) {
    case FLOAT:
      return new Float32Array(buffer);
    case DOUBLE:
      return new Float64Array(buffer);
    case INT64:
      return Array.from(new BigInt64Array(buffer), Number);
    default:
      return halves(dataType, new Uint16Array(buffer));
  }
}

function halves(dataType: number, bits: Uint16Array): Float32Array {
  return dataType === FLOAT16 ? fromHalf(bits) : fromBrainFloat(bits);
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
export function constantNode({ attribute, output }: NodeProto, file: string): Constant | null {
  const value = attribute.find(({ name }) => name === 'value')?.t;
  return value ? { ...constantOf(value, file), name: output[0] ?? '' } : null;
}
