import { expect, test } from 'vitest';
import { type NetworkProvenance, unknownProvenance } from '../../network/provenance.ts';
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
      'Batch size: 64 images',
      'Learning rate, at its peak: 0.1',
      'Images distorted: yes',
      'Distortion: rotation: ±10°',
    ]),
  );
  expect(facts.slice(-2)).toEqual(['Test accuracy: 99.12\u202f%', 'Validation accuracy: 99.00\u202f%']);
});

test('the test images count before the validation images, which are another kind of figure', () => {
  expect(accuracyOf(trained)).toEqual({ kind: 'test', share: 0.9912 });
  const of = (results: NetworkProvenance['results']) => accuracyOf({ ...trained, results });
  expect(of({ validationAccuracy: 0.99 })).toEqual({ kind: 'validation', share: 0.99 });
  expect(of({ ownTestAccuracy: 0.9, validationAccuracy: 0.99 })?.kind).toBe('own test');
  expect(of({ syntheticTestAccuracy: 0.9 })?.kind).toBe('synthetic');
  expect(accuracyOf(unknownProvenance('imported'))).toBeNull();
});

test('two networks are compared by what differs, in one order whichever comes first', () => {
  const other = { ...trained, seed: 2, settings: { ...trained.settings, momentum: 0.9 }, results: {} };
  const { different, ofOne, same } = differences(trained, other, now);
  expect(different.map(({ name, values }) => [name, ...values])).toEqual([['Seed', '1', '2']]);
  expect(ofOne.map(({ name, values }) => [name, ...values])).toEqual([
    ['Momentum', null, '0.9'],
    ['Test accuracy', '99.12\u202f%', null],
    ['Validation accuracy', '99.00\u202f%', null],
  ]);
  expect(same).toHaveLength(factsOf(trained).length - 3);
  expect(differences(trained, trained, now)).toMatchObject({ different: [], ofOne: [] });
});
