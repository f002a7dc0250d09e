import { createStore, type StoreApi } from 'zustand/vanilla';
import { t } from '../../../language/language.ts';
import type { BuiltInSource } from '../../../run/contract.ts';
import type { RunSettings } from '../../../run/settings/run-settings.ts';
import { mended, readSettings, writeSettings, writeSource } from './settings-address.ts';

interface SettingsState {
  readonly settings: RunSettings;
  /** What runs learn from, of what needs nothing from the person: as the address said, then as it is. */
  readonly source: BuiltInSource;
  /** What was wrong with the address, or has become of it, until it is dismissed. */
  readonly notice: string | null;
  /** Why no run begins with the settings as they are, until they change. */
  readonly refusal: string | null;
  change(part: Partial<RunSettings>): void;
  changeSource(source: BuiltInSource): void;
  refuse(reason: string): void;
  notify(text: string): void;
  dismissNotice(): void;
}

export type SettingsStore = StoreApi<SettingsState>;

export interface SettingsPlaces {
  readonly location: Pick<Location, 'href' | 'search'>;
  readonly history: Pick<History, 'state' | 'replaceState'>;
}

/** A notice is to be read at a glance. */
const problemsTold = 2;

export function createSettingsStore({ location, history }: SettingsPlaces): SettingsStore {
  const search = mended(location.search);
  if (search !== location.search) {
    const address = new URL(location.href);
    address.search = search;
    history.replaceState(history.state, '', address);
  }
  const { settings, source, problems } = readSettings(search);
  const told = problems.slice(0, problemsTold).map((problem) => `${problem}.`);
  if (problems.length > problemsTold) told.push(t`And ${problems.length - problemsTold} more.`);
  const notice =
    problems.length > 0
      ? t`Some settings in this link are invalid and were ignored. It may be damaged. ${told.join(' ')}`
      : null;
  const store = createStore<SettingsState>()((set, get) => ({
    settings,
    source,
    notice,
    refusal: null,
    change: (part) => set({ settings: { ...get().settings, ...part }, refusal: null }),
    changeSource: (source) => set({ source }),
    refuse: (reason) => set({ refusal: reason }),
    notify: (text) => set({ notice: text }),
    dismissNotice: () => set({ notice: null, refusal: null }),
  }));
  store.subscribe((now, before) => {
    if (now.settings === before.settings && now.source === before.source) return;
    const address = new URL(location.href);
    address.search = writeSource(now.source, writeSettings(now.settings, address.search));
    // No step in the browser's history: back leads to the page before, not through every setting.
    history.replaceState(history.state, '', address);
  });
  return store;
}
