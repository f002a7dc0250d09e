import { expect, test } from 'vitest';
import { architectureNamed, architectureOfParameters } from './architecture-names.ts';
import { architectures } from './architectures.ts';

test('a network is known by its id, and by how many parameters it has', () => {
  for (const architecture of architectures) {
    expect(architectureNamed(architecture.id)).toBe(architecture);
    expect(architectureOfParameters(new Float32Array(architecture.parameterCount))).toBe(architecture);
  }
  expect(architectureNamed().id).toBe('lenet-5');
  expect(() => architectureOfParameters(new Float32Array(7))).toThrow(
    'expected 61,706 or 60,000 parameters, got 7',
  );
  expect(() => architectureNamed('lenet-4')).toThrow('LeNet-5 or LeNet-5 (1998)');
});
