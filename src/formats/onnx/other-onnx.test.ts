import * as ort from 'onnxruntime-web';
import { describe, expect, test } from 'vitest';
import { activationOffset } from '../../network/architecture.ts';
import { lenet5 } from '../../network/lenet-5.ts';
import { digit28, digitSide, digitSize, inputSide, padToInput32 } from '../../network/rasters.ts';
import { referenceForward } from '../../network/reference/reference.ts';
import { learnableDigits } from '../../run/test-support/digits.ts';
import { incoming, sameBits, testNetwork } from '../network.fixture.ts';
import { importNetwork } from '../networks.ts';
import {
  biasOf,
  kernelOf,
  type OnnxFile,
  onnxFile,
  type Row,
  tensor,
  weightsOf,
  wholeNumbers,
} from '../other-software.fixture.ts';

ort.env.logLevel = 'error';

const { parameters } = testNetwork();
const count = 20;
const { digits } = learnableDigits(count);
const inputs = Array.from({ length: count }, (_, at) =>
  padToInput32(digit28(digits.slice(at * digitSize, (at + 1) * digitSize))),
);
const expected = inputs.map((input) =>
  referenceForward(lenet5, parameters, input).slice(activationOffset(lenet5, 'Output')),
);

const square = { kernel_shape: [2, 2], strides: [2, 2] };
const five = { kernel_shape: [5, 5] };
const pads = [2, 2, 2, 2];

/** PyTorch's usual module: padding in the first convolution, dense kernels [out, in], logits at the end. */
const torch: OnnxFile = {
  opset: 17,
  input: ['batch', 1, 28, 28],
  initialisers: weightsOf(parameters, 'oihw', 'oihw'),
  rows: [
    [
      'Conv',
      ['input.1', 'w1', 'b1'],
      '/conv1',
      { ...five, pads, dilations: [1, 1], group: 1, strides: [1, 1] },
    ],
    ['Tanh', ['/conv1'], '/tanh1'],
    [
      'AveragePool',
      ['/tanh1'],
      '/pool1',
      { ...square, ceil_mode: 0, count_include_pad: 1, pads: [0, 0, 0, 0] },
    ],
    ['Conv', ['/pool1', 'w2', 'b2'], '/conv2', { ...five, pads: [0, 0, 0, 0] }],
    ['Tanh', ['/conv2'], '/tanh2'],
    ['AveragePool', ['/tanh2'], '/pool2', square],
    ['Flatten', ['/pool2'], '/flat', { axis: 1 }],
    ['Gemm', ['/flat', 'w3', 'b3'], '/fc1', { alpha: { float: 1 }, beta: { float: 1 }, transB: 1 }],
    ['Tanh', ['/fc1'], '/tanh3'],
    ['Gemm', ['/tanh3', 'w4', 'b4'], '/fc2', { transB: 1 }],
    ['Tanh', ['/fc2'], '/tanh4'],
    ['Gemm', ['/tanh4', 'w5', 'b5'], '42', { transB: 1 }],
  ],
};

/** The file with some rows in the place of one. */
const replaced = (file: OnnxFile, at: number, ...rows: readonly Row[]): OnnxFile => ({
  ...file,
  rows: [...file.rows.slice(0, at), ...rows, ...file.rows.slice(at + 1)],
});
const softmaxed = (file: OnnxFile, axis: number): OnnxFile => ({
  ...file,
  rows: [...file.rows, ['Softmax', [file.rows.at(-1)?.[2] ?? ''], 'probabilities', { axis }]],
});

