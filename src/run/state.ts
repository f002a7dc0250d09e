import type { Place } from '../engines/course.ts';
import type { BatchResult } from '../engines/engine.ts';
import type { KeptPoint, KeptRun } from '../storage/records.ts';
import type { RunCurves, RunStart, RunState, RunStatus } from './contract.ts';
import { type LoadedRun, nothing } from './kept-run.ts';
import type { RunData } from './run-data.ts';
import type { EngineBefore } from './session-parts.ts';
import { idle } from './settings/idle.ts';
import { defaultSettings, type RunSettings } from './settings/run-settings.ts';

/**
 * All that a training session knows, as a value, and {@link after}: what each happening makes of it. Neither knows
 * of engines, data or storage; the session and its loop do what has to be done and tell here what came of it.
 */
export interface SessionState {
  readonly phase: RunState;
  /** What is being prepared, or why the phase was entered, for the person to read. */
  readonly message: string | null;
  /** Of the next run, while there is none. */
  readonly settings: RunSettings;
  /** What the next run begins from: a fresh network where it is null. */
  readonly from: RunStart | null;
  readonly run: LoadedRun | null;
  /** The network of a moment of the timeline, shown instead of the one that learns. */
  readonly pinned: PinnedMoment | null;
}

interface PinnedMoment {
  readonly step: number;
  readonly parameters: Float32Array;
}

export type Happening =
  | { readonly type: 'entered'; readonly phase: RunState; readonly message: string | null }
  /** What the next run begins with. */
  | { readonly type: 'starts from'; readonly from: RunStart | null }
  | { readonly type: 'chosen'; readonly settings: RunSettings }
  | { readonly type: 'loaded'; readonly run: LoadedRun }
  | { readonly type: 'left' }
  | { readonly type: 'pinned'; readonly pinned: PinnedMoment | null }
  | { readonly type: 'set out' }
  | { readonly type: 'counted'; readonly totalSteps: number }
  | { readonly type: 'edited'; readonly settings: RunSettings }
  | {
      readonly type: 'stepped';
      readonly result: BatchResult;
      readonly images: number;
      readonly next: Place;
      readonly learningRate: number;
    }
  /** What has been summed up becomes a point of the training curve. */
  | { readonly type: 'summed up' }
  | { readonly type: 'validated'; readonly point: KeptPoint }
  | { readonly type: 'saved'; readonly kept: KeptRun }
  | { readonly type: 'rewound' }
  | {
      readonly type: 'engine failed';
      readonly at: number;
      /** Failures before this are forgotten. */
      readonly since: number;
      readonly engine: EngineBefore | null;
      readonly reason: string;
    }
  | { readonly type: 'engine opened' }
  | { readonly type: 'waits for data'; readonly left: number | null }
  | { readonly type: 'stands' }
  | { readonly type: 'ended' }
  | { readonly type: 'tested'; readonly accuracy: number };

export const beforeAnyRun: SessionState = {
  phase: 'idle',
  message: null,
  settings: defaultSettings,
  from: null,
  run: null,
  pinned: null,
};

/** Points of a training curve over the default run: enough for every screen, few enough to keep. */
const curvePoints = 1_000;

/** The state after something has happened. What needs a run changes nothing where there is none. */
export function after(state: SessionState, happening: Happening): SessionState {
  const { run } = state;
  switch (happening.type) {
    case 'entered':
      return { ...state, phase: happening.phase, message: happening.message };
    case 'starts from': {
      const { from } = happening;
      const settings = from ? { ...state.settings, network: from.architecture } : state.settings;
      return { ...state, from, settings };
    }
    case 'chosen':
      return { ...state, settings: happening.settings };
    case 'loaded':
      return { ...state, run: happening.run, pinned: null };
    case 'left':
      return { ...state, run: null, pinned: null };
    case 'pinned':
      return { ...state, pinned: happening.pinned };
    default:
      return run ? { ...state, run: runAfter(run, happening) } : state;
  }
}

type OfRun = Exclude<
  Happening,
  { type: 'entered' | 'starts from' | 'chosen' | 'loaded' | 'left' | 'pinned' }
>;

