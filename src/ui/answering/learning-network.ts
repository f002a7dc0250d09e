import { createStore, type StoreApi } from 'zustand/vanilla';
import type { ProbeAnswer } from '../../lab/training/client.ts';
import type { Result } from '../../lib/result.ts';
import type { SentNetwork } from '../../network/architecture.ts';
import type { RunStatus } from '../../run/contract.ts';
import type { KeyValueStore } from '../../storage/kept-drawing.ts';

/** The network of a run, which may learn while drawings are read. */
export interface LearningNetwork {
  /** @returns how to stop listening */
  subscribe(listener: () => void): () => void;
  /** The same object until there is a newer one; null while there is none. */
  latest(): (SentNetwork & { readonly step: number }) | null;
  /** Of its run; null before there is one. */
  status(): Pick<RunStatus, 'state' | 'goesOn'> | null;
  /** From now on it is watched with this digit of 784 bytes. */
  pin(digit: Uint8Array): void;
  /** The digit that it is watched with; the same object until another is. */
  pinned(): Uint8Array | null;
  /** What it said to that digit since it was pinned; a new array when there are more. */
  answers(): readonly ProbeAnswer[];
}

/** The networks of the library, to be picked from. */
export interface KeptNetworks {
  subscribe(listener: () => void): () => void;
  /** Whether there are some, as far as is known at once. */
  expected(): boolean;
  /** The same array until something has changed; null while they are not known. */
  list(): readonly { readonly id: string; readonly name: string }[] | null;
  /** The network, or why it cannot be used. Opens the library. */
  weights(id: string): Promise<Result<SentNetwork>>;
  open(): void;
}

/** Which network answers drawings: the shipped one, the run's, or one of the library by its id. */
export type Answering = 'shipped' | 'training' | `kept:${string}`;

export interface AnsweringChoice {
  readonly by: Answering;
  choose(by: Answering): void;
}

const answeringKey = 'lenet-lab.answering';

/** @param storage where the choice survives a reload; null where the browser forbids it */
export function createAnsweringChoice(storage: KeyValueStore | null): StoreApi<AnsweringChoice> {
  return createStore<AnsweringChoice>()((set) => ({
    by: keptChoice(storage),
    choose(by) {
      set({ by });
      try {
        if (by === 'shipped') storage?.removeItem(answeringKey);
        else storage?.setItem(answeringKey, by);
      } catch {
        // Forbidden: the choice lasts as long as the page.
      }
    },
  }));
}

/** A run does not survive a reload in the page that it was seen in: only networks of the library do. */
function keptChoice(storage: KeyValueStore | null): Answering {
  try {
    const kept = storage?.getItem(answeringKey);
    return isKept(kept) ? kept : 'shipped';
  } catch {
    return 'shipped';
  }
}

export function isKept(by: string | null | undefined): by is `kept:${string}` {
  return by?.startsWith('kept:') ?? false;
}

export function keptId(by: `kept:${string}`): string {
  return by.slice('kept:'.length);
}
