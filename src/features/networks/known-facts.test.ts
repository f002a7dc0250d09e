import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { modelMetadata } from '../../formats/tfjs/weights.ts';
import { nameInWords } from '../../lib/format-lists.ts';
import { flatSettings, provenanceFromFacts, unknownProvenance } from '../../network/provenance.ts';
import { defaultSettings } from '../../run/settings/run-settings.ts';
import { namedFacts } from './known-facts.ts';
import { differences } from './words.ts';

const model: unknown = JSON.parse(readFileSync('public/models/lenet5/model.json', 'utf8'));
const shipped = provenanceFromFacts('shipped', modelMetadata(model));
const { seed, ...settings } = defaultSettings;
const run = {
  ...unknownProvenance('trained'),
  seed,
  settings: { ...flatSettings(settings), trainedBy: 'wasm' },
};
const texts = (facts: ReturnType<typeof namedFacts>) => facts.map(({ name, value }) => `${name}: ${value}`);

test('what means the same in a run and in the shipped network has one name', () => {
  const named = ({ different, same }: ReturnType<typeof differences>) =>
    [...different, ...same].map(({ name }) => name);
  expect(named(differences(run, shipped))).toEqual(
    expect.arrayContaining([
      'Seed',
      'Epochs',
      'Batch size',
      'Learning rate, at its peak',
      'Weight decay',
      'Images distorted',
      ...['rotation', 'scale', 'shear', 'shift', 'elastic'].map((kind) => `Distortion: ${kind}`),
    ]),
  );
});

test('every setting of a run and of the shipped network has a label of its own, values are words with units', () => {
  for (const provenance of [run, shipped]) {
    const keys = [...Object.keys(provenance.settings), ...Object.keys(provenance.results)];
    const raw = keys.filter((key) => /[A-Z._]/.test(key)).map(nameInWords);
    const labels = namedFacts(provenance).map(({ name }) => name);
    const alike = ['Batch size', 'Weight decay', 'Trained by', 'Validation accuracy'];
    expect(labels.filter((label) => raw.includes(label) && !alike.includes(label))).toEqual([]);
  }
  expect(texts(namedFacts(run))).toEqual(
    expect.arrayContaining([
      'Optimiser: SGD with momentum',
      'Schedule: One cycle',
      'Trained by: WebAssembly',
      'Distortion: scale: ±10\u202f%',
    ]),
  );
  expect(texts(namedFacts(shipped))).toEqual(
    expect.arrayContaining([
      'Each MNIST image: 3 times an epoch',
      'Distortion at the end: 70\u202f% of its strength',
      expect.stringMatching(/^Non-digits rejected: 9\d\.\d\d\u202f%$/),
    ]),
  );
});

test('digests, threads and what was switched off are not shown', () => {
  expect(texts(namedFacts(shipped)).join()).not.toMatch(/[0-9a-f]{64}|sha|worker/i);
  const off = { ...run, settings: { ...run.settings, distort: false, optimiser: 'adam' } };
  expect(texts(namedFacts(off)).join()).not.toMatch(/rotation|momentum|engine/i);
});

test('a run that ended early says how much of it there was', () => {
  const after = (epochsDone: number) =>
    texts(namedFacts({ ...run, settings: { ...run.settings, epochs: 10, epochsDone } })).find((text) =>
      text.startsWith('Epochs'),
    );
  expect([2.84, 9.999, 0.0234, 0].map(after)).toEqual([
    'Epochs: 2.8 of 10',
    'Epochs: 9.9 of 10',
    'Epochs: 0.023 of 10',
    'Epochs: 0 of 10',
  ]);
});

test('styles that were left out are one fact; what another program wrote keeps its own names', () => {
  const named = (settings: Record<string, string | number>) =>
    texts(namedFacts({ ...unknownProvenance('imported'), settings }));
  expect(named({ 'stylesOff.0': '1 as a bar', 'stylesOff.1': '7' })).toEqual([
    'Styles left out: 1 as a bar, 7',
  ]);
  expect(named({ scale: 255, optimiser: 'toString' })).toEqual(['Optimiser: toString', 'Scale: 255']);
});
