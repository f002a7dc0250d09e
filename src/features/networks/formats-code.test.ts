import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { formatsCode } from './formats-code.ts';

test('docs/formats.md has code for each format, and code for other software is left out', () => {
  const found = formatsCode(readFileSync('docs/formats.md', 'utf8'), [
    'ONNX',
    'safetensors',
    'TensorFlow.js',
  ]);
  const told = found.map(({ format, language }) => `${format}, ${language}`);
  expect(told).toEqual([
    'ONNX, Python',
    'ONNX, JavaScript',
    'safetensors, Python',
    'safetensors, JavaScript',
    'TensorFlow.js, JavaScript',
  ]);
  expect(found[0]?.code).toContain('InferenceSession("network.onnx")');
});
