import type { Candidate } from '../engines/auto.ts';
import type { Engine, EngineKind } from '../engines/engine.ts';
import { engineLabel, engineNamed, hasThreadsFor, standIns } from '../engines/lookup.ts';
import { openEngine } from '../engines/open.ts';
import { t } from '../language/language.ts';
import type { Architecture } from '../network/architecture.ts';
import { lenet5 } from '../network/lenet-5.ts';
import type { EngineChoice } from '../storage/engine-choice.ts';
import type { EngineBefore, OpenedTrainer } from './session-parts.ts';
import type { RunSettings } from './settings/run-settings.ts';

interface TrainerWish extends Candidate {
  readonly why: string;
}

/**
 * Which engines to try for a run, first to last: the one that it began on, so that it ends with the
 * bits that it would have had; the one that was chosen in the settings; the fastest of this device, where
 * that is known; our own kernels on the threads at hand. What has failed comes last.
 * @param threads that may compute
 */
export function trainerWishes(
  { engine, network }: Pick<RunSettings, 'engine' | 'network'>,
  before: EngineBefore | null,
  failed: readonly EngineBefore[],
  chosen: EngineChoice | null,
  threads: number,
): readonly TrainerWish[] {
  const wishes: TrainerWish[] = [];
  const add = (kind: EngineKind, workers: number, why: string) => {
    const wish = { kind, ...(hasThreadsFor(kind, network) && { workers }), why };
    if (!wishes.some((other) => isSame(other, wish))) wishes.push(wish);
  };
  const own = kindOf(before?.kind);
  if (own && before && (engine === 'auto' || engine === own)) {
    // A run from a larger machine may ask for more threads than this one has.
    const workers = Math.min(before.workers, threads);
    const why =
      !hasThreadsFor(own, network) || workers === before.workers
        ? t`This run started on it.`
        : t`This run started on ${before.workers} threads; this device has ${threads} for it.`;
    add(own, workers, why);
  }
  if (engine !== 'auto') add(engine, threads, t`Chosen in the settings.`);
  else {
    // Auto times engines with the usual network.
    const fastest = kindOf(chosen?.kind);
    if (fastest && chosen && network === lenet5.id)
      add(fastest, Math.min(chosen.workers ?? 1, threads), chosen.why);
    const [usual] = standIns(network);
    const why =
      network === lenet5.id
        ? t`Not timed on this device yet; ${usual?.label ?? ''} is the fastest on most.`
        : t`${usual?.label ?? ''} is the fastest for this network.`;
    if (usual) add(usual.id, threads, why);
  }
  for (const { id } of standIns(network)) add(id, 1, t`Used because nothing else opened.`);
  const hasFailed = (wish: Candidate) => failed.some((one) => isSame(one, wish));
  return [...wishes.filter((wish) => !hasFailed(wish)), ...wishes.filter(hasFailed)];
}

/** Threads count as well: WebAssembly without helpers does not fail when one of them is lost. */
function isSame(a: { kind: string; workers?: number }, b: { kind: string; workers?: number }): boolean {
  return a.kind === b.kind && (a.workers ?? 1) === (b.workers ?? 1);
}

/** @throws Error with every engine's reason when none opens */
export async function openTrainer(
  wishes: readonly TrainerWish[],
  architecture: Architecture = lenet5,
): Promise<OpenedTrainer> {
  const refused: string[] = [];
  for (const { kind, workers = 1, why } of wishes) {
    const opened = await openEngine(kind, { workers, architecture });
    if (opened.ok) return { engine: opened.engine, workers, why: [...refused, why].join(' ') };
    refused.push(t`${engineLabel(kind)} did not open: ${opened.reason}.`);
  }
  throw new Error(t`No engine can train here. ${refused.join(' ')}`);
}

/** A small engine to look at networks with. @throws Error with every engine's reason when none opens */
export async function openViewer(architecture: Architecture = lenet5): Promise<Engine> {
  const wishes = standIns(architecture.id).map(({ id }) => ({ kind: id, why: '' }));
  return (await openTrainer(wishes, architecture)).engine;
}

function kindOf(name: string | undefined): EngineKind | undefined {
  return engineNamed(name)?.id;
}
