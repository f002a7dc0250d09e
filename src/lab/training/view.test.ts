import { expect, test } from 'vitest';
import type { RunEvent } from '../../run/contract.ts';
import { emptyView, viewAfter } from './view.ts';

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
