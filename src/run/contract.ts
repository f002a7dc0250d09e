import type { LabelledDigits } from '../data/labelled-digits.ts';
import type { DataStatus, PartName } from '../data/sources/digit-source.ts';
import type { EngineKind } from '../engines/engine.ts';
import type { ExportedFile } from '../formats/network-file.ts';
import type { Confusion } from '../measures/evaluation.ts';
import type { EngineChoice } from '../storage/engine-choice.ts';
import type { DamagedRun, KeptPoint, RunOrigin, RunRecord } from '../storage/records.ts';
import type { RunSettings } from './settings/run-settings.ts';

/**
 * The messages between the page and the worker that trains. Types only, so both sides may import it.
 * P = parameterCount (61,706), A = activationCount (9,118). A step is one batch and one update.
 */

/** The states of a run, in the order in which it meets them. */
export const runStates = ['idle', 'preparing', 'running', 'paused', 'finished', 'failed'] as const;
export type RunState = (typeof runStates)[number];

export interface RunStatus {
  readonly state: RunState;
  /** Whether there is a run that has not ended: it trains, or can be resumed. */
  readonly goesOn: boolean;
  /** Null before the first run. */
  readonly runId: string | null;
  /** Milliseconds since 1970. */
  readonly startedAt: number | null;
  /** Steps done, and those of the whole run with the settings as they are now. */
  readonly step: number;
  readonly totalSteps: number;
  /** The epoch under way, from 1; 0 before the first step. */
  readonly epoch: number;
  readonly epochs: number;
  /** Passes over the images so far, with the share of the one under way; null while the images are not known. */
  readonly epochsDone: number | null;
  /** Share of the run that is done, 0..1. */
  readonly progress: number;
  /** Over the last seconds, pauses left out; null before there is one. */
  readonly imagesPerSecond: number | null;
  /** Null before the speed is steady. */
  readonly secondsLeft: number | null;
  /** Of the step that was made last. */
  readonly learningRate: number | null;
  /** What trains, and why it was taken. */
  readonly engine: TrainingDevice | null;
  readonly settings: RunSettings;
  /** The network that the run began from, or that the next one begins from; null for a fresh one. */
  readonly origin: RunOrigin | null;
  /** What is being prepared, why it failed, or what happened on the way, for the person to read. */
  readonly message: string | null;
  /** How well the images of this epoch are mixed, in words. */
  readonly mixing: string | null;
  /** When the newest checkpoint was saved; null when none is, or none can be. */
  readonly savedAt: number | null;
}

export interface TrainingDevice {
  readonly kind: EngineKind;
  readonly device: string;
  /** "wasm, 2 workers: 15,200 images/s; webgl 210; cpu 88", or that it was asked for by name. */
  readonly why: string;
}

export type MetricPoint = KeptPoint;

export interface RunCurves {
  readonly runId: string;
  readonly startedAt: number;
  readonly settings: RunSettings;
  /** Of the training batches, as the network saw them (distorted). */
  readonly training: readonly MetricPoint[];
  /** Of the validation images, as they are. */
  readonly validation: readonly MetricPoint[];
  /** Share right of the test images, once measured. */
  readonly testAccuracy: number | null;
}

export interface NetworkMoment {
  readonly runId: string;
  readonly step: number;
  /** The id of the network that it is. */
  readonly architecture: string;
  /** P floats. */
  readonly parameters: Float32Array;
  /**
   * The first {@link convolutionParameterCount} floats of the mean gradient over some images of the last
   * batch: kernels and biases of C1 and C3. Null where there was no batch (a moment of the timeline).
   */
  readonly gradient: Float32Array | null;
  /** Activations of the probe digit, A floats. */
  readonly activations: Float32Array;
}

/** What the network says to some test images. */
export interface TestStrip {
  readonly runId: string;
  readonly step: number;
  /** Wrong ones first, then right ones; each with its place in the test set. */
  readonly digits: readonly TestAnswer[];
  readonly wrong: number;
  readonly looked: number;
}