/** tf2onnx: channels last outside, products and sums, the reshape of an image of one channel. */
const keras: OnnxFile = {
  opset: 15,
  input: ['unk', 32, 32, 1],
  initialisers: [
    ...weightsOf(parameters, 'hwio', 'ihwo'),
    wholeNumbers('image', [-1, 1, 32, 32]),
    wholeNumbers('row', [-1, 400]),
  ],
  rows: [
    ['Reshape', ['x', 'image'], 'nchw'],
    ['Conv', ['nchw', 'w1', 'b1'], 'c1', { ...five, auto_pad: 'VALID' }],
    ['Tanh', ['c1'], 't1'],
    ['AveragePool', ['t1'], 's2', square],
    ['Conv', ['s2', 'w2', 'b2'], 'c3', five],
    ['Tanh', ['c3'], 't3'],
    ['AveragePool', ['t3'], 's4', square],
    ['Transpose', ['s4'], 'nhwc', { perm: [0, 2, 3, 1] }],
    ['Reshape', ['nhwc', 'row'], 'flat'],
    ['MatMul', ['flat', 'w3'], 'm5'],
    ['Add', ['m5', 'b3'], 'a5'],
    ['Tanh', ['a5'], 't5'],
    ['MatMul', ['t5', 'w4'], 'm6'],
    ['Add', ['b4', 'm6'], 'a6'],
    ['Tanh', ['a6'], 't6'],
    ['MatMul', ['t6', 'w5'], 'm7'],
    ['Add', ['m7', 'b5'], 'a7'],
    ['Softmax', ['a7'], 'y', { axis: -1 }],
  ],
};

const convolved: OnnxFile = {
  ...replaced(torch, 7, ['Flatten', ['/c5'], '/fc1']),
  initialisers: weightsOf(parameters, 'oihw', 'oihw').map((each) =>
    each.name === 'w3' ? { ...each, dims: [120n, 16n, 5n, 5n] } : each,
  ),
};
const files: readonly [string, OnnxFile][] = [
  ['PyTorch, logits', torch],
  ['PyTorch, softmax', softmaxed(torch, 1)],
  [
    'operators of version 9',
    softmaxed(replaced({ ...torch, opset: 9 }, 2, ['AveragePool', ['/tanh1'], '/pool1', square]), 1),
  ],
  ['Keras through tf2onnx, channels last', keras],
  ['C5 as a convolution', replaced(convolved, 6, ['Conv', ['/pool2', 'w3', 'b3'], '/c5', five])],
  [
    'padding as a node of its own, as PyTorch writes it before pooling, too',
    {
      ...torch,
      initialisers: [
        ...torch.initialisers,
        wholeNumbers('around', [0, 0, 2, 2, 0, 0, 2, 2]),
        wholeNumbers('none', [0, 0, 0, 0, 0, 0, 0, 0]),
      ],
      rows: [
        ['Pad', ['input.1', 'around'], '/padded', { mode: 'constant' }],
        ['Conv', ['/padded', 'w1', 'b1'], '/conv1', five],
        torch.rows[1] as Row,
        ['Pad', ['/tanh1', 'none'], '/unpadded'],
        ['AveragePool', ['/unpadded'], '/pool1', square],
        ...torch.rows.slice(3),
      ],
    },
  ],
  [
    'a shape that is computed: x.view(x.size(0), -1)',
    {
      ...torch,
      initialisers: [...torch.initialisers, wholeNumbers('zero', [0]), wholeNumbers('rest', [-1])],
      rows: [
        ...torch.rows.slice(0, 6),
        ['Shape', ['/pool2'], '/shape'],
        ['Gather', ['/shape', 'zero'], '/batch', { axis: 0 }],
        ['Concat', ['/batch', 'rest'], '/to', { axis: 0 }],
        ['Reshape', ['/pool2', '/to'], '/flat'],
        ...torch.rows.slice(7),
      ],
    },
  ],
  [
    'weights as constant nodes, and one that is turned on the way',
    {
      ...torch,
      initialisers: torch.initialisers.filter(({ name }) => name !== 'b1' && name !== 'w5'),
      rows: [
        ['Constant', [], 'b1', { value: tensor('', [6], biasOf(parameters, 'C1')) }],
        ['Constant', [], 'w', { value: tensor('', [84, 10], kernelOf(parameters, 'Output', 'ihwo')) }],
        ['Transpose', ['w'], 'w5', { perm: [1, 0] }],
        ...torch.rows,
      ],
    },
  ],
  [
    'dropout and identity',
    replaced(torch, 8, ['Tanh', ['/fc1'], '/t'], ['Dropout', ['/t'], '/d'], ['Identity', ['/d'], '/tanh3']),
  ],
];

