import { createStore, type StoreApi } from 'zustand/vanilla';
import { contradictions, type OwnDigit } from '../../digits/own/own-digits.ts';
import type { Learning, LearnOutcome } from '../../lab/learning/client.ts';
import type { LearnProgress, LearnRequest, Learnt } from '../../lab/learning/contract.ts';
import { t } from '../../language/language.ts';
import { appVersion } from '../../lib/app-version.ts';
import { type Result, refusedFor } from '../../lib/result.ts';
import type { NewNetwork } from '../../storage/network-library.ts';
import { ownDigitsName } from '../../storage/stored-titles.ts';

export type LearnBase = Result<{ readonly name: string; readonly parameters: Float32Array }>;

type NetworkToKeep = Pick<NewNetwork, 'name' | 'parameters' | 'provenance'>;

export interface LearnModelParts {
  base(): Promise<LearnBase>;
  learn(request: LearnRequest, report: (progress: LearnProgress) => void): Learning;
  /** Keeps a network in the library, and lets it answer. */
  keep(network: NetworkToKeep): Promise<Result<{ readonly name: string }>>;
  now(): number;
  newSeed(): number;
}

export type LearnState =
  | { readonly state: 'idle' }
  | { readonly state: 'learning'; readonly progress: LearnProgress; readonly from: string | null }
  | {
      readonly state: 'learnt';
      readonly from: string;
      readonly learnt: Learnt;
      /** Digits that were left out, being there with two labels. */
      readonly leftOut: number;
      readonly keeping: boolean;
      /** Why it could not be kept; it is still here. */
      readonly trouble: string | null;
    }
  | { readonly state: 'kept'; readonly name: string }
  | { readonly state: 'failed'; readonly reason: string };

export interface LearnModel {
  readonly store: StoreApi<LearnState>;
  readonly start: (digits: readonly OwnDigit[]) => Promise<void>;
  readonly stop: () => void;
  readonly keep: () => Promise<void>;
  /** Back to the beginning; a result that was not kept is gone. */
  readonly discard: () => void;
}

const beginning = (): LearnProgress => ({ doing: t`Getting ready`, done: 0, secondsLeft: null });

/** Nothing changes until `keep`: the network that learns is a copy. */
export function createLearnModel(parts: LearnModelParts): LearnModel {
  const store = createStore<LearnState>()(() => ({ state: 'idle' }));
  const set = (state: LearnState) => store.setState(state, true);
  let running: Learning | null = null;
  /** Starts and stops so far: what a start that was overtaken finds out is of no use any more. */
  let turn = 0;
  let seed = 0;

  return {
    store,
    async start(digits) {
      if (store.getState().state === 'learning') return;
      const { usable, leftOut } = usableOf(digits);
      if (usable.length === 0) return;
      turn += 1;
      const own = turn;
      set({ state: 'learning', progress: beginning(), from: null });
      const base = await parts.base().catch(refusedFor);
      if (turn !== own) return;
      if (!base.ok) return set({ state: 'failed', reason: t`${base.reason}. Nothing has changed.` });
      seed = parts.newSeed();
      const request: LearnRequest = {
        parameters: base.parameters,
        digits: usable.map(({ label, drawing }) => ({ label, drawing })),
        seed,
      };
      const learning = parts.learn(request, (progress) => {
        if (running === learning) set({ state: 'learning', progress, from: base.name });
      });
      running = learning;
      const outcome = await learning.outcome;
      if (running !== learning) return;
      running = null;
      set(stateAfter(outcome, base.name, leftOut));
    },
    stop() {
      turn += 1;
      const stopped = running;
      running = null;
      stopped?.stop();
      set({ state: 'idle' });
    },
    async keep() {
      const now = store.getState();
      if (now.state !== 'learnt' || now.keeping) return;
      const own = turn;
      set({ ...now, keeping: true, trouble: null });
      const kept = await parts.keep(networkOf(now.learnt, now.from, seed, parts.now()));
      if (turn !== own) return;
      if (kept.ok) set({ state: 'kept', name: kept.name });
      else set({ ...now, trouble: kept.reason });
    },
    discard() {
      if (store.getState().state === 'learning') return;
      turn += 1;
      set({ state: 'idle' });
    },
  };
}

/** What can be learnt from: not what contradicts itself. */
export function usableOf(digits: readonly OwnDigit[]) {
  const contrary = contradictions(digits);
  const usable = digits.filter(({ id }) => !contrary.has(id));
  return { usable, leftOut: digits.length - usable.length };
}

function stateAfter(outcome: LearnOutcome, from: string, leftOut: number): LearnState {
  if (outcome.ok) {
    return { state: 'learnt', from, learnt: outcome.learnt, leftOut, keeping: false, trouble: null };
  }
  if (outcome.stopped) return { state: 'idle' };
  return { state: 'failed', reason: t`Learning failed: ${outcome.reason}. Nothing has changed.` };
}

function networkOf(learnt: Learnt, from: string, seed: number, madeAt: number): NetworkToKeep {
  const { parameters, mixedWith, steps, learnt: own, heldOut, test } = learnt;
  const share = ({ right, total }: { right: number; total: number }) => right / total;
  return {
    name: t`My handwriting`,
    parameters,
    provenance: {
      made: 'fine-tuned',
      madeAt,
      appVersion,
      from,
      dataName: ownDigitsName(own.after.total, mixedWith),
      seed,
      steps,
      settings: { ownDigits: own.after.total },
      results: {
        [mixedWith === 'MNIST' ? 'testAccuracy' : 'syntheticTestAccuracy']: share(test.after),
        ownDigitsAccuracy: share(own.after),
        ...(heldOut && { heldOutDigitsAccuracy: share(heldOut.after) }),
      },
    },
  };
}
