import type { ChanceKind } from '../data/order/chance.ts';
import type { Place } from '../engines/course.ts';
import { t } from '../language/language.ts';
import type { Architecture } from '../network/architecture.ts';
import { architectureNamed, architectureTag } from '../network/architecture-names.ts';
import type { KeptRun, RunProgress, RunRecord } from '../storage/records.ts';
import type { RunStart } from './contract.ts';
import { beginning } from './run-data.ts';
import type { EngineBefore } from './session-parts.ts';
import { parseSettings, type RunSettings } from './settings/run-settings.ts';

/** A run in memory, and what is stored of it: a new field of a run begins here, in storage/records.ts and in store/run-store-forms.ts. */

export const nothing: RunProgress['pending'] = { steps: 0, images: 0, loss: 0, correct: 0 };

/** What is stored of a run as it is here. */
type RunFacts = Omit<RunRecord, 'savedAt' | 'architecture' | 'chance' | 'settings' | 'origin'>;

/** A run that is loaded: what it is, where it stands, and what it can go back to. */
export interface LoadedRun extends RunFacts {
  readonly architecture: Architecture;
  readonly chance: ChanceKind;
  /** Null for a fresh network of the settings' seed. */
  readonly begun: RunStart | null;
  readonly settings: RunSettings;
  readonly place: Place;
  /** Sums since the last point of the training curve. */
  readonly pending: RunProgress['pending'];
  /** Of the step that was made last. */
  readonly learningRate: number | null;
  /** The last known-good state, which is the current one while the run stands. */
  readonly sound: KeptRun;
  /** Whether steps are being made. */
  readonly trains: boolean;
  /** Steps still to make when it stopped because no data came; null when it did not. */
  readonly waitsForData: number | null;
  /** Engines that failed lately. */
  readonly failures: readonly { readonly at: number; readonly engine: EngineBefore | null }[];
  /** Why an engine has to be opened again; told once one is open. */
  readonly trouble: string | null;
}

/** What a checkpoint holds besides what is counted here. */
export type RunWeights = Pick<RunProgress, 'engine' | 'parameters' | 'optimiser'>;

/** What a fresh run is given. */
type NewRun = Pick<
  LoadedRun,
  'runId' | 'startedAt' | 'dataName' | 'architecture' | 'chance' | 'begun' | 'settings'
>;

/** @param untrained what it begins with */
export function freshRun(run: NewRun, untrained: RunWeights): LoadedRun {
  const fresh: Omit<LoadedRun, 'sound'> = {
    ...run,
    place: beginning,
    step: 0,
    totalSteps: 0,
    ended: false,
    testAccuracy: null,
    training: [],
    validation: [],
    pending: nothing,
    ...standing,
  };
  return { ...fresh, sound: keptOf(fresh, untrained, run.startedAt) };
}

const standing = {
  learningRate: null,
  trains: false,
  waitsForData: null,
  failures: [],
  trouble: null,
} as const;

/** @throws Error when its settings are not this version's, or it trains a network that is not known here */
export function loadedRun({ record, progress }: KeptRun): LoadedRun {
  const parsed = parseSettings(record.settings);
  if (!parsed.ok) throw new Error(t`settings of the kept run: ${parsed.reason}`);
  const { savedAt: _, architecture: tag, chance, settings: __, origin, ...facts } = record;
  const architecture = architectureNamed(tag);
  // What it trains is what its weights are of, whatever its settings say.
  const settings = { ...parsed.settings, network: architecture.id };
  // Runs saved by older versions do not say whose moments they are; later edits must not decide it.
  const optimiser = { kind: settings.optimiser, ...progress.optimiser };
  const { initial, epoch, offset, pending } = progress;
  return {
    ...facts,
    architecture,
    chance: chance ?? 'sequential',
    begun: origin && initial ? { origin, architecture: architecture.id, parameters: initial } : null,
    settings,
    place: { epoch, offset },
    pending,
    sound: { record, progress: { ...progress, optimiser } },
    ...standing,
  };
}

/** What is stored of a run as it stands. */
export function keptOf(run: Omit<LoadedRun, 'sound'>, weights: RunWeights, savedAt: number): KeptRun {
  const { runId, startedAt, architecture, chance, dataName, settings, step, totalSteps } = run;
  const { ended, testAccuracy, begun, training, validation, place, pending } = run;
  return {
    record: {
      runId,
      startedAt,
      savedAt,
      ...architectureTag(architecture),
      ...(chance !== 'sequential' && { chance }),
      dataName,
      settings,
      step,
      totalSteps,
      ended,
      training,
      validation,
      testAccuracy,
      ...(begun && { origin: begun.origin }),
    },
    progress: {
      ...place,
      pending,
      engine: weights.engine,
      parameters: weights.parameters,
      optimiser: weights.optimiser,
      ...(begun && { initial: begun.parameters }),
    },
  };
}

/** The last checkpoint with what has changed since besides weights: settings, a test result. */
export function keptAgain(run: LoadedRun, savedAt: number): KeptRun {
  const { record, progress } = run.sound;
  const { settings, testAccuracy } = run;
  const totalSteps = run.step === record.step ? run.totalSteps : record.totalSteps;
  return { record: { ...record, settings, totalSteps, testAccuracy, savedAt }, progress };
}
