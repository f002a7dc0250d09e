import { expect, test } from 'vitest';
import type { RunCurves } from '../../../run/contract.ts';
import { defaultSettings } from '../../../run/settings/run-settings.ts';
import { momentsOf, seriesOf } from './curves.ts';

function run(runId: string, seed: number): RunCurves {
  return {
    runId,
    startedAt: new Date().setHours(14, 2),
    settings: { ...defaultSettings, seed },
    training: [{ step: 1, loss: 2, accuracy: 0.1 }],
    validation: [{ step: 9, loss: 0.5, accuracy: 0.9 }],
    testAccuracy: null,
  };
}

test('training and validation of the run, over the validation of earlier ones', () => {
  expect(seriesOf(run('b', 2), [run('b', 2), run('a', 1)], 'loss')).toEqual([
    { name: '14:02, seed 1', kind: 'earlier', points: [{ step: 9, value: 0.5 }] },
    { name: 'Training', kind: 'training', points: [{ step: 1, value: 2 }] },
    { name: 'Validation', kind: 'validation', points: [{ step: 9, value: 0.5 }] },
  ]);
});

test('an earlier run is named by what it had otherwise', () => {
  const nameOf = (changes: Partial<typeof defaultSettings>) => {
    const before = run('a', 1);
    const earlier = { ...before, settings: { ...before.settings, ...changes } };
    return seriesOf(run('b', 1), [earlier], 'loss')[0]?.name;
  };
  expect(nameOf({})).toBe('14:02, the same settings');
  expect(nameOf({ learningRate: 0.01 })).toBe('14:02, learning rate 0.01');
  expect(nameOf({ epochs: 3, distort: false })).toBe('14:02, epochs 3, images distorted: off');
  expect(nameOf({ weightDecay: 1e-5, distortion: { ...defaultSettings.distortion, rotationDeg: 15 } })).toBe(
    '14:02, weight decay 10⁻⁵, distortion: rotation ±15°',
  );
  expect(nameOf({ epochs: 3, optimiser: 'adam', learningRate: 1, momentum: 0 })).toBe(
    '14:02, epochs 3, optimiser Adam, learning rate 1',
  );
  expect(nameOf({ stylesOff: ['bold'] })).toBe('14:02, styles left out bold');
});

test('what is switched on is told without its strengths', () => {
  const now = run('b', 1);
  const undistorted = { ...now, settings: { ...now.settings, distort: false } };
  expect(seriesOf(undistorted, [run('a', 1)], 'loss')[0]?.name).toBe('14:02, images distorted: on');
});

test('without a run under way, earlier ones are named by what they differ in', () => {
  const of = (runId: string, batchSize: number): RunCurves => {
    const made = run(runId, 1);
    return { ...made, settings: { ...made.settings, batchSize } };
  };
  const names = (...runs: RunCurves[]) => seriesOf(null, runs, 'loss').map(({ name }) => name);
  expect(names(of('a', 64), of('b', 128))).toEqual(['14:02, batch size 64', '14:02, batch size 128']);
  expect(names(of('a', 64))).toEqual(['14:02, seed 1']);
});

test('three earlier runs at most, and none that was never validated', () => {
  const many = ['a', 'b', 'c', 'd'].map((id) => run(id, 1));
  expect(seriesOf(null, [{ ...run('e', 1), validation: [] }, ...many], 'accuracy')).toHaveLength(3);
  expect(seriesOf(null, [], 'accuracy')).toEqual([]);
});

test('marks are a change of settings in words, and the moment that is shown', () => {
  const change = { step: 40, before: defaultSettings, after: { ...defaultSettings, learningRate: 0.02 } };
  const same = { step: 60, before: defaultSettings, after: { ...defaultSettings } };
  expect(momentsOf({ changes: [change, same], shownStep: 80 })).toEqual([
    { step: 40, kind: 'changed', words: 'learning rate 0.02' },
    { step: 80, kind: 'shown', words: '' },
  ]);
  expect(momentsOf({ changes: [], shownStep: null })).toEqual([]);
});
