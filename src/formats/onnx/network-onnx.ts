import { create, fromBinary, type MessageInitShape, toBinary } from '@bufbuild/protobuf';
import {
  type ModelProto,
  ModelProtoSchema,
  type TensorProto,
  TensorProto_DataType,
  TensorProtoSchema,
  type ValueInfoProtoSchema,
} from 'onnx-buf';
import { t } from '../../language/language.ts';
import { appVersion } from '../../lib/app-version.ts';
import { ExpectationError, expectThat, messageOf } from '../../lib/expect.ts';
import { type Network, outputOf } from '../../network/architecture.ts';
import { digitSide } from '../../network/rasters.ts';
import { type FileTensor, fileTensors, shapeOf, valuesOf } from '../file-tensors.ts';
import { factsOf, networkFrom } from '../metadata.ts';
import type { PortableNetwork } from '../network-file.ts';
import { architectureIn } from '../tfjs/weights.ts';
import { type GraphConstant, graphConstants, graphNodes, inputName, outputName } from './onnx-graph.ts';
import { readGraph } from './onnx-reader.ts';

/**
 * A network as ONNX: a graph that takes digits as MNIST has them, float32 [N, 1, 28, 28] with 0 for
 * paper and 1 for ink, and gives probabilities [N, 10]. Operators of version 13, which Softmax along
 * one axis needs; every runtime of the last years has them.
 */
const operatorVersion = 13n;
const oldestOperators = 7n;
/** Of the file's form: the one that came with these operators. */
const irVersion = 7n;

export function writeNetwork(network: PortableNetwork): Uint8Array<ArrayBuffer> {
  const { architecture } = network;
  const { name } = architecture;
  const digit = [1, digitSide, digitSide];
  const model = create(ModelProtoSchema, {
    irVersion,
    opsetImport: [{ domain: '', version: operatorVersion }],
    producerName: 'LeNet Lab',
    producerVersion: appVersion,
    docString: `${name}. ${inputName}: float32 [N, 1, 28, 28], 0 paper to 1 ink. ${outputName}: of the digits 0 to 9.`,
    graph: {
      name: name.replace(/[^A-Za-z0-9]/g, ''),
      node: graphNodes(architecture),
      input: [valueInfo(inputName, digit)],
      output: [valueInfo(outputName, [outputOf(architecture).maps])],
      initializer: [
        ...fileTensors(architecture).map((tensor) => initialiser(network, tensor)),
        ...graphConstants(architecture).map(constantTensor),
      ],
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

/** Kernels of convolutions are [out, in, height, width] there; all else is as ours. */
function initialiser(network: Network, tensor: FileTensor): TensorProto {
  const axes = tensor.form === 'convolution' || tensor.form === 'depthwise' ? 'oihw' : 'hwio';
  return create(TensorProtoSchema, {
    name: tensor.name,
    dataType: TensorProto_DataType.FLOAT,
    dims: shapeOf(tensor, axes).map(BigInt),
    rawData: new Uint8Array(valuesOf(network, tensor, axes).buffer),
  });
}

function constantTensor({ name, value }: GraphConstant): TensorProto {
  if (typeof value === 'number') {
    const rawData = new Uint8Array(Float32Array.of(value).buffer);
    return create(TensorProtoSchema, { name, dataType: TensorProto_DataType.FLOAT, rawData });
  }
  const rawData = new Uint8Array(BigInt64Array.from(value, BigInt).buffer);
  const dims = [BigInt(value.length)];
  return create(TensorProtoSchema, { name, dataType: TensorProto_DataType.INT64, dims, rawData });
}

/** @throws ExpectationError saying what was expected and what came */
export function readNetwork(bytes: Uint8Array, file: string) {
  const { graph, opsetImport, metadataProps } = parsed(bytes, file);
  expectThat(graph !== undefined, file, t`a graph`, t`nothing`);
  const opset = opsetImport.find(({ domain }) => domain === '' || domain === 'ai.onnx')?.version;
  // Before version 7 operators broadcast by other rules; those used here have stayed the same since.
  const known = opset !== undefined && opset >= oldestOperators;
  const place = t`${file} is of another version of ONNX, operators`;
  expectThat(known, place, t`version ${Number(oldestOperators)} or newer`, opset);
  const facts = Object.fromEntries(metadataProps.map(({ key, value }) => [key, value]));
  const architecture = architectureIn(facts);
  const { parameters, rounded } = readGraph(architecture, graph, file);
  return networkFrom(file, { architecture, parameters }, facts, rounded);
}

function parsed(bytes: Uint8Array, file: string): ModelProto {
  try {
    return fromBinary(ModelProtoSchema, bytes, { readUnknownFields: false });
  } catch (error) {
    throw new ExpectationError(
      t`${file}: expected an ONNX model, got one that is damaged or cut short (${messageOf(error)})`,
    );
  }
}
