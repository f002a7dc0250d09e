import type { BatchResult } from '../engines/engine.ts';
import { append } from '../lib/lists.ts';
import type { Architecture } from '../network/architecture.ts';
import { architectureNamed, architectureTag } from '../network/architectures.ts';
import type { KeptPoint, KeptRun, RunProgress } from '../storage/records.ts';
import type { RunCurves, RunStart } from './contract.ts';
import { beginning, type Place } from './run-data.ts';
import { parseSettings, type RunSettings } from './settings/run-settings.ts';

/** Points of a training curve over the default run: enough for every screen, few enough to keep. */
const curvePoints = 1_000;

/** Sums since the last point of the training curve. */
type Pending = RunProgress['pending'];
const nothing: Pending = { steps: 0, images: 0, loss: 0, correct: 0 };

/** What a checkpoint holds besides what is counted here. */
export type RunWeights = Pick<RunProgress, 'engine' | 'parameters' | 'optimiser'>;

/** One run: its settings, where it stands, and its curves. It knows nothing of engines or data. */
export class Run {
  settings: RunSettings;
  place: Place = beginning;
  step = 0;
  /** Steps of the whole run with the settings as they are. */
  totalSteps = 0;
  ended = false;
  testAccuracy: number | null = null;
  readonly training: KeptPoint[] = [];
  readonly validation: KeptPoint[] = [];
  private pending: Pending = nothing;

  constructor(
    readonly runId: string,
    readonly startedAt: number,
    readonly dataName: string,
    settings: RunSettings,
    readonly architecture: Architecture,
    /** Null for a fresh network of the settings' seed. */
    readonly begun: RunStart | null = null,
  ) {
    this.settings = settings;
  }

  /** @throws Error when its settings are not this version's */
  static fromKept({ record, progress }: KeptRun): Run {
    const settings = parseSettings(record.settings);
    if (!settings.ok) throw new Error(`settings of the kept run: ${settings.reason}`);
    const { runId, startedAt, dataName } = record;
    const architecture = architectureNamed(record.architecture);
    const start = startOf({ record, progress });
    const run = new Run(runId, startedAt, dataName, settings.settings, architecture, start);
    run.place = { epoch: progress.epoch, offset: progress.offset };
    run.step = record.step;
    run.totalSteps = record.totalSteps;
    run.ended = record.ended;
    run.testAccuracy = record.testAccuracy;
    append(run.training, record.training);
    append(run.validation, record.validation);
    run.pending = progress.pending;
    return run;
  }

  /** Back to an earlier state of the same run. */
  rewind({ record, progress }: KeptRun): void {
    this.place = { epoch: progress.epoch, offset: progress.offset };
    this.step = record.step;
    this.totalSteps = record.totalSteps;
    this.ended = record.ended;
    this.pending = progress.pending;
    this.training.length = record.training.length;
    this.validation.length = record.validation.length;
  }

  /** Counts a step; a new point of the training curve when one is due. */
  add({ loss, correct }: BatchResult, images: number, next: Place): KeptPoint | null {
    this.step += 1;
    this.place = next;
    const { pending } = this;
    this.pending = {
      steps: pending.steps + 1,
      images: pending.images + images,
      loss: pending.loss + loss * images,
      correct: pending.correct + correct,
    };
    // Every step of the first hundred, where the curve falls; then evenly.
    const due = this.step <= 100 ? 1 : Math.max(1, Math.ceil(this.totalSteps / curvePoints));
    return this.pending.steps >= due ? this.flush() : null;
  }

  /** The point of what has been counted since the last one. */
  flush(): KeptPoint | null {
    const { images, loss, correct } = this.pending;
    if (images === 0) return null;
    this.pending = nothing;
    const point = { step: this.step, loss: loss / images, accuracy: correct / images };
    this.training.push(point);
    return point;
  }

  kept(weights: RunWeights, savedAt: number): KeptRun {
    const {
      runId,
      startedAt,
      architecture,
      dataName,
      settings,
      step,
      totalSteps,
      ended,
      testAccuracy,
      begun,
    } = this;
    return {
      record: {
        runId,
        startedAt,
        savedAt,
        ...architectureTag(architecture),
        dataName,
        settings,
        step,
        totalSteps,
        ended,
        training: [...this.training],
        validation: [...this.validation],
        testAccuracy,
        ...(begun && { origin: begun.origin }),
      },
      progress: {
        ...this.place,
        pending: this.pending,
        ...weights,
        ...(begun && { initial: begun.parameters }),
      },
    };
  }

  curves(): RunCurves {
    const { runId, startedAt, settings, testAccuracy } = this;
    return {
      runId,
      startedAt,
      settings,
      training: [...this.training],
      validation: [...this.validation],
      testAccuracy,
    };
  }
}

/** What a kept run began from; null for a fresh network. */
function startOf({ record: { origin }, progress: { initial } }: KeptRun): RunStart | null {
  return origin && initial ? { origin, parameters: initial } : null;
}
