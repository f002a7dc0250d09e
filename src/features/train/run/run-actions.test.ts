import { expect, test } from 'vitest';
import { runStates } from '../../../run/contract.ts';
import { type ActionStatus, canDo, nextAction } from './run-actions.ts';

const withRun = ['preparing', 'running', 'paused', 'failed'] as const;
const all: readonly ActionStatus[] = [
  ...withRun.map((state) => ({ state, goesOn: true })),
  ...(['idle', 'finished', 'failed'] as const).map((state) => ({ state, goesOn: false })),
];

test('what is offered first can be done, in every state', () => {
  expect(new Set(all.map(({ state }) => state))).toEqual(new Set(runStates));
  expect(all.filter((status) => !canDo(status, nextAction(status)))).toEqual([]);
});

test('only a run that has not ended can be stopped or resumed', () => {
  expect(all.filter((status) => canDo(status, 'stop'))).toEqual(all.filter(({ goesOn }) => goesOn));
  const resumable = all.filter((status) => canDo(status, 'resume')).map(({ state }) => state);
  expect(resumable).toEqual(['paused', 'failed']);
});

test('a run that failed offers Resume first', () => {
  expect(nextAction({ state: 'failed', goesOn: true })).toBe('resume');
  expect(nextAction({ state: 'failed', goesOn: false })).toBe('start');
});
