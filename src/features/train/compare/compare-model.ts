import { createStore, type StoreApi } from 'zustand/vanilla';
import type { TrainerView } from '../../../lab/training/client.ts';
import { t } from '../../../language/language.ts';
import type { Pair } from '../../../run/contract.ts';
import type { RunSettings } from '../../../run/settings/run-settings.ts';
import type { TrainModel } from '../train-model.ts';
import { isComparing, readPair, writePair } from './compare-address.ts';
import { differingRows } from './pair.ts';

/** What the next comparison starts with. */
interface CompareState {
  readonly pair: Pair<RunSettings>;
  /** Keys of settings that have a control for each run: what differs, and what is about to. */
  readonly apart: readonly string[];
  /** What was wrong with the address, until it is dismissed. */
  readonly notice: string | null;
}

export interface CompareModel {
  readonly store: StoreApi<CompareState>;
  readonly change: (pair: Pair<RunSettings>) => void;
  readonly setApart: (key: string, apart: boolean) => void;
  /** Other settings altogether: only what differs stays apart. */
  readonly begin: (pair: Pair<RunSettings>) => void;
  readonly notify: (notice: string | null) => void;
  /** Takes over what the address asks for, or else says there what is chosen. */
  readonly follow: () => void;
}

interface Places {
  readonly location: Pick<Location, 'hash'>;
  readonly history: Pick<History, 'state' | 'replaceState'>;
}

export function createCompareModel({ settings }: TrainModel, { location, history }: Places): CompareModel {
  const page = () => settings.getState().settings;
  const same = () => ({ a: page(), b: page() });
  const store = createStore<CompareState>()(() => ({ pair: same(), apart: [], notice: null }));
  const keysOf = (pair: Pair<RunSettings>) => differingRows(pair).map(({ key }) => key);
  const write = () => {
    if (isComparing(location.hash)) {
      history.replaceState(history.state, '', writePair(store.getState().pair, page()));
    }
  };
  let followed = false;
  return {
    store,
    change(pair) {
      const { apart } = store.getState();
      store.setState({ pair, apart: [...new Set([...apart, ...keysOf(pair)])] });
      write();
    },
    setApart(key, isApart) {
      const others = store.getState().apart.filter((one) => one !== key);
      store.setState({ apart: isApart ? [...others, key] : others });
    },
    begin(pair) {
      store.setState({ pair, apart: keysOf(pair) });
      write();
    },
    notify: (notice) => store.setState({ notice }),
    follow() {
      const { pair, problems } = readPair(location.hash, page());
      const told =
        problems.length > 0
          ? t`Some settings in this link are invalid and were ignored. ${problems.join('. ')}.`
          : null;
      store.setState({ notice: told });
      const chosen = pair ?? (followed ? null : same());
      followed = true;
      if (chosen) store.setState({ pair: chosen, apart: keysOf(chosen) });
      write();
    },
  };
}

/** What the two runs do, taken together. */
export type PairState = 'idle' | 'training' | 'paused' | 'over';

export function pairState(views: Pair<TrainerView> | null): PairState {
  if (!views) return 'idle';
  const both = [views.a.status, views.b.status];
  if (both.some(({ state }) => state === 'running' || state === 'preparing')) return 'training';
  return both.some(({ goesOn }) => goesOn) ? 'paused' : 'over';
}