function runAfter(run: LoadedRun, happening: OfRun): LoadedRun {
  switch (happening.type) {
    case 'set out':
      return { ...run, trains: true, waitsForData: null, failures: [], trouble: null };
    case 'counted':
      return { ...run, totalSteps: happening.totalSteps };
    case 'edited':
      return { ...run, settings: happening.settings };
    case 'stepped':
      return stepped(run, happening);
    case 'summed up':
      return summedUp(run);
    case 'validated':
      return { ...run, validation: [...run.validation, happening.point] };
    case 'saved':
      return { ...run, sound: happening.kept };
    case 'rewound':
      return rewound(run);
    case 'engine failed': {
      const { at, since, engine, reason } = happening;
      const lately = run.failures.filter((failure) => failure.at > since);
      return { ...rewound(run), failures: [...lately, { at, engine }], trouble: reason };
    }
    case 'engine opened':
      return { ...run, trouble: null };
    case 'waits for data':
      return { ...run, waitsForData: happening.left };
    case 'stands':
      return { ...run, trains: false };
    case 'ended':
      return { ...run, ended: true, totalSteps: run.step };
    case 'tested':
      return { ...run, testAccuracy: happening.accuracy };
  }
}

function stepped(
  run: LoadedRun,
  { result, images, next, learningRate }: Extract<Happening, { type: 'stepped' }>,
): LoadedRun {
  const { pending, totalSteps } = run;
  const step = run.step + 1;
  const sums = {
    steps: pending.steps + 1,
    images: pending.images + images,
    loss: pending.loss + result.loss * images,
    correct: pending.correct + result.correct,
  };
  const moved = { ...run, step, place: next, pending: sums, learningRate };
  // Every step of the first hundred, where the curve falls; then evenly.
  const due = step <= 100 ? 1 : Math.max(1, Math.ceil(totalSteps / curvePoints));
  return sums.steps >= due ? summedUp(moved) : moved;
}

function summedUp(run: LoadedRun): LoadedRun {
  const { images, loss, correct } = run.pending;
  if (images === 0) return run;
  const point = { step: run.step, loss: loss / images, accuracy: correct / images };
  return { ...run, training: [...run.training, point], pending: nothing };
}

/** As it was when it was sound. Settings stay as they are now. */
function rewound(run: LoadedRun): LoadedRun {
  const { record, progress } = run.sound;
  return {
    ...run,
    place: { epoch: progress.epoch, offset: progress.offset },
    step: record.step,
    totalSteps: record.totalSteps,
    ended: record.ended,
    pending: progress.pending,
    training: run.training.slice(0, record.training.length),
    validation: run.validation.slice(0, record.validation.length),
  };
}

export function curvesOf(run: RunCurves): RunCurves {
  const { runId, startedAt, settings, training, validation, testAccuracy } = run;
  return { runId, startedAt, settings, training, validation, testAccuracy };
}

/** Whether it has made all steps that its settings ask for. */
export function isThrough({ place, settings }: LoadedRun): boolean {
  return place.epoch > settings.epochs;
}

/** Whether there is a run that can go on. */
export function goesOn({ run }: SessionState): boolean {
  return run !== null && !run.ended;
}

/** What the state does not know. */
interface Around extends Pick<RunStatus, 'engine' | 'savedAt'> {
  /** Null before the images can be counted. */
  readonly data: RunData | null;
  readonly imagesPerSecond: number | null;
  /** Whether that speed tells how long the rest takes. */
  readonly steady: boolean;
}

/** As the page is told. */
export function statusOf(state: SessionState, around: Around): RunStatus {
  const { phase, message, run } = state;
  const { engine, savedAt, data } = around;
  const session = { state: phase, message, engine, savedAt };
  if (!run) {
    const { settings, from } = state;
    return { ...idle, ...session, epochs: settings.epochs, settings, origin: from?.origin ?? null };
  }
  const { runId, startedAt, step, totalSteps, settings, place, ended, learningRate } = run;
  const imagesPerSecond = phase === 'running' ? around.imagesPerSecond : null;
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
    epochsDone: data ? done / data.count : null,
    progress: ended ? 1 : all > 0 ? done / all : 0,
    imagesPerSecond,
    secondsLeft: imagesPerSecond && around.steady ? (all - done) / imagesPerSecond : null,
    learningRate,
    settings,
    origin: run.begun?.origin ?? null,
    mixing: data?.mixing(place, settings) ?? null,
  };
}
