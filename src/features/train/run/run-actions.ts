import type { RunState, RunStatus } from '../../../run/contract.ts';

export type RunAction = 'start' | 'pause' | 'resume' | 'step' | 'stop' | 'reset';

export type RunActions = Readonly<Record<RunAction, () => void>>;

export type ActionStatus = Pick<RunStatus, 'state' | 'goesOn'>;

/** The one thing to do next: the first button is always this one, so that it keeps its place and focus. */
export function nextAction({ state, goesOn }: ActionStatus): RunAction {
  if (state === 'running' || state === 'preparing') return 'pause';
  return goesOn ? 'resume' : 'start';
}

const possible: Readonly<Record<RunState, readonly RunAction[]>> = {
  idle: ['start', 'step'],
  preparing: ['pause', 'stop', 'reset'],
  running: ['pause', 'stop', 'reset'],
  paused: ['resume', 'step', 'stop', 'reset'],
  finished: ['start', 'reset'],
  failed: ['start', 'reset'],
};

/** A run that failed but has not ended can still be resumed, from its last checkpoint. */
export function canDo({ state, goesOn }: ActionStatus, action: RunAction): boolean {
  return possible[state === 'failed' && goesOn ? 'paused' : state].includes(action);
}
