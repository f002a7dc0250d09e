import { expect, test } from 'vitest';
import type { RunEvent, RunState } from '../../run/contract.ts';
import { emptyView, runOnGpu, type TrainerView, viewAfter } from './view.ts';

const view = { ...emptyView, status: { ...emptyView.status, runId: 'now' }, testing: 0.5 };
const curves = {
  runId: 'before',
  startedAt: 1,
  settings: emptyView.status.settings,
  training: [],
  validation: [],
  testAccuracy: null,
};

test.each<RunEvent>([
  { type: 'timeline', runId: 'before', moments: [{ step: 10, validationAccuracy: null }] },
  { type: 'testing', runId: 'before', share: 1 },
  { type: 'curves', now: curves, earlier: [] },
  { type: 'strip', strip: { runId: 'before', step: 10, digits: [], wrong: 0, looked: 0 } },
])('what comes late of another run changes nothing: $type', (event) => {
  expect(viewAfter(view, event)).toEqual({});
});

test('a status of another run takes away what was shown of the last one', () => {
  const status = { ...emptyView.status, runId: 'next' };
  expect(viewAfter(view, { type: 'status', status })).toMatchObject({ status, testing: null, curves: null });
  expect(viewAfter(view, { type: 'status', status: view.status })).toEqual({ status: view.status });
});

test('changes of the settings are kept with their steps; those of a slider are one, and what is taken back is none', () => {
  const { settings } = emptyView.status;
  const status = (step: number, learningRate: number) =>
    ({ ...view.status, step, totalSteps: 1000, settings: { ...settings, learningRate } }) as const;
  let now: TrainerView = { ...view, status: status(100, 0.1) };
  const see = (step: number, learningRate: number) => {
    now = { ...now, ...viewAfter(now, { type: 'status', status: status(step, learningRate) }) };
    return now.changes.map(({ step: at, before, after }) => [at, before.learningRate, after.learningRate]);
  };
  expect(see(101, 0.1)).toEqual([]);
  expect(see(200, 0.05)).toEqual([[200, 0.1, 0.05]]);
  expect(see(205, 0.02)).toEqual([[200, 0.1, 0.02]]);
  expect(see(400, 0.3)).toHaveLength(2);
  expect(see(404, 0.02)).toEqual([[200, 0.1, 0.02]]);
});

test('a run keeps the GPU busy while it trains or tests on one of its engines', () => {
  const on = (kind: string, state: RunState, testing: number | null = null) => {
    const engine = { kind, device: '', why: '' };
    return runOnGpu({ status: { ...view.status, state, engine }, testing });
  };
  for (const kind of ['webgl-passes', 'webgpu-compute', 'webgl', 'webgpu']) {
    expect(on(kind, 'running')).toBe(`now on ${kind}`);
    expect(on(kind, 'paused')).toBeNull();
    expect(on(kind, 'finished', 0.5)).toBe(`now on ${kind}`);
  }
  expect(on('wasm', 'running')).toBeNull();
  expect(on('cpu', 'running', 0.5)).toBeNull();
  expect(runOnGpu(emptyView)).toBeNull();
});
