import { strFromU8 } from 'fflate';
import type { GraphProto, NodeProto, TensorProto, ValueInfoProto } from 'onnx-buf';
import { t } from '../../language/language.ts';
import { ExpectationError, expectThat, inWords } from '../../lib/expect.ts';
import type { Architecture } from '../../network/architecture.ts';
import { digitSide, digitSize, inputSide, inputSize } from '../../network/rasters.ts';
import { arranged, type OrderedTensor } from '../arrangement.ts';
import {
  averagePooling,
  expectComputes,
  maxPooling,
  type Operation,
  plain,
  plainInWords,
  scale,
} from '../chain.ts';
import type { Axes } from '../file-tensors.ts';
import { anotherNetwork } from '../metadata.ts';
import { attributeOf, type Constant, constantNode, constantOf, transposed } from './onnx-tensors.ts';

/**
 * A network from an ONNX graph of any program: whatever its nodes are called, and however it lays out its kernels. The
 * graph is followed from its output back to its input, as one chain of operators; beside it there are only constants.
 */

/** More nodes than any exporter needs for seven layers. */
const nodesMost = 200;

interface Weights {
  readonly kernel: Constant;
  readonly bias: Constant;
  /** Whether a dense kernel is [out, in]. */
  readonly outFirst: boolean;
}

/** One operator of the chain: what it computes, or how it turns the image. */
type Link =
  | { readonly operation: Operation; readonly weights?: Weights }
  | { readonly turn: 'last' | 'first' }
  | { readonly operation: null };

/** A link, and the value that it is applied to. */
interface Step {
  readonly link: Link;
  readonly from: string;
}

/** @throws ExpectationError saying what was expected and what came */
export function readGraph(
  architecture: Architecture,
  graph: GraphProto,
  file: string,
): { readonly parameters: Float32Array; readonly rounded: boolean } {
  const { links, input } = new Follower(architecture, graph, file).chain();
  const operations = links.flatMap((link) => ('operation' in link && link.operation ? [link.operation] : []));
  expectComputes(architecture, operations, sideOf(input), file);

  const tensors: (Constant & OrderedTensor)[] = [];
  /** Where the maps are among the axes. An image of one map is the same in both orders. */
  let order: 'first' | 'last' = 'first';
  for (const link of links) {
    if ('turn' in link) order = link.turn;
    if (tensors.length === 0) order = 'first';
    const inPlane = 'operation' in link && link.operation && needsMapsFirst(link.operation);
    if (inPlane && order === 'last') throw differs(architecture, file);
    if (!('weights' in link) || !link.weights) continue;
    const { kernel, bias, outFirst } = link.weights;
    const mapsFirst = order === 'first' || needsMapsFirst(link.operation);
    const axes: Axes = outFirst ? (mapsFirst ? 'oihw' : 'ohwi') : mapsFirst ? 'ihwo' : 'hwio';
    tensors.push({ ...kernel, axes }, { ...bias, axes });
  }
  return { parameters: arranged(architecture, tensors, file), rounded: tensors.some(({ half }) => half) };
}

function needsMapsFirst(operation: Operation): boolean {
  const { kind } = operation;
  if (kind === 'plain') return operation.name === averagePooling;
  return kind === 'convolution' || kind === 'depthwise';
}

function differs(architecture: Architecture, file: string): ExpectationError {
  return new ExpectationError(
    t`${anotherNetwork(file, architecture)}, graph: expected convolutions and pooling of [N, maps, height, width], got a transpose before one`,
  );
}

class Follower {
  private readonly producers = new Map<string, NodeProto>();
  private readonly initialisers: ReadonlyMap<string, TensorProto>;

  constructor(
    architecture: Architecture,
    private readonly graph: GraphProto,
    private readonly file: string,
  ) {
    const { node, initializer } = graph;
    const place = t`${anotherNetwork(file, architecture)}, graph`;
    expectThat(node.length <= nodesMost, place, t`at most ${nodesMost} nodes`, node.length);
    for (const each of node) for (const output of each.output) this.producers.set(output, each);
    this.initialisers = new Map(initializer.map((tensor) => [tensor.name, tensor]));
  }

  /** Operators from the input to the output. */
  chain(): { readonly links: Link[]; readonly input: ValueInfoProto } {
    const { graph, file } = this;
    const outputs = graph.output.map(({ name }) => name);
    const [output] = outputs;
    expectThat(output !== undefined && outputs.length === 1, t`${file}, outputs`, t`one`, outputs);
    const links: Link[] = [];
    let at = output;
    for (let steps = 0; steps <= nodesMost; steps++) {
      // Files of older tools list the initialisers among the inputs.
      const input = graph.input.find(({ name }) => name === at && !this.initialisers.has(name));
      if (input) return { links: links.reverse(), input };
      const node = this.producers.get(at);
      expectThat(
        node !== undefined,
        t`${file}, value ${inWords(at)}`,
        t`a node that computes it`,
        t`nothing`,
      );
      const { link, from } = this.linkOf(node);
      links.push(link);
      at = from;
    }
    throw new ExpectationError(t`${file}, graph: expected a chain of operators, got a circle`);
  }

