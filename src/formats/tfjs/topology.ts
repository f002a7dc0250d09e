import { t } from '../../language/language.ts';
import { expectThat } from '../../lib/expect.ts';
import { scaledTanh } from '../../network/activation.ts';
import type { Architecture, Layer } from '../../network/architecture.ts';
import { inputSide } from '../../network/rasters.ts';

/**
 * The network as TensorFlow.js's layers API writes it (the Keras form of a Sequential model, as
 * `LayersModel.toJSON` gives it). S4 is flattened before C5 by a layer of its own, row by row.
 */
export interface TopologyLayer {
  readonly class_name: string;
  readonly config: Readonly<Record<string, ConfigValue>>;
}
type ConfigValue = string | number | boolean | null | readonly (number | null)[];

const float = { dtype: 'float32', trainable: true } as const;
const channelsLast = { padding: 'valid', data_format: 'channels_last' } as const;

export function topologyLayers({ layers, inputLevels: { paper, ink } }: Architecture): TopologyLayer[] {
  const scaled = paper === 0 && ink === 1 ? [] : [rescaling('Input', ink - paper, paper)];
  const [first, ...others] = [...scaled, ...layers.flatMap((layer, at) => topologyOf(layer, layers[at - 1]))];
  // Sequential models carry the input in their first layer.
  const shape = [null, inputSide, inputSide, 1];
  return first ? [{ ...first, config: { ...first.config, batch_input_shape: shape } }, ...others] : [];
}

function rescaling(name: string, scale: number, offset = 0): TopologyLayer {
  return { class_name: 'Rescaling', config: { name, ...float, scale, offset } };
}

/** The name that Keras has for the activation, and the layers of those that it has no name for. */
function activationOf({ name, activation }: Layer): {
  readonly own: string;
  readonly after: readonly TopologyLayer[];
} {
  switch (activation) {
    case 'none':
      return { own: 'linear', after: [] };
    case 'tanh':
    case 'softmax':
      return { own: activation, after: [] };
    case 'scaled-tanh':
      return {
        own: 'linear',
        after: [
          rescaling(`${name}_sum`, scaledTanh.steepness),
          { class_name: 'Activation', config: { name: `${name}_tanh`, ...float, activation: 'tanh' } },
          rescaling(`${name}_scaled`, scaledTanh.amplitude),
        ],
      };
  }
}

function topologyOf(layer: Layer, before: Layer | undefined): TopologyLayer[] {
  const { name, window, stride, maps } = layer;
  const { own: activation, after } = activationOf(layer);
  switch (layer.kind) {
    case 'input':
      return [];
    case 'convolution': {
      const weighted = { filters: maps, kernel_size: [window, window], use_bias: true, activation };
      const config = { name, ...float, ...weighted, strides: [stride, stride], ...channelsLast };
      return [{ class_name: 'Conv2D', config }, ...after];
    }
    case 'pooling': {
      const config = {
        name,
        ...float,
        pool_size: [window, window],
        strides: [stride, stride],
        ...channelsLast,
      };
      return [{ class_name: 'AveragePooling2D', config }];
    }
    case 'subsampling': {
      const weighted = { kernel_size: [window, window], depth_multiplier: 1, use_bias: true, activation };
      const config = { name, ...float, ...weighted, strides: [stride, stride], ...channelsLast };
      return [{ class_name: 'DepthwiseConv2D', config }, ...after];
    }
    case 'dense':
    case 'rbf': {
      const trainable = layer.kind === 'dense';
      const config = { name, ...float, trainable, units: maps, use_bias: true, activation };
      const dense = { class_name: 'Dense', config };
      return before?.kind !== 'dense'
        ? [{ class_name: 'Flatten', config: { name: 'Flatten', ...float } }, dense, ...after]
        : [dense, ...after];
    }
  }
}

/** The settings that change what a layer computes; names and types of it may differ between writers. */
const decisive = [
  'batch_input_shape',
  'filters',
  'units',
  'kernel_size',
  'pool_size',
  'strides',
  'padding',
  'use_bias',
  'activation',
  'depth_multiplier',
  'scale',
  'offset',
];

/**
 * Weights of the right shapes still belong to another network when its activations differ; so the
 * layers are compared with ours, one by one.
 * @throws ExpectationError naming the first layer and setting that differ
 */
export function expectTopology(
  architecture: Architecture,
  got: readonly { readonly class_name: string; readonly config: Readonly<Record<string, unknown>> }[],
): void {
  const expected = topologyLayers(architecture);
  expectThat(
    got.length === expected.length,
    t`model layers`,
    t`the ${expected.length} of ${architecture.name}`,
    got.length,
  );
  expected.forEach((layer, index) => {
    const other = got[index];
    const place = t`model layer ${String(layer.config.name)}`;
    expectThat(other?.class_name === layer.class_name, place, layer.class_name, other?.class_name);
    for (const key of decisive) {
      const expected = layer.config[key];
      if (expected === undefined) continue;
      const value = other?.config[key];
      expectThat(sameSetting(expected, value), `${place}, ${key}`, JSON.stringify(expected), value);
    }
  });
}

function sameSetting(expected: ConfigValue, got: unknown): boolean {
  if (!Array.isArray(expected)) return expected === got;
  return (
    Array.isArray(got) && got.length === expected.length && expected.every((value, i) => value === got[i])
  );
}