export interface TestAnswer {
  /** Place in the test set, from 0. */
  readonly index: number;
  readonly label: number;
  readonly answer: number;
  /** Probability of the answer, 0..1. */
  readonly confidence: number;
  /** 784 bytes. */
  readonly digit: Uint8Array;
}

/** The test set, measured once with the parameters of one step. */
export interface TestResult extends Confusion {
  readonly runId: string;
  readonly step: number;
  /** The data whose test part it was. */
  readonly dataName: string;
  /** n answers in the order of the test set. */
  readonly answers: Uint8Array;
  /** n probabilities of those answers. */
  readonly confidences: Float32Array;
  /** n classes in the order of the test set. */
  readonly labels: Uint8Array;
}

/** A network that a run begins from instead of a fresh one. */
export interface RunStart {
  readonly origin: RunOrigin;
  /** The id of the network that it is. */
  readonly architecture: string;
  /** P floats. */
  readonly parameters: Float32Array;
}

export interface TimelineMoment {
  readonly step: number;
  readonly validationAccuracy: number | null;
}

/** A kept run that is not shown: one that was left before its end can go on. */
export interface ResumableRun
  extends Pick<RunRecord, 'runId' | 'startedAt' | 'step' | 'totalSteps' | 'ended' | 'dataName'> {
  /** Shares right, 0..1; null where they were not measured. */
  readonly validationAccuracy: number | null;
  readonly testAccuracy: number | null;
}

export type RunEvent =
  | { readonly type: 'status'; readonly status: RunStatus }
  | { readonly type: 'data'; readonly data: DataStatus }
  /** New points at the ends of the curves of the run under way. */
  | {
      readonly type: 'metrics';
      readonly runId: string;
      readonly training: readonly MetricPoint[];
      readonly validation: readonly MetricPoint[];
    }
  /** The run under way went back to an earlier step: its curves as they are now. */
  | { readonly type: 'rewound'; readonly runId: string; readonly curves: RunCurves }
  /** All curves: of the run under way, and of earlier ones, newest first. */
  | { readonly type: 'curves'; readonly now: RunCurves | null; readonly earlier: readonly RunCurves[] }
  | { readonly type: 'moment'; readonly moment: NetworkMoment }
  | { readonly type: 'strip'; readonly strip: TestStrip }
  | { readonly type: 'timeline'; readonly runId: string; readonly moments: readonly TimelineMoment[] }
  /** `share` while it is measured, then the result. */
  | { readonly type: 'testing'; readonly runId: string; readonly share: number | null }
  | { readonly type: 'tested'; readonly result: TestResult }
  /** Newest first; and those that can only be deleted. */
  | {
      readonly type: 'resumable';
      readonly runs: readonly ResumableRun[];
      readonly damaged: readonly DamagedRun[];
    }
  /** Auto has timed this device's engines: to be kept for the next visit. */
  | { readonly type: 'chosen'; readonly choice: EngineChoice | null }
  /** For the person to know, whatever the run does. */
  | { readonly type: 'notice'; readonly text: string };

export interface DistortionPreview {
  readonly before: readonly Uint8Array[];
  readonly after: readonly Uint8Array[];
}

export type BuiltInSource = 'mnist' | 'synthetic';

/** Two runs that are compared. */
export const sides = ['a', 'b'] as const;
export type Side = (typeof sides)[number];
/** Something of each of the two. */
export type Pair<Value> = Readonly<Record<Side, Value>>;

/**
 * Two runs on the same data, which train together in place of the page's run. They are in memory only: a
 * comparison ends with its worker. The page's run is paused and saved before they train, and they are paused
 * before it does.
 */
