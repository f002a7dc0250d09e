import { expect, test } from 'vitest';
import { type NetworkProvenance, unknownProvenance } from '../../lenet/provenance.ts';
import { accuracyOf, differences, factsOf, summaryOf } from './words.ts';

const now = Date.UTC(2026, 10, 24, 12);

const trained: NetworkProvenance = {
  ...unknownProvenance('trained'),
  madeAt: now,
  appVersion: '0.1.0',
  dataName: 'MNIST',
  seed: 1,
  steps: 8600,
  settings: { batchSize: 64, learningRate: 0.1, distort: true, 'distortion.rotationDeg': 10 },
  results: { validationAccuracy: 0.99, testAccuracy: 0.9912 },
};

test('a network says in one line how it came to be', () => {
  expect(summaryOf(trained, now)).toMatch(/^Trained on MNIST, 8,600 steps, seed 1, \d\d:\d\d$/);
  const further = { ...trained, made: 'fine-tuned', from: 'Mine', steps: 1, madeAt: null } as const;
  expect(summaryOf(further)).toBe('Trained further from “Mine” on MNIST, 1 step, seed 1');
  expect(summaryOf({ ...unknownProvenance('imported'), from: 'a.onnx' })).toBe('Imported from a.onnx');
  expect(summaryOf(unknownProvenance('shipped'))).toBe('Comes with this app');
});

test('what is not known is left out, and names of settings are words', () => {
  expect(factsOf(unknownProvenance('imported')).map(({ name }) => name)).toEqual(['Made']);
  const facts = factsOf(trained, now).map(({ name, value }) => `${name}: ${value}`);
  expect(facts).toEqual(
    expect.arrayContaining([
      'Batch size: 64',
      'Learning rate: 0.1',
      'Distort: yes',
      'Distortion, rotation deg: 10',
    ]),
  );
  expect(facts.at(-1)).toBe('Test accuracy: 99.12\u202f%');
});

test('the test images count before the validation images', () => {
  expect(accuracyOf(trained)?.share).toBe(0.9912);
  expect(accuracyOf({ ...trained, results: { validationAccuracy: 0.99 } })?.of).toContain('validation');
  expect(accuracyOf({ ...trained, results: { syntheticTestAccuracy: 0.9 } })?.of).toBe('of synthetic digits');
  expect(accuracyOf(unknownProvenance('imported'))).toBeNull();
});

test('two networks are compared by what differs, in one order whichever comes first', () => {
  const other = { ...trained, seed: 2, settings: { ...trained.settings, momentum: 0.9 }, results: {} };
  const { different, same } = differences(trained, other, now);
  expect(different.map(({ name, values }) => [name, ...values])).toEqual([
    ['Seed', '1', '2'],
    ['Momentum', null, '0.9'],
    ['Validation accuracy', '99.00\u202f%', null],
    ['Test accuracy', '99.12\u202f%', null],
  ]);
  expect(same).toBe(factsOf(trained).length - 3);
  expect(differences(trained, trained, now).different).toEqual([]);
});