  /** What a node does, and the value that it does it to. */
  private linkOf(node: NodeProto): Step {
    const { opType, domain } = node;
    const from = node.input[0] ?? '';
    const does = (operation: Operation | null) => ({ link: { operation }, from }) as const;
    if (domain !== '' && domain !== 'ai.onnx') return does(plain(`${domain}.${opType}`));
    switch (opType) {
      case 'Identity':
      case 'Dropout':
        return does(node.input[2] ? plain('dropout') : null);
      case 'Tanh':
        return does(plain('tanh'));
      case 'Softmax':
      case 'LogSoftmax': {
        const axis = intOf(node, 'axis') ?? 1;
        const name = opType === 'Softmax' ? 'softmax' : 'log softmax';
        return does(plain(axis === 1 || axis === -1 ? name : t`${name} along axis ${axis}`));
      }
      case 'AveragePool':
      case 'MaxPool': {
        const name = opType === 'AveragePool' ? averagePooling : maxPooling;
        const [sides, strides] = [intsOf(node, 'kernel_shape'), intsOf(node, 'strides') ?? [1, 1]];
        const usual =
          String(sides) === '2,2' && String(strides) === '2,2' && isPlain(intsOf(node, 'pads'), 0);
        return does(
          plain(
            usual
              ? name
              : t`${plainInWords(name)}, ${String(sides?.join(' x '))}, strides ${String(strides)}`,
          ),
        );
      }
      case 'Flatten':
        return does([1, undefined].includes(intOf(node, 'axis')) ? { kind: 'flatten' } : plain('flatten'));
      case 'Reshape':
      case 'Squeeze':
        return does({ kind: 'flatten' });
      case 'Transpose': {
        const perm = String(intsOf(node, 'perm'));
        if (perm === '0,2,3,1') return { link: { turn: 'last' }, from };
        if (perm === '0,3,1,2') return { link: { turn: 'first' }, from };
        return does(plain(t`transpose ${perm}`));
      }
      case 'Pad':
        return does(this.padding(node));
      case 'Conv':
        return this.convolution(node, this.constant(node.input[2]));
      case 'Gemm':
        return this.gemm(node);
      case 'Add':
        return this.sum(node);
      case 'Mul':
        return this.scaled(node, (by) => scale(by)) ?? does(plain('mul'));
      default:
        return does(plain(opType === 'MatMul' ? t`a product without a bias` : opType.toLowerCase()));
    }
  }

  private convolution(node: NodeProto, bias: Constant | null): Step {
    const [from = '', kernelName] = node.input;
    const kernel = this.constant(kernelName);
    const [maps = 0, , height = 0, width = 0] = kernel?.shape ?? [];
    const by = paddingOf(node, height);
    const strides = intsOf(node, 'strides') ?? [1, 1];
    const usual = height === width && by !== null && isPlain(intsOf(node, 'dilations'), 1);
    const groups = intOf(node, 'group') ?? 1;
    // A kernel for each map, in windows side by side.
    if (kernel && bias && usual && groups > 1 && groups === maps && by === 0 && isPlain(strides, height)) {
      const operation = { kind: 'depthwise', window: height, stride: height } as const;
      return { link: { operation, weights: { kernel, bias: flat(bias), outFirst: true } }, from };
    }
    if (!kernel || !bias || !usual || groups !== 1 || !isPlain(strides, 1)) {
      const what =
        kernel && bias
          ? t`a convolution with other strides or padding`
          : t`a convolution whose weights are no constants`;
      return { link: { operation: plain(what) }, from };
    }
    const operation = { kind: 'convolution', maps, window: height, padding: by ?? 0 } as const;
    return { link: { operation, weights: { kernel, bias: flat(bias), outFirst: true } }, from };
  }

  private gemm(node: NodeProto): Step {
    const [from = '', kernelName, biasName] = node.input;
    const [kernel, bias] = [this.constant(kernelName), this.constant(biasName)];
    const scaled = ['alpha', 'beta'].some((name) => (floatOf(node, name) ?? 1) !== 1);
    if (!kernel || !bias || scaled || intOf(node, 'transA')) {
      const what = t`a dense layer with factors, or whose weights are no constants`;
      return { link: { operation: plain(what) }, from };
    }
    return { link: dense(kernel, bias, intOf(node, 'transB') === 1), from };
  }