interface ComparingWorker {
  /** Starts both; the comparison before, if any, is closed. */
  compare(settings: Pair<RunSettings>, report: (side: Side, event: RunEvent) => void): Promise<void>;
  /** Resolves once both have stopped; until they are resumed, they hold no engine. */
  pauseComparison(): Promise<void>;
  resumeComparison(): Promise<void>;
  /** Ends both here: they are measured, and can no longer go on. */
  stopComparison(): Promise<void>;
  /** Forgets both. */
  closeComparison(): Promise<void>;
  /** Test images of the data that the two are trained on, by their places. */
  comparedImages(indices: readonly number[]): Promise<LabelledDigits>;
}

/** Served by the training worker through comlink. No call fails for what a run does: events say it. */
export interface TrainingWorker extends ComparingWorker {
  /** What the driver calls the GPU, empty where workers have none; may be asked before `open`. */
  gpuName(): Promise<string>;
  /** Reports what was kept; answers when it has. */
  open(places: TrainingPlaces, report: (event: RunEvent) => void): Promise<void>;
  /** What the runs to come begin from, null for a fresh network; a run under way is left, with its checkpoint. */
  startFrom(start: RunStart | null): Promise<void>;
  /** A new run with these settings; the one under way is left, with its checkpoint. */
  start(settings: RunSettings): Promise<void>;
  /** Resolves once the run has stopped and its checkpoint is saved. */
  pause(): Promise<void>;
  resume(): Promise<void>;
  /** One batch; of a new run when there is none. */
  step(settings: RunSettings): Promise<void>;
  /** Ends the run here: it is measured, and can no longer go on. */
  stop(): Promise<void>;
  /** Back to idle with fresh parameters; the run's curves stay for comparison. */
  reset(settings: RunSettings): Promise<void>;
  /** Changes the settings of the run under way, from its next step on. */
  edit(settings: RunSettings): Promise<void>;
  /** Takes up a run that was left; one that has ended is shown as it ended, and measured. */
  resumeRun(runId: string): Promise<void>;
  /** Forgets a run: its checkpoint, curves and moments. */
  forgetRun(runId: string): Promise<void>;
  /** A run as one file; null when it is not here, and a notice says why. */
  exportRun(runId: string): Promise<ExportedFile | null>;
  /** The digit whose activations are shown, 784 bytes. */
  setProbe(digit: Uint8Array): Promise<void>;
  /** Shows the network of a moment of the timeline, or of now again (null). Tells whether it is there. */
  showMoment(step: number | null): Promise<boolean>;
  /** Measures the whole test set with the parameters that are shown. */
  test(): Promise<void>;
  stopTest(): Promise<void>;
  /** Images by their places; those that have not arrived are left out. */
  images(part: PartName, indices: readonly number[]): Promise<LabelledDigits>;
  preview(settings: RunSettings): Promise<DistortionPreview>;
  /**
   * Files from the person's disk: a run that was exported, which is kept from now on, or IDX files, which
   * come in the place of MNIST. A notice says why they are refused.
   */
  takeFiles(files: readonly File[]): Promise<void>;
  /** Data that needs nothing from the person; synthetic handwriting without the styles that are named. */
  takeSource(source: BuiltInSource, stylesOff: readonly string[]): Promise<void>;
  /** Begins to load the data, or tries again what failed. */
  loadData(): Promise<void>;
  /** Deletes the data that the browser keeps. */
  deleteCache(): Promise<void>;
  /** Whether the page can be seen: hidden, nothing is sent to be drawn, and all cores may train. */
  setVisible(visible: boolean): Promise<void>;
  /**
   * The page may be about to go: saves what was trained since the last checkpoint.
   * @param written its first element is set to 1 then: a page that is leaving hears no message
   */
  saveNow(written?: Int32Array): Promise<void>;
  /** Loses the device on purpose, for tests; false where nothing can be lost. */
  loseDevice(): Promise<boolean>;
}

export interface TrainingPlaces {
  /** Addresses that a file's name follows, tried in order; the first is this site's own. */
  readonly mnist: readonly string[];
  /** For Auto: cores of this device, and what was found on an earlier visit. */
  readonly cores: number;
  readonly chosen: EngineChoice | null;
}
