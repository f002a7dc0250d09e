import { expect, test } from 'vitest';
import { shapeText } from './architecture.ts';
import { lenet5 } from './lenet-5.ts';

test('the network has the 61,706 parameters of the design, layer by layer', () => {
  const perLayer = new Map(
    lenet5.layers
      .map((layer) => [layer.name, lenet5.tensors.filter((t) => t.layer === layer.name)] as const)
      .filter(([, tensors]) => tensors.length),
  );
  const counts = Object.fromEntries(
    [...perLayer].map(([layer, tensors]) => [layer, tensors.reduce((n, t) => n + t.size, 0)]),
  );
  expect(counts).toEqual({ C1: 156, C3: 2416, C5: 48120, F6: 10164, Output: 850 });
  expect(lenet5.parameterCount).toBe(61_706);
});

test('parameters and activations lie end to end without gaps', () => {
  let offset = 0;
  for (const tensor of lenet5.tensors) {
    expect(tensor.offset).toBe(offset);
    offset += tensor.size;
  }
  expect(lenet5.activationOffsets).toEqual({
    Input: 0,
    C1: 1024,
    S2: 5728,
    C3: 6904,
    S4: 8504,
    C5: 8904,
    F6: 9024,
    Output: 9108,
  });
  expect(lenet5.activationCount).toBe(9118);
});

test('every layer fits the window and stride over the layer before it', () => {
  lenet5.layers.forEach((layer, index) => {
    const before = lenet5.layers[index - 1];
    if (!before || before.kind === 'dense') return;
    if (layer.kind === 'dense') expect(layer.window).toBe(before.height);
    else expect(layer.height).toBe((before.height - layer.window) / layer.stride + 1);
  });
  expect(lenet5.layers.map(shapeText)).toEqual([
    '32 × 32',
    '28 × 28 × 6',
    '14 × 14 × 6',
    '10 × 10 × 16',
    '5 × 5 × 16',
    '120',
    '84',
    '10',
  ]);
});
