import { expect, test } from 'vitest';
import { emptyView } from '../../../lab/training/view.ts';
import { isBeforeRuns } from './use-example.ts';

const view = { ...emptyView, resumable: [] };

test('the example stands where no run is, and storage has said so', () => {
  expect(isBeforeRuns(emptyView)).toBe(false);
  expect(isBeforeRuns(view)).toBe(true);
  expect(isBeforeRuns({ ...view, status: { ...view.status, runId: 'now' } })).toBe(false);
  const origin = { name: 'Mine', networkId: null, steps: 3 };
  expect(isBeforeRuns({ ...view, status: { ...view.status, origin } })).toBe(false);
});
