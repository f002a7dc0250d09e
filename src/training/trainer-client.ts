import type { StoreApi } from 'zustand/vanilla';
import type { DataStatus, PartName } from '../datasets/digit-source.ts';
import type { LabelledDigits } from '../datasets/labelled-digits.ts';
import type {
  DistortionPreview,
  NetworkMoment,
  ResumableRun,
  RunCurves,
  RunStatus,
  TestResult,
  TestStrip,
  TimelineMoment,
} from './run-contract.ts';
import type { RunSettings } from './run-settings.ts';

/** What the page knows of the run: the newest of everything that the worker has reported. */
export interface TrainerView {
  readonly status: RunStatus;
  readonly data: DataStatus | null;
  /** Of the run under way. */
  readonly curves: RunCurves | null;
  /** Of runs before it, newest first. */
  readonly earlier: readonly RunCurves[];
  /** The network of now, or of the moment of the timeline that is shown. */
  readonly moment: NetworkMoment | null;
  /** Step of the timeline's moment that is shown; null when the network of now is. */
  readonly shownStep: number | null;
  readonly timeline: readonly TimelineMoment[];
  readonly strip: TestStrip | null;
  /** Share of the test set that has been measured; null when it is not being measured. */
  readonly testing: number | null;
  readonly tested: TestResult | null;
  readonly resumable: readonly ResumableRun[];
  /** Something the person should know, until they dismiss it. */
  readonly notice: string | null;
}

/** The page's side of the training worker. Every member may be handed on by itself. */
export interface TrainerClient {
  readonly store: StoreApi<TrainerView>;
  /** Starts the worker, once; other calls start it too. */
  readonly open: () => void;
  readonly start: (settings: RunSettings) => void;
  readonly pause: () => void;
  readonly resume: () => void;
  readonly step: (settings: RunSettings) => void;
  readonly stop: () => void;
  readonly reset: (settings: RunSettings) => void;
  readonly edit: (settings: RunSettings) => void;
  readonly resumeRun: (runId: string) => void;
  readonly forgetRun: (runId: string) => void;
  /** 784 bytes. */
  readonly setProbe: (digit: Uint8Array) => void;
  readonly showMoment: (step: number | null) => void;
  readonly test: () => void;
  readonly stopTest: () => void;
  readonly images: (part: PartName, indices: readonly number[]) => Promise<LabelledDigits>;
  readonly preview: (settings: RunSettings) => Promise<DistortionPreview>;
  readonly useFiles: (files: readonly File[]) => void;
  readonly useMnist: () => void;
  readonly loadData: () => void;
  readonly deleteCache: () => void;
  readonly dismissNotice: () => void;
  readonly dispose: () => void;
}
