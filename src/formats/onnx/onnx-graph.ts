import { create } from '@bufbuild/protobuf';
import {
  type AttributeProto,
  AttributeProto_AttributeType,
  AttributeProtoSchema,
  type NodeProto,
  NodeProtoSchema,
} from 'onnx-buf';
import { type Activation, scaledTanh } from '../../network/activation.ts';
import type { Architecture, Layer } from '../../network/architecture.ts';
import { padding } from '../../network/rasters.ts';

/**
 * LeNet-5 as ONNX operators (onnx.ai/onnx/operators). ONNX images are channels first and ours are last:
 * the first layer's two pixels of paper are its padding, and before C5 the maps are turned back to
 * channels last, so that the dense kernels are used as they lie everywhere else.
 */
export const inputName = 'image';
export const outputName = 'probabilities';

/** A node in few words: what it computes from what the node before gave and from weights, and its attributes. */
interface GraphNode {
  readonly name: string;
  readonly operator: string;
  readonly weights?: readonly string[];
  /** Beside the weights: numbers that are the same in all of these networks. */
  readonly constant?: GraphConstant;
  readonly attributes?: Readonly<Record<string, number | readonly number[]>>;
}

/** A single float, or whole numbers, as ONNX has sizes. */
export interface GraphConstant {
  readonly name: string;
  readonly value: number | readonly number[];
}

/** Nodes of a layer. @param padding around its input, of zeros */
function nodesOf(
  { name, kind, window, stride, maps, activation }: Layer,
  before: Layer | undefined,
  padding: number,
): GraphNode[] {
  const weights = [`${name}/kernel`, `${name}/bias`];
  const windowed = { kernel_shape: [window, window], strides: [stride, stride] };
  const activated = activationNodes(name, activation);
  switch (kind) {
    case 'input':
      return [];
    case 'convolution': {
      const attributes = { ...windowed, pads: Array<number>(4).fill(padding) };
      return [{ name, operator: 'Conv', weights, attributes }, ...activated];
    }
    case 'pooling':
      return [{ name, operator: 'AveragePool', attributes: windowed }];
    case 'subsampling': {
      const summed = [`${name}/depthwise_kernel`, `${name}/bias`];
      const attributes = { ...windowed, group: maps };
      return [{ name, operator: 'Conv', weights: summed, attributes }, ...activated];
    }
    case 'dense':
    case 'rbf': {
      const dense = { name, operator: 'Gemm', weights };
      if (!before || before.kind === 'dense') return [dense, ...activated];
      const turned = {
        name: `${before.name}/channels_last`,
        operator: 'Transpose',
        attributes: { perm: [0, 2, 3, 1] },
      };
      const flat = { name: `${before.name}/flat`, operator: 'Flatten', attributes: { axis: 1 } };
      return [turned, flat, dense, ...activated];
    }
  }
}

/** Where paper and ink are other numbers than in the image, it is padded before it is scaled. */
function inputNodes({ inputLevels: { paper, ink } }: Architecture): GraphNode[] {
  if (paper === 0 && ink === 1) return [];
  const pads = [0, 0, padding, padding, 0, 0, padding, padding];
  return [
    { name: 'Input/padded', operator: 'Pad', constant: { name: 'Input/padding', value: pads } },
    ...scaleNodes('Input', ink - paper, paper),
  ];
}

function scaleNodes(name: string, by: number, plus = 0): GraphNode[] {
  const product = { name: `${name}/scaled`, operator: 'Mul', constant: { name: `${name}/scale`, value: by } };
  const sum = { name: `${name}/shifted`, operator: 'Add', constant: { name: `${name}/offset`, value: plus } };
  return plus === 0 ? [product] : [product, sum];
}

function activationNodes(layer: string, activation: Activation): GraphNode[] {
  const name = `${layer}/${activation}`;
  switch (activation) {
    case 'none':
      return [];
    case 'tanh':
      return [{ name, operator: 'Tanh' }];
    case 'softmax':
      return [{ name, operator: 'Softmax', attributes: { axis: 1 } }];
    case 'scaled-tanh':
      return [
        ...scaleNodes(`${layer}/sum`, scaledTanh.steepness),
        { name: `${layer}/tanh`, operator: 'Tanh' },
        ...scaleNodes(layer, scaledTanh.amplitude),
      ];
  }
}

function nodesOfGraph(architecture: Architecture): GraphNode[] {
  const { layers } = architecture;
  const first = inputNodes(architecture);
  const around = (before: Layer | undefined) =>
    before?.kind === 'input' && first.length === 0 ? padding : 0;
  return [...first, ...layers.flatMap((layer, at) => nodesOf(layer, layers[at - 1], around(layers[at - 1])))];
}

export function graphConstants(architecture: Architecture): GraphConstant[] {
  return nodesOfGraph(architecture).flatMap(({ constant }) => constant ?? []);
}

export function graphNodes(architecture: Architecture): NodeProto[] {
  const graph = nodesOfGraph(architecture);
  return graph.map(({ name, operator, weights = [], constant, attributes = {} }, at) =>
    create(NodeProtoSchema, {
      name,
      opType: operator,
      input: [graph[at - 1]?.name ?? inputName, ...weights, ...(constant ? [constant.name] : [])],
      // What a node gives bears its name; the last one's is the graph's.
      output: [at === graph.length - 1 ? outputName : name],
      attribute: Object.entries(attributes).map(([key, value]) => attribute(key, value)),
    }),
  );
}

function attribute(name: string, value: number | readonly number[]): AttributeProto {
  return typeof value === 'number'
    ? create(AttributeProtoSchema, { name, type: AttributeProto_AttributeType.INT, i: BigInt(value) })
    : create(AttributeProtoSchema, {
        name,
        type: AttributeProto_AttributeType.INTS,
        ints: value.map((each) => BigInt(each)),
      });
}
