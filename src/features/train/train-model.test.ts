import { expect, test } from 'vitest';
import { createStore } from 'zustand/vanilla';
import { emptyDrawing } from '../../digits/drawing/drawing.ts';
import { randomFromSeed } from '../../lib/random.ts';
import { initialParameters } from '../../network/initialise.ts';
import { lenet5 } from '../../network/lenet-5.ts';
import { defaultSettings, type RunSettings } from '../../run/settings/run-settings.ts';
import { createFakeMapping } from '../../ui/digit-map/fake-mapping.fixture.ts';
import type { DrawingModel } from '../../ui/draw-pad/model.ts';
import { createFakeTrainer } from './gallery/fake-trainer.fixture.ts';
import { dataAt } from './gallery/fake-views.fixture.ts';
import { createTrainModel } from './train-model.ts';

/** The model on the gallery's trainer, with what it sends. */
function opened(search = '') {
  const edited: RunSettings[] = [];
  const probes: Uint8Array[] = [];
  const sources: unknown[] = [];
  const fake = createFakeTrainer(initialParameters(lenet5, randomFromSeed(1)), 'idle');
  const client = Object.assign(fake, {
    edit: (settings: RunSettings) => void edited.push(settings),
    takeSource: (...source: unknown[]) => void sources.push(source),
    setProbe: (digit: Uint8Array) => void probes.push(digit),
  });
  const drawing = createStore(() => ({ drawing: emptyDrawing, revision: 0 }) as DrawingModel);
  const location = new URL(`http://lab.test/${search}#/train`);
  const history = { state: null, replaceState: () => undefined };
  const saveNetwork = async () => ({ ok: false, reason: 'not here' }) as const;
  const model = createTrainModel({
    client,
    drawing,
    places: { location, history },
    saveNetwork,
    ...createFakeMapping(20),
  });
  const enter = (part: Partial<ReturnType<typeof fake.store.getState>['status']>) =>
    fake.store.setState(({ status }) => ({ status: { ...status, ...part } }));
  const open = (name: string) => fake.store.setState({ data: { ...dataAt(1, false), name } });
  return { model, edited, probes, sources, enter, open };
}

test('settings go to the run that is under way, and to no other', () => {
  const { model, edited, enter } = opened();
  const { change } = model.settings.getState();
  change({ epochs: 3 });
  expect(edited).toEqual([]);
  enter({ state: 'paused', goesOn: true, runId: 'a', settings: { ...defaultSettings, epochs: 3 } });
  change({ learningRate: 0.1 });
  expect(edited).toEqual([{ ...defaultSettings, epochs: 3, learningRate: 0.1 }]);
  enter({ state: 'finished', goesOn: false });
  change({ learningRate: 0.2 });
  expect(edited).toHaveLength(1);
});

test('a run that is taken up again brings its settings, and is not told of them', () => {
  const { model, edited, enter } = opened('?seed=5');
  const kept = { ...defaultSettings, seed: 9, batchSize: 32 };
  enter({ state: 'preparing', runId: 'kept', settings: kept });
  expect(model.settings.getState().settings).toEqual(kept);
  expect(edited).toEqual([]);
});

test('a network is trained further at a tenth of the usual rate, unless the person has chosen one', () => {
  const { model, enter } = opened();
  const rate = () => model.settings.getState().settings.learningRate;
  const origin = { name: 'Mine', networkId: 'a', steps: 10 };
  enter({ origin });
  expect(rate()).toBe(0.01);
  enter({ origin: null });
  expect(rate()).toBe(0.1);
  model.settings.getState().change({ learningRate: 0.05 });
  enter({ origin });
  expect(rate()).toBe(0.05);
  enter({ origin: null });
  expect(rate()).toBe(0.05);
});

test('the data that the address names are opened, once; what is open then stands in the address', () => {
  const { model, sources, open } = opened('?data=synthetic&stylesOff=7-with-a-bar');
  model.open();
  model.open();
  expect(sources).toEqual([['synthetic', ['7 with a bar']]]);
  open('MNIST');
  open('Synthetic handwriting');
  expect(model.settings.getState().source).toBe('synthetic');
  open('MNIST');
  expect(model.settings.getState().source).toBe('mnist');
  expect(opened('').sources).toEqual([]);
});

test('a pinned digit stays, whatever is drawn and wherever probes were taken from', () => {
  const { model, probes } = opened();
  const { setKind, pin } = model.probe.getState();
  setKind('drawing');
  const digit = new Uint8Array(784).fill(9);
  pin(digit);
  expect(probes.at(-1)).toBe(digit);
  expect(model.probe.getState().kind).not.toBe('drawing');
});

test('the worker has a probe from the start, and each new one', () => {
  const { model, probes } = opened();
  expect(probes).toHaveLength(1);
  model.probe.getState().pickSample('3');
  expect(probes).toHaveLength(2);
  expect(probes[1]).toBe(model.probe.getState().digit);
});
