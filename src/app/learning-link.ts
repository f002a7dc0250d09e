import type { LearningNetwork } from '../pages/draw/learning-network.ts';
import type { TrainerClient } from '../training/trainer-client.ts';

/** The run of the Train page, for the Draw page: there is none before somebody has been there. */
export class LearningLink implements LearningNetwork {
  private store: TrainerClient['store'] | null = null;
  private readonly listeners = new Set<() => void>();

  follow(store: TrainerClient['store']): void {
    this.store = store;
    store.subscribe((now, before) => {
      if (now.moment !== before.moment) this.tell();
    });
    this.tell();
  }

  readonly latest = () => this.store?.getState().moment ?? null;

  readonly subscribe = (listener: () => void) => {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  };

  private tell(): void {
    for (const listener of this.listeners) listener();
  }
}
