import { zipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import { lenet5 } from '../network/lenet-5.ts';
import { incoming, sameBits, testNetwork } from './network.fixture.ts';
import { importNetwork } from './networks.ts';
import { biasOf, kernelOf, torchTensors } from './other-software.fixture.ts';
import { utf8 } from './text.ts';
import { encodeModel } from './tfjs/weights.ts';

const { parameters } = testNetwork();

/** A safetensors file of any type: ours writes floats only. */
function safetensors(
  tensors: ReadonlyMap<string, { readonly shape: readonly number[]; readonly values: Float32Array }>,
  dtype: 'F32' | 'F16' | 'BF16' | 'I32' = 'F32',
  metadata: Readonly<Record<string, string>> = { activation: 'tanh', pooling: 'average' },
): Uint8Array {
  let end = 0;
  const parts: Uint8Array[] = [];
  const entries = [...tensors].map(([name, { shape, values }]) => {
    const raw = rawOf(values, dtype);
    parts.push(raw);
    const begin = end;
    end += raw.length;
    return [name, { dtype, shape, data_offsets: [begin, end] }] as const;
  });
  const header = utf8(JSON.stringify({ __metadata__: metadata, ...Object.fromEntries(entries) }));
  const length = new Uint8Array(8);
  new DataView(length.buffer).setBigUint64(0, BigInt(header.length), true);
  return Uint8Array.from(Buffer.concat([length, header, ...parts]));
}

function rawOf(values: Float32Array, dtype: string): Uint8Array {
  if (dtype === 'F32' || dtype === 'I32') return new Uint8Array(values.slice().buffer);
  const bits = dtype === 'F16' ? halfBits(values) : brainBits(values);
  return new Uint8Array(bits.buffer);
}

const brainBits = (values: Float32Array) =>
  Uint16Array.from(new Uint32Array(values.slice().buffer), (bits) => bits >>> 16);

/** Cut rather than rounded, which is all the same to a reader. */
function halfBits(values: Float32Array): Uint16Array {
  return Uint16Array.from(values, (value) => {
    const size = Math.abs(value);
    const sign = value < 0 ? 0x8000 : 0;
    if (size < 2 ** -14) return sign | Math.floor(size * 2 ** 24);
    const exponent = Math.floor(Math.log2(size));
    return sign | ((exponent + 15) << 10) | Math.floor((size / 2 ** exponent - 1) * 1024);
  });
}

const near = (got: Float32Array, most: number) => {
  const farthest = got.reduce(
    (worst, value, at) =>
      Math.max(worst, Math.abs(value - (parameters[at] as number)) / Math.max(1e-3, Math.abs(value))),
    0,
  );
  return farthest < most;
};

const mlx = (): ReturnType<typeof torchTensors> =>
  new Map(
    (
      [
        ['layers.0', 'C1', [6, 5, 5, 1]],
        ['layers.1', 'C3', [16, 5, 5, 6]],
        ['layers.2', 'C5', [120, 400]],
        ['layers.3', 'F6', [84, 120]],
        ['layers.4', 'Output', [10, 84]],
      ] as const
    ).flatMap(([name, layer, shape]) => [
      [`${name}.weight`, { shape: [...shape], values: kernelOf(parameters, layer, 'ohwi') }],
      [`${name}.bias`, { shape: [shape[0]], values: biasOf(parameters, layer) }],
    ]),
  );

describe('safetensors of other software', () => {
  test.each([
    ['PyTorch', torchTensors(parameters)],
    ['MLX', mlx()],
  ])('of %s, whatever the names and the order', async (_, tensors) => {
    const shuffled = new Map([...tensors].reverse());
    const read = await importNetwork([incoming('lenet.safetensors', safetensors(shuffled))]);
    expect(read).toMatchObject({
      ok: true,
      format: 'safetensors',
      digest: false,
      network: { name: 'lenet' },
    });
    expect(read.ok && sameBits(read.network.parameters, parameters)).toBe(true);
  });

  test.each([
    ['F16', 1.1e-3],
    ['BF16', 8e-3],
  ] as const)('in %s', async (dtype, most) => {
    const read = await importNetwork([
      incoming('half.safetensors', safetensors(torchTensors(parameters), dtype)),
    ]);
    expect(read).toMatchObject({ ok: true });
    expect(read.ok && near(read.network.parameters, most)).toBe(true);
  });

  test('that does not say its activation is refused with what would say it', async () => {
    const bytes = safetensors(torchTensors(parameters), 'F32', {});
    expect(await importNetwork([incoming('lenet.safetensors', bytes)])).toMatchObject({
      ok: false,
      reason: expect.stringMatching(
        /has the weights of a LeNet-5, but does not say which activation and pooling it uses: save it with metadata=\{"activation":"tanh","pooling":"average"\}/,
      ),
    });
  });

  test.each([
    [
      'another activation',
      { activation: 'relu', pooling: 'max' },
      /activation: expected "tanh", got "relu"$/,
    ],
    ['another pooling', { activation: 'Tanh', pooling: 'max' }, /pooling: expected "average", got "max"$/],
  ])('of %s is refused', async (_, metadata, words) => {
    const bytes = safetensors(torchTensors(parameters), 'F32', metadata);
    expect(await importNetwork([incoming('a.safetensors', bytes)])).toMatchObject({
      reason: expect.stringMatching(words),
    });
  });

  test('of whole numbers, or with one tensor more, is refused', async () => {
    const whole = safetensors(torchTensors(parameters), 'I32');
    expect(await importNetwork([incoming('a.safetensors', whole)])).toMatchObject({
      reason: expect.stringMatching(/dtype: expected "F32", "F64", "F16" or "BF16", got "I32"$/),
    });
    const more = torchTensors(parameters).set('bn.weight', { shape: [6], values: new Float32Array(6) });
    expect(await importNetwork([incoming('a.safetensors', safetensors(more))])).toMatchObject({
      reason: expect.stringMatching(/expected the 10 tensors with 61,706 numbers of LeNet-5, got 11 tensors/),
    });
  });
});

type Layer = { class_name: string; config: Record<string, unknown>; inbound_nodes?: unknown };

/** As `tensorflowjs_converter` writes a model that Keras 3 has saved. */
const kerasLayers = (): Layer[] => {
  const dtype = { module: 'keras', class_name: 'DTypePolicy', config: { name: 'float32' } };
  const conv = {
    data_format: 'channels_last',
    dilation_rate: [1, 1],
    groups: 1,
    strides: [1, 1],
    kernel_size: [5, 5],
    use_bias: true,
    dtype,
  };
  const pool = { data_format: 'channels_last', pool_size: [2, 2], strides: [2, 2], padding: 'valid', dtype };
  return [
    { class_name: 'InputLayer', config: { name: 'input', batch_shape: [null, 28, 28, 1], dtype: 'float32' } },
    {
      class_name: 'Conv2D',
      config: { name: 'conv2d', filters: 6, padding: 'same', activation: 'tanh', ...conv },
    },
    { class_name: 'AveragePooling2D', config: { name: 'average_pooling2d', ...pool } },
    {
      class_name: 'Conv2D',
      config: { name: 'conv2d_1', filters: 16, padding: 'valid', activation: 'linear', ...conv },
    },
    { class_name: 'Activation', config: { name: 'activation', activation: 'tanh' } },
    { class_name: 'AveragePooling2D', config: { name: 'average_pooling2d_1', ...pool } },
    { class_name: 'Flatten', config: { name: 'flatten', data_format: 'channels_last' } },
    { class_name: 'Dense', config: { name: 'dense', units: 120, activation: 'tanh', use_bias: true } },
    { class_name: 'Dropout', config: { name: 'dropout', rate: 0.5 } },
    { class_name: 'Dense', config: { name: 'dense_1', units: 84, activation: 'tanh', use_bias: true } },
    { class_name: 'Dense', config: { name: 'dense_2', units: 10, activation: 'softmax', use_bias: true } },
  ];
};

const weightNames = ['conv2d', 'conv2d_1', 'dense', 'dense_1', 'dense_2'];
const { modelJson, weightsBin } = encodeModel({ architecture: lenet5, parameters: parameters });
const bare = (modelJson.weightsManifest[0]?.weights ?? []).map(({ shape, dtype }, at) => ({
  name: `sequential/${weightNames[Math.floor(at / 2)]}/${at % 2 ? 'bias' : 'kernel'}`,
  shape,
  dtype,
}));

interface Kind {
  readonly layers?: Layer[];
  readonly class_name?: string;
  readonly paths?: string[];
  readonly weights?: unknown;
}

const model = ({
  layers = kerasLayers(),
  class_name = 'Sequential',
  paths = ['group1-shard1of1.bin'],
  weights = bare,
}: Kind) => ({
  format: 'layers-model',
  generatedBy: 'keras v3.5.0',
  convertedBy: 'TensorFlow.js Converter v4.22.0',
  modelTopology: {
    keras_version: '3.5.0',
    backend: 'tensorflow',
    model_config: { class_name, config: { name: 'sequential', layers } },
  },
  weightsManifest: [{ paths, weights }],
});

const give = (json: unknown, files: Readonly<Record<string, Uint8Array>>) =>
  importNetwork([
    incoming('model.json', utf8(JSON.stringify(json))),
    ...Object.entries(files).map(([name, bytes]) => incoming(name, bytes)),
  ]);

const bytes = new Uint8Array(weightsBin);
const change = (at: number, config: Record<string, unknown>, class_name?: string): Layer[] =>
  kerasLayers().map((layer, index) =>
    index === at
      ? { class_name: class_name ?? layer.class_name, config: { ...layer.config, ...config } }
      : layer,
  );

describe('layers models of TensorFlow.js', () => {
  test('of Keras 3: batch_shape, an input layer, other names, dropout', async () => {
    const read = await give(model({}), { 'group1-shard1of1.bin': bytes });
    expect(read).toMatchObject({ ok: true, format: 'tfjs', digest: false });
    expect(read.ok && sameBits(read.network.parameters, parameters)).toBe(true);
  });

  test('in four shards, in a zip, and with weights in another order', async () => {
    const paths = [1, 2, 3, 4].map((at) => `group1-shard${at}of4.bin`);
    const shards = paths.map((path, at) => [path, bytes.slice(at * 65_536, (at + 1) * 65_536)] as const);
    const zip = zipSync({
      'web/model.json': utf8(JSON.stringify(model({ paths }))),
      ...Object.fromEntries(shards.map(([path, shard]) => [`web/${path}`, shard])),
    });
    const read = await importNetwork([incoming('lenet.zip', zip)]);
    expect(read.ok && sameBits(read.network.parameters, parameters)).toBe(true);
    const turned = Uint8Array.from(
      Buffer.concat([bytes.subarray(600, 624), bytes.subarray(0, 600), bytes.subarray(624)]),
    );
    const [kernel, bias, ...others] = bare;
    const again = await give(model({ weights: [bias, kernel, ...others] }), {
      'group1-shard1of1.bin': turned,
    });
    expect(again.ok && sameBits(again.network.parameters, parameters)).toBe(true);
  });

  test.each([
    ['uint8', 255, 0.05],
    ['uint16', 65_535, 2e-4],
  ] as const)('quantised to %s', async (dtype, levels, most) => {
    const parts = bare.map(({ shape, ...rest }, at) => {
      const from = bare.slice(0, at).reduce((sum, each) => sum + each.shape.reduce((a, b) => a * b, 1), 0);
      const values = parameters.subarray(from, from + shape.reduce((a, b) => a * b, 1));
      const min = values.reduce((a, b) => Math.min(a, b), 0);
      const scale = (values.reduce((a, b) => Math.max(a, b), 0) - min) / levels;
      const numbers = Array.from(values, (value) => Math.round((value - min) / scale));
      const raw =
        dtype === 'uint8' ? Uint8Array.from(numbers) : new Uint8Array(Uint16Array.from(numbers).buffer);
      return {
        raw,
        entry: { ...rest, shape, quantization: { dtype, min, scale, original_dtype: 'float32' } },
      };
    });
    const file = Uint8Array.from(Buffer.concat(parts.map(({ raw }) => raw)));
    const read = await give(model({ weights: parts.map(({ entry }) => entry) }), {
      'group1-shard1of1.bin': file,
    });
    expect(read).toMatchObject({ ok: true });
    expect(
      read.ok &&
        Math.max(
          ...read.network.parameters
            .map((value, at) => Math.abs(value - (parameters[at] as number)))
            .subarray(0, 50_000),
        ),
    ).toBeLessThan(most);
  });

  test('quantised to float16', async () => {
    const weights = bare.map((entry) => ({
      ...entry,
      quantization: { dtype: 'float16', original_dtype: 'float32' },
    }));
    const file = new Uint8Array(halfBits(parameters).buffer);
    const read = await give(model({ weights }), { 'group1-shard1of1.bin': file });
    expect(read.ok && near(read.network.parameters, 1.1e-3)).toBe(true);
  });

  test('functional, as one chain; another order is refused', async () => {
    const layers = kerasLayers().map((layer, at, all) => ({
      ...layer,
      inbound_nodes:
        at === 0
          ? []
          : [
              {
                args: [
                  {
                    class_name: '__keras_tensor__',
                    config: {
                      shape: [null, 1],
                      dtype: 'float32',
                      keras_history: [all[at - 1]?.config.name, 0, 0],
                    },
                  },
                ],
                kwargs: {},
              },
            ],
    }));
    const files = { 'group1-shard1of1.bin': bytes };
    expect(await give(model({ layers, class_name: 'Functional' }), files)).toMatchObject({ ok: true });
    const older = layers.map((layer, at, all) => ({
      ...layer,
      inbound_nodes: at === 0 ? [] : [[[all[at - 1]?.config.name, 0, 0, {}]]],
    }));
    expect(await give(model({ layers: older, class_name: 'Model' }), files)).toMatchObject({ ok: true });
    const skipping = older.map((layer, at) =>
      at === 9 ? { ...layer, inbound_nodes: [[['flatten', 0, 0, {}]]] } : layer,
    );
    expect(await give(model({ layers: skipping, class_name: 'Functional' }), files)).toMatchObject({
      reason: expect.stringMatching(
        /expected each layer to read the one before it, got another order at dense_1$/,
      ),
    });
  });

  test.each<[string, unknown, RegExp]>([
    ['ReLU', model({ layers: change(1, { activation: 'relu' }) }), /operation 2: expected tanh, got relu$/],
    [
      'max pooling',
      model({ layers: change(2, {}, 'MaxPooling2D') }),
      /operation 3: expected average pooling, got max pooling$/,
    ],
    [
      'an input of 28 x 28 without padding',
      model({ layers: change(1, { padding: 'valid' }) }),
      /input: expected 28 x 28 pixels with a padding of 2/,
    ],
    [
      'channels first',
      model({ layers: change(1, { data_format: 'channels_first' }) }),
      /got a Conv2D layer with/,
    ],
    [
      'a graph model',
      { ...model({}), format: 'graph-model' },
      /got a graph model: convert it again with --output_format=tfjs_layers_model$/,
    ],
    [
      'weights of another type',
      model({ weights: bare.map((each) => ({ ...each, dtype: 'int32' })) }),
      /type: expected "float32", got "int32"$/,
    ],
    [
      'weights that are cut short',
      model({ weights: bare.map((each) => ({ ...each, quantization: { dtype: 'uint8' } })) }),
      /expected 61,706 bytes, got 246,824: the files do not belong together/,
    ],
    [
      'no layers',
      { ...model({}), modelTopology: { model_config: {} } },
      /is no layers model of TensorFlow\.js, layers: expected a list, got nothing$/,
    ],
  ])('with %s are refused, in words', async (_, json, words) => {
    expect(await give(json, { 'group1-shard1of1.bin': bytes })).toMatchObject({
      ok: false,
      reason: expect.stringMatching(words),
    });
  });
});
