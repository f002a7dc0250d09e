import type { Engine, EngineKind } from '../engines/engine.ts';
import { engineKinds } from '../engines/engine.ts';
import { openEngine } from '../engines/open.ts';
import type { EngineChoice } from '../storage/engine-choice.ts';
import type { Candidate } from './auto.ts';
import type { RunSettings } from './run-settings.ts';
import type { EngineBefore, OpenedTrainer } from './session-parts.ts';

/** What stands in when an engine does not open, best first where nothing has been timed. */
const standIns: readonly Candidate[] = [{ kind: 'wasm', workers: 1 }, { kind: 'webgl' }, { kind: 'cpu' }];

export interface TrainerWish extends Candidate {
  readonly why: string;
}

/**
 * Which engines to try for a run, first to last: the one that it began on, so that it ends with the
 * bits that it would have had; the one asked for by name; the fastest of this device as far as it has
 * been timed; our own kernels on the threads at hand.
 * @param threads that may compute
 */
export function trainerWishes(
  { engine }: Pick<RunSettings, 'engine'>,
  before: EngineBefore | null,
  chosen: EngineChoice | null,
  threads: number,
): readonly TrainerWish[] {
  const wishes: TrainerWish[] = [];
  const add = (candidate: Candidate, why: string) => {
    const same = ({ kind, workers = 1 }: Candidate) =>
      kind === candidate.kind && workers === (candidate.workers ?? 1);
    if (!wishes.some(same)) wishes.push({ ...candidate, why });
  };
  const own = kindOf(before?.kind);
  if (own && before && !before.failed && (engine === 'auto' || engine === own)) {
    add({ kind: own, ...threadsOf(own, before.workers) }, 'This run began on it.');
  }
  if (engine !== 'auto') add({ kind: engine, ...threadsOf(engine, threads) }, 'Asked for by name.');
  else {
    const fastest = kindOf(chosen?.kind);
    if (fastest && chosen) add({ kind: fastest, ...threadsOf(fastest, chosen.workers ?? 1) }, chosen.why);
    add(
      { kind: 'wasm', workers: threads },
      'Not timed on this device yet; our own kernels are the fastest on most.',
    );
  }
  for (const standIn of standIns) add(standIn, 'Stands in.');
  // What has just failed comes last.
  const failed = before?.failed ? own : undefined;
  return [...wishes.filter(({ kind }) => kind !== failed), ...wishes.filter(({ kind }) => kind === failed)];
}

/** @throws Error with every engine's reason when none opens */
export async function openTrainer(wishes: readonly TrainerWish[]): Promise<OpenedTrainer> {
  const refused: string[] = [];
  for (const { kind, workers = 1, why } of wishes) {
    const opened = await openEngine(kind, { workers });
    if (opened.ok) return { engine: opened.engine, workers, why: [...refused, why].join(' ') };
    refused.push(`${kind} did not open: ${opened.reason}.`);
  }
  throw new Error(`No engine can train here. ${refused.join(' ')}`);
}

/** A small engine to look at networks with. @throws Error with every engine's reason when none opens */
export async function openViewer(): Promise<Engine> {
  return (await openTrainer(standIns.map((standIn) => ({ ...standIn, why: '' })))).engine;
}

function kindOf(name: string | undefined): EngineKind | undefined {
  return engineKinds.find((kind) => kind === name);
}

function threadsOf(kind: EngineKind, workers: number): { readonly workers?: number } {
  return kind === 'wasm' ? { workers } : {};
}
