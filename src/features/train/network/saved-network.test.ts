import { expect, test } from 'vitest';
import type { TrainerView } from '../../../lab/training/client.ts';
import { emptyView } from '../../../lab/training/view.ts';
import { lenet5 } from '../../../network/lenet-5.ts';
import { parseProvenance } from '../../../network/provenance.ts';
import { shownNetwork } from './saved-network.ts';

const points = [1, 40, 80].map((step) => ({ step, loss: 1 / step, accuracy: 0.9 }));

function viewAt(step: number, changes: Partial<TrainerView> = {}): TrainerView {
  const { status } = emptyView;
  return {
    ...emptyView,
    status: { ...status, state: 'paused', runId: 'a', step: 80 },
    curves: {
      runId: 'a',
      startedAt: 1,
      settings: status.settings,
      training: points,
      validation: points,
      testAccuracy: null,
    },
    moment: {
      runId: 'a',
      step,
      architecture: 'lenet-5',
      parameters: new Float32Array(lenet5.parameterCount).fill(step),
      gradient: null,
      activations: new Float32Array(),
    },
    ...changes,
  };
}

test('there is nothing to save before the first moment of the run', () => {
  expect(shownNetwork(emptyView)).toBeNull();
  const view = viewAt(80);
  expect(shownNetwork({ ...view, status: { ...view.status, runId: 'b' } })).toBeNull();
});

test('a moment of the timeline is saved with what was known at its step, and no more', () => {
  const tested = { runId: 'a', step: 80, total: 200, right: 198 } as TrainerView['tested'];
  const then = shownNetwork(viewAt(40, { tested }), 5);
  expect(then?.training.map(({ step }) => step)).toEqual([1, 40]);
  expect(then?.parameters[0]).toBe(40);
  expect(then?.provenance).toMatchObject({ made: 'trained', madeAt: 5, seed: 1, steps: 40, from: null });
  expect(then?.provenance.results).toEqual({ validationLoss: 1 / 40, validationAccuracy: 0.9 });
  const onData = (dataName: string) =>
    shownNetwork(viewAt(80, { tested: { ...tested, dataName } as TrainerView['tested'] }));
  const now = onData('MNIST');
  expect(now?.provenance.results).toMatchObject({ testAccuracy: 0.99, testImages: 200 });
  // Other test images: no figure to compare with MNIST's.
  const other = onData('Synthetic handwriting')?.provenance.results;
  expect(other).toMatchObject({ ownTestAccuracy: 0.99 });
  expect(other).not.toHaveProperty('testAccuracy');
  expect(parseProvenance(now?.provenance)).toMatchObject({ ok: true });
});

test('of a run that was left early, the epochs are known that it has had', () => {
  const view = viewAt(40);
  const settingsAt = (epochsDone: number | null) =>
    shownNetwork({ ...view, status: { ...view.status, epochsDone } })?.provenance.settings;
  // The moment of half its steps.
  expect(settingsAt(5)).toMatchObject({ epochs: 10, epochsDone: 2.5 });
  expect(settingsAt(null)).not.toHaveProperty('epochsDone');
  const ended = { ...viewAt(80), status: { ...view.status, epochsDone: 10 } };
  expect(shownNetwork(ended)?.provenance.settings).not.toHaveProperty('epochsDone');
});

test('a run that began from a network says so, with all steps where they are known', () => {
  const view = viewAt(80);
  const from = (steps: number | null) =>
    shownNetwork({
      ...view,
      status: { ...view.status, origin: { name: 'Mine', networkId: 'x', steps } },
    });
  expect(from(100)).toMatchObject({
    name: 'Mine, trained further',
    provenance: { made: 'fine-tuned', from: 'Mine', steps: 180, settings: { stepsOfThisRun: 80 } },
  });
  expect(from(null)?.provenance).toMatchObject({ steps: null, settings: { stepsOfThisRun: 80 } });
  expect(from(0)?.provenance.steps).toBe(80);
});
