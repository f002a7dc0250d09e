import { create, fromBinary, type MessageInitShape, toBinary } from '@bufbuild/protobuf';
import {
  type ModelProto,
  ModelProtoSchema,
  type TensorProto,
  TensorProto_DataLocation,
  TensorProto_DataType,
  TensorProtoSchema,
  type ValueInfoProtoSchema,
} from 'onnx-buf';
import { digitSide } from '../lenet/rasters.ts';
import { layerNamed, type ParameterTensor, parameterCount, parameterTensors } from '../lenet/spec.ts';
import { expectFinite } from '../lenet/weights.ts';
import { appVersion } from '../lib/app-version.ts';
import { ExpectationError, expectThat, inWords, messageOf } from '../lib/expect.ts';
import { formatCount } from '../lib/format.ts';
import { anotherNetwork, factsOf, networkFrom } from './metadata.ts';
import type { PortableNetwork } from './network-file.ts';
import { expectGraph, graphNodes, inputName, outputName } from './onnx-graph.ts';

/**
 * A network as ONNX: a graph that takes digits as MNIST has them, float32 [N, 1, 28, 28] with 0 for
 * paper and 1 for ink, and gives probabilities [N, 10]. Operators of version 13, which Softmax along
 * one axis needs; every runtime of the last years has them.
 */
const operatorVersion = 13n;
/** Of the file's form: the one that came with these operators. */
const irVersion = 7n;

export function writeNetwork(network: PortableNetwork): Uint8Array<ArrayBuffer> {
  const digit = [1, digitSide, digitSide];
  const model = create(ModelProtoSchema, {
    irVersion,
    opsetImport: [{ domain: '', version: operatorVersion }],
    producerName: 'LeNet Lab',
    producerVersion: appVersion,
    docString: `LeNet-5. ${inputName}: float32 [N, 1, 28, 28], 0 paper to 1 ink. ${outputName}: of the digits 0 to 9.`,
    graph: {
      name: 'LeNet5',
      node: graphNodes(),
      input: [valueInfo(inputName, digit)],
      output: [valueInfo(outputName, [layerNamed('Output').maps])],
      initializer: parameterTensors.map((tensor) => initialiser(tensor, network.parameters)),
    },
    metadataProps: Object.entries(factsOf(network)).map(([key, value]) => ({ key, value })),
  });
  return toBinary(ModelProtoSchema, model);
}

function valueInfo(name: string, sides: readonly number[]): MessageInitShape<typeof ValueInfoProtoSchema> {
  const dim = [
    { value: { case: 'dimParam', value: 'N' } } as const,
    ...sides.map((side) => ({ value: { case: 'dimValue', value: BigInt(side) } }) as const),
  ];
  const tensor = { elemType: TensorProto_DataType.FLOAT, shape: { dim } };
  return { name, type: { value: { case: 'tensorType', value: tensor } } };
}

function initialiser(tensor: ParameterTensor, parameters: Float32Array): TensorProto {
  const values = new Float32Array(tensor.size);
  onnxPlaces(tensor).forEach((from, at) => {
    values[at] = parameters[tensor.offset + from] as number;
  });
  return create(TensorProtoSchema, {
    name: tensor.name,
    dataType: TensorProto_DataType.FLOAT,
    dims: onnxShape(tensor).map(BigInt),
    rawData: new Uint8Array(values.buffer),
  });
}

/** Kernels of convolutions are [out, in, height, width] there; all else is as ours. */
function onnxShape({ shape }: ParameterTensor): readonly number[] {
  if (shape.length !== 4) return shape;
  const [height, width, before, maps] = shape as [number, number, number, number];
  return [maps, before, height, width];
}

/** For each value in ONNX's order, its place in ours. */
function onnxPlaces({ shape, size }: ParameterTensor): number[] {
  if (shape.length !== 4) return Array.from({ length: size }, (_, at) => at);
  const [height, width, before, maps] = shape as [number, number, number, number];
  const places: number[] = [];
  for (let map = 0; map < maps; map++)
    for (let channel = 0; channel < before; channel++)
      for (let row = 0; row < height; row++)
        for (let column = 0; column < width; column++)
          places.push(((row * width + column) * before + channel) * maps + map);
  return places;
}

/** @throws ExpectationError saying what was expected and what came */
export function readNetwork(bytes: Uint8Array, file: string) {
  const { graph, opsetImport, metadataProps } = parsed(bytes, file);
  expectThat(graph !== undefined, file, 'a graph', 'none');
  const opset = opsetImport.find(({ domain }) => domain === '' || domain === 'ai.onnx')?.version;
  // Below, Softmax is another function; above, the operators used here have stayed the same so far.
  expectThat(
    opset !== undefined && opset >= operatorVersion,
    `${file} is of another version of ONNX, operators`,
    'version 13 or newer',
    opset,
  );
  expectGraph(graph.node, file);
  const [input, output] = [graph.input.map(({ name }) => name), graph.output.map(({ name }) => name)];
  // Files of older tools list the initialisers among the inputs.
  expectThat(input[0] === inputName, `${file}, input`, inputName, input);
  expectThat(output[0] === outputName && output.length === 1, `${file}, output`, outputName, output);

  const parameters = new Float32Array(parameterCount);
  const expected = `the ${parameterTensors.length} tensors of LeNet-5`;
  const other = anotherNetwork(file);
  expectThat(graph.initializer.length === parameterTensors.length, other, expected, graph.initializer.length);
  for (const tensor of parameterTensors) {
    const found = graph.initializer.find(({ name }) => name === tensor.name);
    expectThat(
      found !== undefined,
      other,
      `a tensor ${tensor.name}`,
      graph.initializer.map(({ name }) => name),
    );
    const values = valuesOf(found, tensor, file);
    onnxPlaces(tensor).forEach((to, at) => {
      parameters[tensor.offset + to] = values[at] as number;
    });
  }
  expectFinite(parameters);
  return networkFrom(
    file,
    parameters,
    Object.fromEntries(metadataProps.map(({ key, value }) => [key, value])),
  );
}

function parsed(bytes: Uint8Array, file: string): ModelProto {
  try {
    return fromBinary(ModelProtoSchema, bytes, { readUnknownFields: false });
  } catch (error) {
    throw new ExpectationError(
      `${file}: expected an ONNX model, got one that is damaged or cut short (${messageOf(error)})`,
    );
  }
}

function valuesOf(found: TensorProto, tensor: ParameterTensor, file: string): ArrayLike<number> {
  const { name, size } = tensor;
  const { dims, dataType, rawData, floatData, dataLocation } = found;
  const place = `${file}, ${name}`;
  const type = TensorProto_DataType[dataType] ?? String(dataType);
  expectThat(dataType === TensorProto_DataType.FLOAT, `${place}, type`, 'FLOAT', type);
  const inside = dataLocation === TensorProto_DataLocation.DEFAULT;
  expectThat(inside, place, 'its values in the file', 'a reference to another file');
  const shape = onnxShape(tensor);
  const same = dims.length === shape.length && shape.every((side, i) => BigInt(side) === dims[i]);
  expectThat(same, `${place}, shape`, inWords(shape), dims);
  // Some tools rewrite the bytes as a list of numbers.
  if (rawData.length === 0 && floatData.length === size) return floatData;
  const bytes = formatCount(size * Float32Array.BYTES_PER_ELEMENT);
  expectThat(rawData.length === size * 4, place, `${bytes} bytes`, formatCount(rawData.length));
  return new Float32Array(rawData.slice().buffer);
}
