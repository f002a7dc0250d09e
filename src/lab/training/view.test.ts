import { expect, test } from 'vitest';
import type { RunEvent, RunState } from '../../run/contract.ts';
import { emptyView, runOnGpu, viewAfter } from './view.ts';

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
