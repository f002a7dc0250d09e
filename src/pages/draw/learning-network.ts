import { createStore, type StoreApi } from 'zustand/vanilla';

/** A network that learns while drawings are read. */
export interface LearningNetwork {
  /** @returns how to stop listening */
  subscribe(listener: () => void): () => void;
  /** The same object until there is a newer one; null while there is none. */
  latest(): { readonly step: number; readonly parameters: Float32Array } | null;
}

/** Which network answers drawings; kept for as long as the page lives. */
export interface AnsweringChoice {
  readonly by: 'shipped' | 'training';
  choose(by: AnsweringChoice['by']): void;
}

export function createAnsweringChoice(): StoreApi<AnsweringChoice> {
  return createStore<AnsweringChoice>()((set) => ({ by: 'shipped', choose: (by) => set({ by }) }));
}
