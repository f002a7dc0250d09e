import { expect, test } from 'vitest';
import { runStates } from '../../../training/run-contract.ts';
import { canDo, isUnderWay, nextAction } from './run-actions.ts';

test('what is offered first can be done, in every state', () => {
  expect(runStates.filter((state) => !canDo(state, nextAction(state)))).toEqual([]);
});

test('only a run under way can be stopped, and only one that stands takes a single step', () => {
  expect(runStates.filter((state) => canDo(state, 'stop'))).toEqual(runStates.filter(isUnderWay));
  expect(runStates.filter((state) => canDo(state, 'step'))).toEqual(['idle', 'paused']);
});
