import { create, toBinary } from '@bufbuild/protobuf';
import {
  AttributeProto_AttributeType,
  AttributeProtoSchema,
  ModelProtoSchema,
  NodeProtoSchema,
  type TensorProto,
  TensorProto_DataType,
  TensorProtoSchema,
} from 'onnx-buf';
import { tensorOf } from '../network/architecture.ts';
import { lenet5 } from '../network/lenet-5.ts';
import { type Axes, fileTensors, valuesOf } from './file-tensors.ts';
import { utf8 } from './text.ts';

/** Files as other software writes them, built by hand: the tests need neither Python nor a download. */

type Layer = 'C1' | 'C3' | 'C5' | 'F6' | 'Output';

/** A kernel in the order of other software. */
export function kernelOf(parameters: Float32Array, layer: Layer, axes: Axes): Float32Array {
  const tensor = fileTensors(lenet5).find(({ name }) => name === `${layer}/kernel`);
  if (!tensor) throw new Error(`no kernel of ${layer}`);
  return valuesOf({ architecture: lenet5, parameters }, tensor, axes);
}

export function biasOf(parameters: Float32Array, layer: Layer): Float32Array {
  const { offset, size } = tensorOf(lenet5, layer, 'bias');
  return parameters.slice(offset, offset + size);
}

/** As `torch.save` of a usual module names and lays out its tensors. */
export function torchTensors(
  parameters: Float32Array,
): Map<string, { shape: number[]; values: Float32Array }> {
  const layers = [
    ['conv1', 'C1', [6, 1, 5, 5]],
    ['conv2', 'C3', [16, 6, 5, 5]],
    ['fc1', 'C5', [120, 400]],
    ['fc2', 'F6', [84, 120]],
    ['fc3', 'Output', [10, 84]],
  ] as const;
  return new Map(
    layers.flatMap(([name, layer, shape]) => [
      [`${name}.weight`, { shape: [...shape], values: kernelOf(parameters, layer, 'oihw') }],
      [`${name}.bias`, { shape: [shape[0]], values: biasOf(parameters, layer) }],
    ]),
  );
}

type AttributeValue = number | readonly number[] | string | { readonly float: number } | TensorProto;
/** Operator, inputs, output, attributes. */
export type Row = readonly [string, readonly string[], string, Readonly<Record<string, AttributeValue>>?];

export function tensor(name: string, shape: readonly number[], values: ArrayLike<number>): TensorProto {
  return create(TensorProtoSchema, {
    name,
    dataType: TensorProto_DataType.FLOAT,
    dims: shape.map(BigInt),
    rawData: new Uint8Array(Float32Array.from(values).buffer),
  });
}

export function wholeNumbers(name: string, values: readonly number[]): TensorProto {
  return create(TensorProtoSchema, {
    name,
    dataType: TensorProto_DataType.INT64,
    dims: [BigInt(values.length)],
    int64Data: values.map(BigInt),
  });
}

/** The initialisers of a network whose dense kernels have this order. */
export function weightsOf(parameters: Float32Array, c5: Axes, dense: 'oihw' | 'ihwo'): TensorProto[] {
  const flat = (out: number, into: number, axes: Axes) => (axes.startsWith('o') ? [out, into] : [into, out]);
  return [
    tensor('w1', [6, 1, 5, 5], kernelOf(parameters, 'C1', 'oihw')),
    tensor('b1', [6], biasOf(parameters, 'C1')),
    tensor('w2', [16, 6, 5, 5], kernelOf(parameters, 'C3', 'oihw')),
    tensor('b2', [16], biasOf(parameters, 'C3')),
    tensor('w3', flat(120, 400, c5), kernelOf(parameters, 'C5', c5)),
    tensor('b3', [120], biasOf(parameters, 'C5')),
    tensor('w4', flat(84, 120, dense), kernelOf(parameters, 'F6', dense)),
    tensor('b4', [84], biasOf(parameters, 'F6')),
    tensor('w5', flat(10, 84, dense), kernelOf(parameters, 'Output', dense)),
    tensor('b5', [10], biasOf(parameters, 'Output')),
  ];
}

export interface OnnxFile {
  readonly opset: number;
  readonly input: readonly (number | string)[];
  readonly rows: readonly Row[];
  readonly initialisers: readonly TensorProto[];
}

export function onnxFile({ opset, input, rows, initialisers }: OnnxFile): Uint8Array<ArrayBuffer> {
  const shapeOf = (sides: readonly (number | string)[]) => ({
    dim: sides.map((side) => ({
      value:
        typeof side === 'number'
          ? ({ case: 'dimValue', value: BigInt(side) } as const)
          : ({ case: 'dimParam', value: side } as const),
    })),
  });
  const value = (name: string, sides: readonly (number | string)[]) => ({
    name,
    type: {
      value: {
        case: 'tensorType' as const,
        value: { elemType: TensorProto_DataType.FLOAT, shape: shapeOf(sides) },
      },
    },
  });
  // The one value that nothing here makes.
  const made = new Set([...rows.map(([, , output]) => output), ...initialisers.map(({ name }) => name)]);
  const given = rows.flatMap(([, inputs]) => inputs).find((name) => !made.has(name)) ?? '';
  const model = create(ModelProtoSchema, {
    irVersion: 8n,
    opsetImport: [{ domain: '', version: BigInt(opset) }],
    producerName: 'pytorch',
    graph: {
      name: 'main_graph',
      node: rows.map(([opType, inputs, output, attributes = {}], at) =>
        create(NodeProtoSchema, {
          name: `/${opType}_${at}`,
          opType,
          input: [...inputs],
          output: [output],
          attribute: Object.entries(attributes).map(([name, each]) => attribute(name, each)),
        }),
      ),
      input: [value(given, input)],
      output: [value(rows.at(-1)?.[2] ?? '', ['N', 10])],
      initializer: [...initialisers],
    },
  });
  return toBinary(ModelProtoSchema, model);
}

function attribute(name: string, value: AttributeValue) {
  const { INT, INTS, FLOAT, STRING, TENSOR } = AttributeProto_AttributeType;
  if (typeof value === 'number') return create(AttributeProtoSchema, { name, type: INT, i: BigInt(value) });
  if (typeof value === 'string') return create(AttributeProtoSchema, { name, type: STRING, s: utf8(value) });
  if (Array.isArray(value))
    return create(AttributeProtoSchema, { name, type: INTS, ints: value.map(BigInt) });
  if ('float' in value) return create(AttributeProtoSchema, { name, type: FLOAT, f: value.float });
  return create(AttributeProtoSchema, { name, type: TENSOR, t: value as TensorProto });
}
