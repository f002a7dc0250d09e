import type { DataStatus } from '../../data/sources/digit-source.ts';
import { isOnGpu } from '../../engines/lookup.ts';
import { activationOf, outputOf } from '../../network/architecture.ts';
import { architectureNamed } from '../../network/architecture-names.ts';
import type {
  NetworkMoment,
  ResumableRun,
  RunCurves,
  RunEvent,
  RunStatus,
  TestResult,
  TestStrip,
  TimelineMoment,
} from '../../run/contract.ts';
import { idle } from '../../run/settings/idle.ts';
import type { RunSettings } from '../../run/settings/run-settings.ts';
import type { EngineChoice } from '../../storage/engine-choice.ts';
import type { DamagedRun } from '../../storage/records.ts';

/** What the page knows of the run: the newest of everything that the worker has reported. */
export interface TrainerView {
  readonly status: RunStatus;
  readonly data: DataStatus | null;
  /** Of the run under way. */
  readonly curves: RunCurves | null;
  /** Of runs before it, newest first. */
  readonly earlier: readonly RunCurves[];
  /** Of the run under way, in the order of their steps. */
  readonly changes: readonly SettingsChange[];
  /** The network of now, or of the moment of the timeline that is shown. */
  readonly moment: NetworkMoment | null;
  /** Step of the timeline's moment that is shown; null when the network of now is. */
  readonly shownStep: number | null;
  readonly timeline: readonly TimelineMoment[];
  readonly strip: TestStrip | null;
  /** Share of the test set that has been measured; null when it is not being measured. */
  readonly testing: number | null;
  readonly tested: TestResult | null;
  /** Null before storage has answered. */
  readonly resumable: readonly ResumableRun[] | null;
  /** Stored runs that cannot be opened. */
  readonly damaged: readonly DamagedRun[];
  /** What the network said to the probe digit while it learned, since the probe was put there. */
  readonly probeAnswers: readonly ProbeAnswer[];
  /** What Auto found on this device, now or on an earlier visit; null while it has not been timed. */
  readonly auto: EngineChoice | null;
  /** Something the person should know, until they dismiss it. */
  readonly notice: string | null;
}

/** Settings that a person changed while a run was under way; known as long as the page lives. */
interface SettingsChange {
  /** The newest step at that time. */
  readonly step: number;
  readonly before: RunSettings;
  readonly after: RunSettings;
}

export interface ProbeAnswer {
  readonly step: number;
  /** 10 probabilities. */
  readonly probabilities: Float32Array;
}

/** Before the worker has said anything. */
export const emptyView: TrainerView = {
  status: idle,
  data: null,
  curves: null,
  earlier: [],
  changes: [],
  moment: null,
  shownStep: null,
  timeline: [],
  strip: null,
  testing: null,
  tested: null,
  resumable: null,
  damaged: [],
  probeAnswers: [],
  auto: null,
  notice: null,
};

/** Answers kept of a probe; when there are more, every other one goes. */
const probeAnswersMax = 600;

/** Another run is shown: nothing of the last one is. */
const { curves, changes, moment, shownStep, timeline, strip, tested, testing, probeAnswers } = emptyView;
const nothingShown = { curves, changes, moment, shownStep, timeline, strip, tested, testing, probeAnswers };

/** The run that keeps the GPU busy now, with its engine; null where none does. */
export function runOnGpu({ status, testing }: Pick<TrainerView, 'status' | 'testing'>): string | null {
  const { state, runId, engine } = status;
  const computes = state === 'running' || testing !== null;
  return computes && engine && isOnGpu(engine.kind) ? `${runId} on ${engine.kind}` : null;
}

/** What changes with an event. The status says which run is shown; events of other runs change nothing. */
export function viewAfter(view: TrainerView, event: RunEvent): Partial<TrainerView> {
  if (runOf(event) !== undefined && runOf(event) !== view.status.runId) return {};
  switch (event.type) {
    case 'status': {
      const isAnother = event.status.runId !== view.status.runId;
      const changed = isAnother ? {} : changesAfter(view, event.status);
      return { ...(isAnother && nothingShown), ...changed, status: event.status };
    }
    case 'data':
      return { data: event.data };
    case 'metrics': {
      const { curves } = view;
      if (curves?.runId !== event.runId) return {};
      const training = [...curves.training, ...event.training];
      const validation = [...curves.validation, ...event.validation];
      return { curves: { ...curves, training, validation } };
    }
    case 'rewound':
      return view.curves?.runId === event.runId ? { curves: event.curves } : {};
    case 'curves':
      return { curves: event.now, earlier: event.earlier };
    case 'moment':
      return { moment: event.moment, probeAnswers: probeAnswersAfter(view, event.moment) };
    case 'strip':
      return { strip: event.strip };
    case 'timeline':
      return { timeline: event.moments };
    case 'testing':
      return { testing: event.share };
    case 'tested':
      return { tested: event.result };
    case 'resumable':
      return { resumable: event.runs, damaged: event.damaged };
    case 'notice':
      return { notice: event.text };
    case 'chosen':
      return { auto: event.choice };
  }
}

/** Changes that are less than this share of a run apart are one: a slider is being moved. */
const oneChange = 0.01;

function changesAfter({ status, changes }: TrainerView, now: RunStatus): Pick<TrainerView, 'changes'> | null {
  const { step, totalSteps, settings: after } = now;
  if (now.runId === null || step === 0 || isSame(status.settings, after)) return null;
  const last = changes.at(-1);
  const again = last && step - last.step < oneChange * totalSteps ? last : null;
  const before = again?.before ?? status.settings;
  const kept = again ? changes.slice(0, -1) : changes;
  return { changes: isSame(before, after) ? kept : [...kept, { step: again?.step ?? step, before, after }] };
}

/** Each message brings settings of its own. */
function isSame(one: RunSettings, other: RunSettings): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

/** The run that an event belongs to; undefined for those that belong to none, null where there is no run. */
function runOf(event: RunEvent): string | null | undefined {
  switch (event.type) {
    case 'metrics':
    case 'rewound':
    case 'timeline':
    case 'testing':
      return event.runId;
    case 'curves':
      return event.now?.runId ?? null;
    case 'moment':
      return event.moment.runId;
    case 'strip':
      return event.strip.runId;
    case 'tested':
      return event.result.runId;
    default:
      return undefined;
  }
}

function probeAnswersAfter(view: TrainerView, moment: NetworkMoment): readonly ProbeAnswer[] {
  const before = view.moment === null || view.moment.runId === moment.runId ? view.probeAnswers : [];
  // A moment of the timeline is no new point of the line.
  if (view.shownStep !== null) return before;
  const architecture = architectureNamed(moment.architecture);
  const { name } = outputOf(architecture);
  const probabilities = activationOf(architecture, moment.activations, name).slice();
  // The same step once more, or a run that went back: the line goes on from there.
  const earlier = before.filter(({ step }) => step < moment.step);
  const line = [...earlier, { step: moment.step, probabilities }];
  return line.length > probeAnswersMax ? line.filter((_, i) => i % 2 === 0) : line;
}