  /** A bias that is added to a product or a convolution. */
  private sum({ input }: NodeProto): Step {
    const [left = '', right = ''] = input;
    const [data, biasName] = this.constant(right) ? [left, right] : [right, left];
    const bias = this.constant(biasName);
    const node = this.producers.get(data);
    if (bias && node?.opType === 'MatMul') {
      const kernel = this.constant(node.input[1]);
      if (kernel) return { link: dense(kernel, bias, false), from: node.input[0] ?? '' };
    }
    if (bias && node?.opType === 'Conv' && !node.input[2]) return this.convolution(node, bias);
    const shifted = this.scaled({ input: [left, right] }, (plus) => scale(1, plus));
    if (shifted) return shifted;
    return { link: { operation: plain(t`a sum`) }, from: data };
  }

  /** An operation with one number that is the same for all values; null for others. */
  private scaled(
    { input }: Pick<NodeProto, 'input'>,
    operationOf: (number: number) => Operation,
  ): Step | null {
    const [left = '', right = ''] = input;
    const [data, name] = this.constant(right) ? [left, right] : [right, left];
    const constant = this.constant(name);
    if (constant?.values.length !== 1) return null;
    return { link: { operation: operationOf(constant.values[0] as number) }, from: data };
  }

  private padding(node: NodeProto): Operation | null {
    const pads = intsOf(node, 'pads') ?? Array.from(this.constant(node.input[1])?.values ?? [], Number);
    const value = floatOf(node, 'value') ?? this.constant(node.input[2])?.values[0] ?? 0;
    const mode = attributeOf(node, 'mode')?.s;
    const constant = !mode || String.fromCharCode(mode[0] ?? 0) === 'c';
    if (!constant || value !== 0 || pads.length !== 8) return plain(t`another padding`);
    if (isPlain(pads, 0)) return null;
    const by = Math.max(pads[1] ?? 0, pads[2] ?? 0);
    const [first, last] = [`0,0,${by},${by},0,0,${by},${by}`, `0,${by},${by},0,0,${by},${by},0`];
    return [first, last].includes(String(pads)) ? { kind: 'pad', by } : plain(t`an uneven padding`);
  }

  /** A constant, through what exporters put around them; null for what is computed from the image. */
  private constant(name: string | undefined, depth = 0): Constant | null {
    if (!name || depth > 4) return null;
    const known = this.initialisers.get(name);
    if (known) return constantOf(known, this.file);
    const node = this.producers.get(name);
    switch (node?.opType) {
      case 'Constant':
        return constantNode(node, this.file);
      case 'Identity':
        return this.constant(node.input[0], depth + 1);
      case 'Transpose': {
        const inner = this.constant(node.input[0], depth + 1);
        const perm = String(intsOf(node, 'perm') ?? [1, 0]);
        return inner?.shape.length === 2 && perm === '1,0' ? transposed(inner) : null;
      }
      default:
        return null;
    }
  }
}

function dense(kernel: Constant, bias: Constant, outFirst: boolean): Link {
  const units = kernel.shape[outFirst ? 0 : 1] ?? 0;
  return { operation: { kind: 'dense', units }, weights: { kernel, bias: flat(bias), outFirst } };
}

/** A bias [1, maps, 1, 1] is one of [maps]. */
function flat(bias: Constant): Constant {
  return { ...bias, shape: [bias.values.length] };
}

/** The same padding on all sides; null for another. */
function paddingOf(node: NodeProto, window: number): number | null {
  const auto = attributeOf(node, 'auto_pad')?.s;
  const named = auto ? strFromU8(auto) : 'NOTSET';
  if (named === 'VALID') return 0;
  if (named.startsWith('SAME')) return (window - 1) / 2;
  const [by = 0, ...others] = intsOf(node, 'pads') ?? [];
  return others.every((other) => other === by) ? by : null;
}

function isPlain(values: readonly number[] | undefined, usual: number): boolean {
  return (values ?? []).every((value) => value === usual);
}

function intOf(node: NodeProto, key: string): number | undefined {
  const found = attributeOf(node, key);
  return found && Number(found.i);
}

function floatOf(node: NodeProto, key: string): number | undefined {
  return attributeOf(node, key)?.f;
}

function intsOf(node: NodeProto, key: string): number[] | undefined {
  return attributeOf(node, key)?.ints.slice(0, 16).map(Number);
}

/** The side of the input image; null where it is not told. */
function sideOf({ type }: ValueInfoProto): number | null {
  if (type?.value.case !== 'tensorType') return null;
  const sides = (type.value.value.shape?.dim ?? [])
    .slice(1)
    .map(({ value }) => (value.case === 'dimValue' ? Number(value.value) : null));
  if (sides.length === 0 || sides.includes(null)) return null;
  const pixels = sides.reduce<number>((product, side) => product * (side ?? 0), 1);
  return pixels === digitSize ? digitSide : pixels === inputSize ? inputSide : 0;
}
