import { createStore, type StoreApi } from 'zustand/vanilla';
import type { RunSettings } from '../../training/run-settings.ts';
import { readSettings, writeSettings } from './settings-address.ts';

/** What the person has chosen for a run, kept in the address. */
export interface SettingsState {
  readonly settings: RunSettings;
  /** What was wrong with the address, until it is dismissed. */
  readonly notice: string | null;
  /** Why no run begins with the settings as they are, until they change. */
  readonly refusal: string | null;
  change(part: Partial<RunSettings>): void;
  refuse(reason: string): void;
  dismissNotice(): void;
}

export type SettingsStore = StoreApi<SettingsState>;

/** The parts of a window that settings are read from and written to. */
export interface SettingsPlaces {
  readonly location: Pick<Location, 'href' | 'search'>;
  readonly history: Pick<History, 'state' | 'replaceState'>;
}

export function createSettingsStore({ location, history }: SettingsPlaces): SettingsStore {
  const { settings, problems } = readSettings(location.search);
  const notice = problems.length > 0 ? `Some of the address is ignored. ${problems.join('. ')}.` : null;
  const store = createStore<SettingsState>()((set, get) => ({
    settings,
    notice,
    refusal: null,
    change: (part) => set({ settings: { ...get().settings, ...part }, refusal: null }),
    refuse: (reason) => set({ refusal: reason }),
    dismissNotice: () => set({ notice: null, refusal: null }),
  }));
  store.subscribe((now, before) => {
    if (now.settings === before.settings) return;
    const address = new URL(location.href);
    address.search = writeSettings(now.settings, address.search);
    // No step in the browser's history: back leads to the page before, not through every setting.
    history.replaceState(history.state, '', address);
  });
  return store;
}
