import { createStore } from 'zustand/vanilla';
import { createDistorter } from '../../../data/distortion/distortion.ts';
import type { TrainerClient, TrainerView } from '../../../lab/training/client.ts';
import { emptyView } from '../../../lab/training/view.ts';
import { forwarding } from '../../../lib/forwarded-calls.ts';
import { randomFromSeed } from '../../../lib/random.ts';
import { initialParameters } from '../../../network/initialise.ts';
import { lenet5 } from '../../../network/lenet-5.ts';
import { digitSize } from '../../../network/rasters.ts';
import type { RunState, TrainingWorker } from '../../../run/contract.ts';
import { distortionOf, type RunSettings } from '../../../run/settings/run-settings.ts';
import {
  activationsOf,
  curvesUntil,
  dataAt,
  digits,
  labels,
  parametersAt,
  pointAt,
  resultAt,
  startedAt,
  stepsOfRun,
  stripAt,
} from './fake-views.fixture.ts';

const tickMs = 100;
const stepsPerTick = 13;
const stepsPerEpoch = stepsOfRun / 10;

/** A client that pretends: its run goes by the clock, from a random network to `trained`. */
export function createFakeTrainer(trained: Float32Array, show: string): TrainerClient {
  const store = createStore<TrainerView>()(() => emptyView);
  const random = initialParameters(lenet5, randomFromSeed(5));
  let probe = digits[0] as Uint8Array;
  let timer: ReturnType<typeof setInterval> | undefined;

  const moment = (step: number) => {
    const parameters = parametersAt(step, random, trained);
    const before = parametersAt(Math.max(0, step - 40), random, trained);
    // Each batch pulls another way: the same direction throughout would be one picture from start to end.
    const gradient = before
      .subarray(0, 2572)
      .map((value, at) => (value - (parameters[at] as number)) * (1 + 0.6 * Math.sin(at + step)));
    const of = { runId: 'now', step, architecture: 'lenet-5' };
    return { ...of, parameters, gradient, activations: activationsOf(parameters, probe) };
  };
  const enter = (state: RunState, message: string | null = null) => {
    clearInterval(timer);
    if (state === 'running')
      timer = setInterval(() => goTo(store.getState().status.step + stepsPerTick), tickMs);
    const goesOn = state !== 'idle' && state !== 'finished';
    store.setState(({ status }) => ({ status: { ...status, state, goesOn, message } }));
  };
  const goTo = (step: number) => {
    const { status, curves, timeline } = store.getState();
    const last = step >= stepsOfRun;
    const now = last ? stepsOfRun : step;
    store.setState({
      status: {
        ...status,
        runId: 'now',
        startedAt,
        step: now,
        totalSteps: stepsOfRun,
        epoch: Math.min(10, 1 + Math.floor(now / stepsPerEpoch)),
        epochs: 10,
        progress: now / stepsOfRun,
        imagesPerSecond: 14_800 + 600 * Math.sin(now / 90),
        secondsLeft: (stepsOfRun - now) / 240,
        learningRate: 0.002 * Math.sin((Math.PI * now) / stepsOfRun),
        engine: {
          kind: 'wasm',
          device: 'SIMD, 2 workers',
          why: 'Fastest of those timed on this device: wasm, 2 workers 15,230 images/s; wasm, 1 worker 8,120; webgl 210; cpu 88. webgpu did not open: this browser has no adapter.',
        },
        mixing: 'Every image is in the shuffle of this epoch.',
        savedAt: Date.now(),
      },
      curves: curves ? { ...curves, training: [...curves.training, pointAt(now)] } : curvesUntil(now, 'now'),
      moment: moment(now),
      strip: stripAt(now),
      timeline: [...timeline, { step: now, validationAccuracy: pointAt(now).accuracy }],
    });
    if (last) {
      store.setState({ tested: resultAt(now) });
      enter('finished', 'Test error 1.03 % on the 10,000 test images.');
    }
  };

  const pretended: Partial<TrainerClient> = {
    store,
    open: () => undefined,
    startFrom: (start) =>
      store.setState(({ status }) => ({ status: { ...status, origin: start?.origin ?? null } })),
    start: (settings: RunSettings) => {
      store.setState({
        ...emptyView,
        data: dataAt(1, false),
        earlier: [curvesUntil(stepsOfRun, 'then', 0.01)],
      });
      store.setState(({ status }) => ({ status: { ...status, settings } }));
      goTo(0);
      enter('running');
    },
    pause: () => enter('paused'),
    resume: () => enter('running'),
    step: () => {
      goTo(store.getState().status.step + 1);
      enter('paused');
    },
    stop: () => enter('finished', 'Stopped by hand.'),
    reset: () => {
      enter('idle');
      store.setState({ ...emptyView, data: store.getState().data });
    },
    edit: (settings) => store.setState(({ status }) => ({ status: { ...status, settings } })),
    resumeRun: () => {
      store.setState({ resumable: [], data: dataAt(1, false) });
      goTo(1240);
      enter('running');
    },
    forgetRun: (runId) =>
      store.setState(({ resumable, damaged }) => ({
        resumable: resumable?.filter((run) => run.runId !== runId) ?? null,
        damaged: damaged.filter((run) => run.runId !== runId),
      })),
    setProbe: (digit) => {
      probe = digit;
      const { status } = store.getState();
      store.setState({ moment: moment(status.step) });
    },
    showMoment: (step) =>
      store.setState({ shownStep: step, moment: moment(step ?? store.getState().status.step) }),
    test: () => store.setState({ tested: resultAt(store.getState().status.step) }),
    images: async (_, indices) => ({
      digits: Uint8Array.from(indices.flatMap((at) => [...(digits[at % digits.length] as Uint8Array)])),
      labels: Uint8Array.from(indices, (at) => labels[at % labels.length] as number),
    }),
    preview: async (settings) => {
      const distort = createDistorter(distortionOf(settings));
      const generator = randomFromSeed(3);
      const before = digits.slice(4, 10);
      const after = before.map((digit) => {
        const target = new Uint8Array(digitSize);
        distort(digit, target, generator);
        return target;
      });
      return { before, after };
    },
    takeFiles: (files) => store.setState({ notice: `${files[0]?.name}: expected an IDX file, got text.` }),
    loadData: () => store.setState({ data: dataAt(1, false) }),
    deleteCache: () => store.setState({ data: { ...dataAt(1, false), cachedBytes: null } }),
    dismissNotice: () => store.setState({ notice: null }),
    dispose: () => enter('idle'),
  };
  // All else has no effect.
  const client = forwarding<TrainingWorker, typeof pretended>(pretended, async () => null) as TrainerClient;

  if (show === 'running') client.start(store.getState().status.settings);
  if (show === 'paused' || show === 'finished' || show === 'failed') {
    client.start(store.getState().status.settings);
    store.setState({ curves: null });
    goTo(show === 'finished' ? stepsOfRun : 1240);
    if (show === 'paused') enter('paused');
    if (show === 'failed') {
      enter('failed', 'The loss was not finite at step 1,241, three times; lower the learning rate.');
    }
  }
  if (show === 'resumable') {
    store.setState({
      resumable: [
        {
          runId: 'a',
          startedAt,
          step: 1240,
          totalSteps: 4690,
          ended: false,
          validationAccuracy: 0.979,
          testAccuracy: null,
          dataName: 'MNIST',
        },
        {
          runId: 'b',
          startedAt: startedAt - 9e7,
          step: 80,
          totalSteps: 8440,
          ended: false,
          validationAccuracy: null,
          testAccuracy: null,
          dataName: 'Fashion-MNIST',
        },
      ],
      damaged: [{ runId: 'c', reason: 'its weights are missing' }],
    });
  }
  if (show === 'troubled') store.setState({ data: dataAt(0.31, true) });
  if (show === 'loading') store.setState({ data: dataAt(0.42, false) });
  return client;
}
