import type { RunState } from '../../../training/run-contract.ts';

/** What can be done with a run. */
export interface RunActions {
  readonly start: () => void;
  readonly pause: () => void;
  readonly resume: () => void;
  readonly step: () => void;
  readonly stop: () => void;
  readonly reset: () => void;
}

export type RunAction = keyof RunActions;

/** The one thing to do next: the first button is always this one, so that it keeps its place and focus. */
export function nextAction(state: RunState): RunAction {
  if (state === 'running' || state === 'preparing') return 'pause';
  return state === 'paused' ? 'resume' : 'start';
}

const possible: Readonly<Record<RunState, readonly RunAction[]>> = {
  idle: ['start', 'step'],
  preparing: ['pause', 'stop', 'reset'],
  running: ['pause', 'stop', 'reset'],
  paused: ['resume', 'step', 'stop', 'reset'],
  finished: ['start', 'reset'],
  failed: ['start', 'reset'],
};

export function canDo(state: RunState, action: RunAction): boolean {
  return possible[state].includes(action);
}

/** Whether there is a run that the settings of the moment belong to. */
export function isUnderWay(state: RunState): boolean {
  return state === 'preparing' || state === 'running' || state === 'paused';
}
