import type { ProbeStore } from '../features/train/network/probe-store.ts';
import type { TrainModel } from '../features/train/train-model.ts';
import type { ProbeAnswer, TrainerClient } from '../lab/training/client.ts';
import { Listeners } from '../lib/listeners.ts';
import type { RunStart } from '../run/contract.ts';
import type { LearningNetwork } from '../ui/answering/learning-network.ts';

/** The same array each time: nothing has changed. */
const noAnswers: readonly ProbeAnswer[] = [];

/** The run of the Train page, for the other pages: there is none before somebody has been there. */
export class LearningLink implements LearningNetwork {
  private trainer: TrainerClient | null = null;
  private probe: ProbeStore | null = null;
  /** What a run is to begin from, until there is somebody to tell. */
  private start: RunStart | null = null;
  private readonly listeners = new Listeners();

  follow({ client, probe }: Pick<TrainModel, 'client' | 'probe'>): void {
    this.trainer = client;
    this.probe = probe;
    client.store.subscribe((now, before) => {
      if (
        now.moment !== before.moment ||
        now.status !== before.status ||
        now.probeAnswers !== before.probeAnswers
      ) {
        this.listeners.tell();
      }
    });
    probe.subscribe((now, before) => {
      if (now.digit !== before.digit) this.listeners.tell();
    });
    this.listeners.tell();
    if (this.start) client.startFrom(this.start);
    this.start = null;
  }

  /** Runs of the Train page begin from this network from now on. */
  readonly startFrom = (start: RunStart) => {
    if (this.trainer) this.trainer.startFrom(start);
    else this.start = start;
  };

  /** A reload would lose it. */
  readonly isStartWaiting = () => this.start !== null;

  /** Null before somebody has been on the Train page. */
  readonly client = () => this.trainer;

  readonly latest = () => this.trainer?.store.getState().moment ?? null;

  readonly status = () => this.trainer?.store.getState().status ?? null;
  readonly pin = (digit: Uint8Array) => this.probe?.getState().pin(digit);
  readonly pinned = () => this.probe?.getState().digit ?? null;
  readonly answers = () => this.trainer?.store.getState().probeAnswers ?? noAnswers;

  readonly subscribe = this.listeners.subscribe;
}
