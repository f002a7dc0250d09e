import * as v from 'valibot';
import { t } from '../../language/language.ts';
import { ExpectationError } from '../../lib/expect.ts';
import type { Architecture } from '../../network/architecture.ts';
import { averagePooling, expectComputes, maxPooling, type Operation, plain, scale } from '../chain.ts';
import { inForm } from '../form.ts';
import { parseJson } from '../text.ts';

/**
 * The layers of a model.json as Keras 2, Keras 3 and TensorFlow.js write them: Sequential, or a functional model that
 * is one chain. Keras 3 has a layer of its own for the input, and says "batch_shape" where others say "batch_input_shape".
 */

const layerForm = v.object({
  class_name: v.string(),
  config: v.record(v.string(), v.unknown()),
  inbound_nodes: v.optional(v.unknown()),
});
const layersForm = v.pipe(v.array(layerForm), v.maxLength(200));
type KerasLayer = v.InferOutput<typeof layerForm>;

/** @throws ExpectationError where it is no chain of layers that computes what this network does */
export function expectLayers(architecture: Architecture, modelJson: unknown, file: string): void {
  const format = entryOf(modelJson, 'format');
  if (format === 'graph-model') {
    throw new ExpectationError(
      t`${file}: expected a layers model of TensorFlow.js, got a graph model: convert it again with --output_format=tfjs_layers_model`,
    );
  }
  const topology = entryOf(modelJson, 'modelTopology');
  // What the converter writes has the model one level deeper.
  const nested = entryOf(topology, 'model_config') ?? topology;
  const model = typeof nested === 'string' ? parseJson(nested, `${file}, model_config`) : nested;
  const told = entryOf(entryOf(model, 'config'), 'layers') ?? entryOf(model, 'config');
  const layers = inForm(layersForm, told, t`${file} is no layers model of TensorFlow.js, layers`);
  expectChain(layers, file);
  expectComputes(architecture, layers.flatMap(operationsOf), sideOf(layers), file);
}

function entryOf(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, key)
    ? (value as Record<string, unknown>)[key]
    : undefined;
}

/** In a functional model each layer names the one before it, and no other. */
function expectChain(layers: readonly KerasLayer[], file: string): void {
  const names = new Set(layers.map(({ config }) => config.name));
  layers.forEach(({ inbound_nodes, config, class_name }, at) => {
    const from = new Set(namesIn(inbound_nodes, 0).filter((name) => names.has(name)));
    const before = layers[at - 1]?.config.name;
    if (from.size === 0 || (from.size === 1 && from.has(before as string))) return;
    throw new ExpectationError(
      t`${file}: expected each layer to read the one before it, got another order at ${String(config.name ?? class_name).slice(0, 60)}`,
    );
  });
}

function namesIn(value: unknown, depth: number): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null || depth > 12) return [];
  // "dtype" and the like are words, too, and may be the name of a layer.
  const history = entryOf(value, 'keras_history');
  if (history !== undefined) return namesIn(history, depth + 1).slice(0, 1);
  const parts = Array.isArray(value) ? value : Object.values(value);
  return parts.flatMap((part: unknown) => namesIn(part, depth + 1));
}

/** The input's side, where it is told; 0 for an image that is not square or has several channels. */
function sideOf(layers: readonly KerasLayer[]): number | null {
  const config = layers[0]?.config ?? {};
  const shape = config.batch_input_shape ?? config.batch_shape ?? config.batchInputShape;
  if (!Array.isArray(shape)) return null;
  const [, height, width, channels] = shape as unknown[];
  const square = typeof height === 'number' && height === width && (channels === 1 || shape.length === 3);
  return square ? height : 0;
}

const skipped = ['InputLayer', 'Dropout', 'SpatialDropout2D', 'GaussianNoise', 'GaussianDropout'];

function operationsOf({ class_name, config }: KerasLayer): Operation[] {
  if (skipped.includes(class_name)) return [];
  const activated = activationOf(config.activation);
  switch (class_name) {
    case 'Conv2D': {
      const [window, maps] = [squareOf(config.kernel_size), Number(config.filters)];
      const same = config.padding === 'same';
      const usual =
        window > 0 &&
        isOne(config.strides) &&
        isOne(config.dilation_rate) &&
        isOne(config.groups) &&
        hasBias(config) &&
        (same || config.padding === 'valid');
      if (!usual || !isChannelsLast(config)) return [plain(t`a Conv2D layer with ${settings(config)}`)];
      return [{ kind: 'convolution', maps, window, padding: same ? (window - 1) / 2 : 0 }, ...activated];
    }
    case 'DepthwiseConv2D': {
      const [window, stride] = [squareOf(config.kernel_size), squareOf(config.strides)];
      const usual =
        window > 0 &&
        stride > 0 &&
        isOne(config.dilation_rate) &&
        isOne(config.depth_multiplier) &&
        hasBias(config) &&
        config.padding === 'valid';
      if (!usual || !isChannelsLast(config))
        return [plain(t`a DepthwiseConv2D layer with ${settings(config)}`)];
      return [{ kind: 'depthwise', window, stride }, ...activated];
    }
    case 'Rescaling':
      return [scale(Number(config.scale), Number(config.offset ?? 0))];
    case 'AveragePooling2D': {
      const usual = squareOf(config.pool_size) === 2 && squareOf(config.strides ?? config.pool_size) === 2;
      if (!usual || !isChannelsLast(config))
        return [plain(t`an AveragePooling2D layer with ${settings(config)}`)];
      return [plain(averagePooling)];
    }
    case 'MaxPooling2D':
      return [plain(maxPooling)];
    case 'Dense':
      if (!hasBias(config)) return [plain(t`a Dense layer without a bias`)];
      return [{ kind: 'dense', units: Number(config.units) }, ...activated];
    case 'Flatten':
      return isChannelsLast(config) ? [{ kind: 'flatten' }] : [plain(t`a Flatten layer of channels first`)];
    case 'ZeroPadding2D': {
      const sides = [config.padding].flat(2);
      const by = sides[0];
      const even = typeof by === 'number' && sides.every((side) => side === by);
      return [even && isChannelsLast(config) ? { kind: 'pad', by } : plain(t`an uneven padding`)];
    }
    case 'Activation':
      return activated;
    case 'Softmax':
      return [plain('softmax')];
    default:
      return [plain(t`a layer ${class_name}`)];
  }
}

function settings({ kernel_size, pool_size, strides, padding, data_format }: KerasLayer['config']): string {
  return JSON.stringify({ kernel_size, pool_size, strides, padding, data_format });
}

/** Keras 3 may write a function as an object with its name. */
function activationOf(activation: unknown): Operation[] {
  const name = typeof activation === 'string' ? activation : entryOf(activation, 'class_name');
  return activation == null || name === 'linear'
    ? []
    : [plain(typeof name === 'string' ? name : t`another activation`)];
}

function squareOf(value: unknown): number {
  const sides = [value].flat();
  const [side] = sides;
  return typeof side === 'number' && sides.length <= 2 && sides.every((other) => other === side) ? side : 0;
}

const isOne = (value: unknown) => value == null || squareOf(value) === 1;
const hasBias = ({ use_bias }: KerasLayer['config']) => use_bias !== false;
const isChannelsLast = ({ data_format }: KerasLayer['config']) =>
  data_format == null || data_format === 'channels_last' || data_format === 'channelsLast';
