import { expectThat } from '../../lib/expect.ts';
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

export function topologyLayers({ layers }: Architecture): TopologyLayer[] {
  return layers.flatMap((layer, at) => topologyOf(layer, layers[at - 1]));
}

function topologyOf(layer: Layer, before: Layer | undefined): TopologyLayer[] {
  const { name, window, stride, maps, activation } = layer;
  switch (layer.kind) {
    case 'input': // Sequential models carry it as the first layer's batch_input_shape.
      return [];
    case 'convolution': {
      const weighted = { filters: maps, kernel_size: [window, window], use_bias: true, activation };
      const first = before?.kind === 'input' ? { batch_input_shape: [null, inputSide, inputSide, 1] } : {};
      const config = { name, ...float, ...first, ...weighted, strides: [stride, stride], ...channelsLast };
      return [{ class_name: 'Conv2D', config }];
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
    case 'dense': {
      const dense = {
        class_name: 'Dense',
        config: { name, ...float, units: maps, use_bias: true, activation },
      };
      return before?.kind !== 'dense'
        ? [{ class_name: 'Flatten', config: { name: 'Flatten', ...float } }, dense]
        : [dense];
    }
    case 'subsampling':
    case 'rbf':
      throw new Error(`topologyOf, ${name}: expected a layer that Keras has, got ${layer.kind}`);
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
    'model layers',
    `the ${expected.length} of ${architecture.name}`,
    got.length,
  );
  expected.forEach((layer, index) => {
    const other = got[index];
    const place = `model layer ${layer.config.name}`;
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