describe.each(files)('ONNX of %s', (_, file) => {
  test('is read as the network that ONNX Runtime runs', async () => {
    const bytes = onnxFile(file);
    const read = await importNetwork([incoming('model.onnx', bytes)]);
    if (!read.ok) throw new Error(read.reason);
    expect(read).toMatchObject({ format: 'onnx', digest: false, network: { name: 'model' } });
    expect(sameBits(read.network.parameters, parameters)).toBe(true);

    const session = await ort.InferenceSession.create(bytes);
    const padded = file.input.includes(32);
    const images = new Float32Array(count * (padded ? inputSide ** 2 : digitSize));
    if (padded) for (const [at, input] of inputs.entries()) images.set(input, at * input.length);
    else images.set(Float32Array.from(digits, (byte) => byte / 255));
    const sides = padded ? [count, inputSide, inputSide, 1] : [count, 1, digitSide, digitSide];
    const answer = await session.run({
      [session.inputNames[0] ?? '']: new ort.Tensor('float32', images, sides),
    });
    const got = answer[session.outputNames[0] ?? '']?.data as Float32Array;
    const isLogits = file.rows.at(-1)?.[0] === 'Gemm';
    expected.forEach((row, at) => {
      const own = got.subarray(at * 10, at * 10 + 10);
      const exponentials = isLogits ? own.map(Math.exp) : own;
      const sum = exponentials.reduce((total, value) => total + value, 0);
      row.forEach((probability, digit) => {
        expect(Math.abs((exponentials[digit] as number) / sum - probability)).toBeLessThan(1e-5);
      });
    });
  });
});

test.each<[string, OnnxFile, RegExp]>([
  ['ReLU', replaced(torch, 1, ['Relu', ['/conv1'], '/tanh1']), /operation 2: expected tanh, got relu$/],
  [
    'max pooling',
    replaced(torch, 2, ['MaxPool', ['/tanh1'], '/pool1', square]),
    /operation 3: expected average pooling, got max pooling$/,
  ],
  [
    'no padding',
    replaced(torch, 0, ['Conv', ['input.1', 'w1', 'b1'], '/conv1', five]),
    /input: expected 28 x 28 pixels with a padding of 2, or 32 x 32 without, got 28 x 28 with a padding of 0$/,
  ],
  [
    'strides of 2',
    replaced(torch, 3, ['Conv', ['/pool1', 'w2', 'b2'], '/conv2', { ...five, strides: [2, 2] }]),
    /got a convolution with other strides/,
  ],
  [
    'a scaled dense layer',
    replaced(torch, 9, ['Gemm', ['/tanh3', 'w4', 'b4'], '/fc2', { transB: 1, alpha: { float: 2 } }]),
    /dense layer of 84, got a dense layer with factors/,
  ],
  [
    'an input that is normalised',
    replaced(
      torch,
      0,
      ['Sub', ['input.1', 'b1'], '/n'],
      ['Conv', ['/n', 'w1', 'b1'], '/conv1', { ...five, pads }],
    ),
    /operation 1: expected a convolution to 6 maps, 5 x 5, padding 0, got sub$/,
  ],
  [
    'maps that are mixed with places',
    replaced(torch, 2, ['AveragePool', ['/tanh1'], '/p', square], ['Reshape', ['/p', 'b1'], '/pool1']),
    /got another shape$/,
  ],
  [
    'a transpose in between',
    replaced(
      torch,
      2,
      ['AveragePool', ['/tanh1'], '/p', square],
      ['Transpose', ['/p'], '/pool1', { perm: [0, 2, 3, 1] }],
    ),
    /got a transpose before one$/,
  ],
  [
    'one layer less',
    replaced(torch, 9, ['Identity', ['/tanh3'], '/fc2']),
    /operation 9: expected a dense layer of 84, got tanh$/,
  ],
  ['operators of version 6', { ...torch, opset: 6 }, /operators: expected version 7 or newer, got 6$/],
  [
    'a circle',
    replaced(torch, 0, ['Conv', ['42', 'w1', 'b1'], '/conv1', { ...five, pads }]),
    /expected a chain of operators, got a circle|expected/,
  ],
])('ONNX with %s is refused, in words', async (_, file, words) => {
  const read = await importNetwork([incoming('model.onnx', onnxFile(file))]);
  expect(read).toMatchObject({ ok: false, reason: expect.stringMatching(words) });
});
