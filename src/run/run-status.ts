import type { RunStart, RunStatus } from './contract.ts';
import type { RunLoop } from './run-loop.ts';
import type { RunSettings } from './settings/run-settings.ts';

/** What holds whether there is a run or not. */
type SessionStatus = Pick<RunStatus, 'state' | 'message' | 'engine' | 'savedAt'>;

/** Before a run: what the next one begins from. */
export function statusWithoutRun(
  session: SessionStatus,
  settings: RunSettings,
  from: RunStart | null,
): RunStatus {
  return { ...session, ...noRun, epochs: settings.epochs, settings, origin: from?.origin ?? null };
}

/** Of the run that is loaded: how far it is, and how long it will take. */
export function statusOf(session: SessionStatus, { run, data, learningRate, meter }: RunLoop): RunStatus {
  const { runId, startedAt, step, totalSteps, settings, place, ended } = run;
  const imagesPerSecond = session.state === 'running' ? meter.imagesPerSecond() : null;
  const all = data ? data.count * settings.epochs : 0;
  const done = data ? Math.min(all, data.done(place)) : 0;
  return {
    ...session,
    goesOn: !ended,
    runId,
    startedAt,
    step,
    totalSteps,
    epoch: step > 0 ? Math.min(place.epoch, settings.epochs) : 0,
    epochs: settings.epochs,
    progress: ended ? 1 : all > 0 ? done / all : 0,
    imagesPerSecond,
    secondsLeft: imagesPerSecond ? (all - done) / imagesPerSecond : null,
    learningRate,
    settings,
    origin: run.begun?.origin ?? null,
    mixing: data?.mixing(place, settings) ?? null,
  };
}

const noRun = {
  goesOn: false,
  runId: null,
  startedAt: null,
  step: 0,
  totalSteps: 0,
  epoch: 0,
  progress: 0,
  imagesPerSecond: null,
  secondsLeft: null,
  learningRate: null,
  mixing: null,
} as const;
