import { create } from '@bufbuild/protobuf';
import {
  type AttributeProto,
  AttributeProto_AttributeType,
  AttributeProtoSchema,
  type NodeProto,
  NodeProtoSchema,
} from 'onnx-buf';
import type { Activation } from '../../network/activation.ts';
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
  readonly attributes?: Readonly<Record<string, number | readonly number[]>>;
}

/** Nodes of a layer. */
function nodesOf({ name, kind, window, stride, activation }: Layer, before: Layer | undefined): GraphNode[] {
  const weights = [`${name}/kernel`, `${name}/bias`];
  const windowed = { kernel_shape: [window, window], strides: [stride, stride] };
  const activated = activationNodes(name, activation);
  switch (kind) {
    case 'input':
      return [];
    case 'convolution': {
      const side = before?.kind === 'input' ? padding : 0;
      const attributes = { ...windowed, pads: [side, side, side, side] };
      return [{ name, operator: 'Conv', weights, attributes }, ...activated];
    }
    case 'pooling':
      return [{ name, operator: 'AveragePool', attributes: windowed }];
    case 'dense': {
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
    case 'subsampling':
    case 'rbf':
      throw notWritten(name, kind);
  }
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
      throw notWritten(layer, activation);
  }
}

function notWritten(layer: string, what: string): Error {
  return new Error(`graphNodes, ${layer}: expected what this format is written with here, got ${what}`);
}

export function graphNodes({ layers }: Architecture): NodeProto[] {
  const graph = layers.flatMap((layer, at) => nodesOf(layer, layers[at - 1]));
  return graph.map(({ name, operator, weights = [], attributes = {} }, at) =>
    create(NodeProtoSchema, {
      name,
      opType: operator,
      input: [graph[at - 1]?.name ?? inputName, ...weights],
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
