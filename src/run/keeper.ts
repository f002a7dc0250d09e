import { t } from '../language/language.ts';
import { refusedFor } from '../lib/result.ts';
import type { DamagedRun, KeptRun, RunRecord } from '../storage/records.ts';
import type { ResumableRun, RunCurves, TimelineMoment } from './contract.ts';
import type { LoadedRun } from './kept-run.ts';
import type { SessionParts } from './session-parts.ts';
import { parseSettings } from './settings/run-settings.ts';
import { curvesOf } from './state.ts';
import type { LoadResult } from './store/run-store.ts';

/** Saves runs, and reports what is stored. Trouble with the storage never stops a run. */
export class Keeper {
  /** When the newest checkpoint of the run under way was saved. */
  savedAt: number | null = null;
  private savedRun: string | null = null;
  private writing: Promise<unknown> = Promise.resolve();
  private told = false;
  /** Runs of other tabs, and of a tab that has just gone: offered as soon as they are let go. */
  private readonly awaited = new Set<string>();

  constructor(
    private readonly parts: SessionParts,
    /** The run under way. */
    private readonly run: () => LoadedRun | null,
  ) {}

  /** @returns what the person should know: once, when saving fails */
  async save(kept: KeptRun, moment: boolean): Promise<string | null> {
    // One at a time, in order: the newest save is the one that stays.
    const saved = this.writing.then(() => this.parts.store.save(kept, moment).catch(refusedFor));
    this.writing = saved;
    const result = await saved;
    if (!result.ok) {
      if (this.told) return null;
      this.told = true;
      return t`This run cannot be saved (${result.reason}). It continues, but reloading the page would lose it.`;
    }
    this.told = false;
    this.savedAt = kept.record.savedAt;
    this.savedRun = kept.record.runId;
    if (moment) await this.reportTimeline(kept.record);
    return null;
  }

  /** Resolves when everything that was to be saved has been. */
  async written(): Promise<void> {
    await this.writing;
  }

  load(runId: string): Promise<LoadResult> {
    return this.parts.store.load(runId).catch(refusedFor);
  }

  moment(runId: string, step: number): Promise<Float32Array | null> {
    return this.parts.store.moment(runId, step).catch(() => null);
  }

  forget(runId: string): Promise<void> {
    return this.parts.store.remove(runId);
  }

  /** Runs that can be opened, and the curves of all. */
  async report(): Promise<void> {
    const { store, heldRuns } = this.parts;
    const runId = this.run()?.runId;
    if (runId !== this.savedRun) this.savedAt = null;
    // Storage that fails has nothing to list; the next save says why.
    const [records, broken, held] = await Promise.all([
      store.list().catch((): readonly RunRecord[] => []),
      store.damaged().catch((): readonly DamagedRun[] => []),
      heldRuns().catch((): ReadonlySet<string> => new Set()),
    ]);
    // Meanwhile another run has begun, whose own report follows.
    const run = this.run();
    if (run?.runId !== runId) return;
    const others = records.filter((record) => record.runId !== runId);
    const left = others.filter(({ step }) => step > 0);
    const runs = left.filter((record) => !held.has(record.runId)).map(resumable);
    for (const record of left) if (held.has(record.runId)) this.awaitRelease(record.runId);
    const earlier = others.flatMap((record) => keptCurves(record) ?? []);
    // The run under way stays, whatever lies in the database: its next save heals it.
    const damaged = broken.filter((one) => one.runId !== runId && !held.has(one.runId));
    this.parts.report({ type: 'resumable', runs, damaged });
    this.parts.report({ type: 'curves', now: run && curvesOf(run), earlier });
    if (run) await this.reportTimeline(run);
  }

  private awaitRelease(runId: string): void {
    if (this.awaited.has(runId)) return;
    this.awaited.add(runId);
    void this.parts.runReleased(runId).then(() => {
      this.awaited.delete(runId);
      return this.report();
    });
  }

  private async reportTimeline(run: Pick<RunRecord, 'runId' | 'validation'>): Promise<void> {
    const steps = await this.parts.store.moments(run.runId).catch((): readonly number[] => []);
    const moments = steps.map((step): TimelineMoment => {
      const point = run.validation.findLast((measured) => measured.step <= step);
      return { step, validationAccuracy: point?.accuracy ?? null };
    });
    this.parts.report({ type: 'timeline', runId: run.runId, moments });
  }
}

function resumable({ validation, ...record }: RunRecord): ResumableRun {
  const { runId, startedAt, step, totalSteps, ended, testAccuracy, dataName } = record;
  const validationAccuracy = validation.at(-1)?.accuracy ?? null;
  return { runId, startedAt, step, totalSteps, ended, validationAccuracy, testAccuracy, dataName };
}

/** Null for settings of another version: their curves would be compared with the wrong words. */
function keptCurves(record: RunRecord): RunCurves | null {
  const parsed = parseSettings(record.settings);
  return parsed.ok ? curvesOf({ ...record, settings: parsed.settings }) : null;
}
