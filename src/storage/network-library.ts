import { t } from '../language/language.ts';
import { cleanName, nameOfCopy } from '../lib/clean-name.ts';
import { Listeners } from '../lib/listeners.ts';
import type { Result } from '../lib/result.ts';
import type { NetworkProvenance } from '../network/provenance.ts';
import {
  type ListedNetwork,
  type NetworkStore,
  openNetworkStore,
  type RemovedNetwork,
} from './network-store.ts';
import { networkNameMost } from './network-store-forms.ts';
import { askToPersist, type Persistence } from './persistence.ts';
import { randomId } from './random-id.ts';
import type { KeptPoint, NetworkRecord } from './records.ts';

/**
 * The library of networks as a page sees it: a list that is right again after every change, whichever tab
 * made it. No member rejects, and every one may be handed on by itself.
 */
export interface NetworkLibrary {
  /** The same object until something has changed. */
  readonly view: () => LibraryView;
  readonly subscribe: (listener: () => void) => () => void;
  /** Reads the list anew: storage may have been cleared where nobody tells of it. */
  readonly refresh: () => Promise<void>;
  readonly weights: NetworkStore['weights'];
  /** Keeps it under its name, or under one like it where that is taken. */
  readonly save: (network: NewNetwork) => Promise<SavedNetwork>;
  readonly duplicate: (id: string) => Promise<SavedNetwork>;
  readonly rename: (id: string, name: string) => Promise<Result>;
  /** Adds to what was measured of it. */
  readonly addResult: (id: string, name: string, value: number) => Promise<Result>;
  readonly remove: NetworkStore['remove'];
  readonly restore: NetworkStore['restore'];
  readonly close: () => void;
}

export interface LibraryView {
  /** Newest first; null until they have been read for the first time. */
  readonly networks: readonly ListedNetwork[] | null;
  readonly bytes: number;
  /** Why the list cannot be read now; it is then as it was. */
  readonly trouble: string | null;
}

export interface NewNetwork {
  readonly name: string;
  /** P floats. */
  readonly parameters: Float32Array;
  readonly provenance: NetworkProvenance;
  readonly training: readonly KeptPoint[];
  readonly validation: readonly KeptPoint[];
}

export type SavedNetwork = Result<{
  readonly record: NetworkRecord;
  /** What the browser says to keeping it for good; a person who is asked may take their time. */
  readonly persistence: Promise<Persistence>;
}>;

export function openNetworkLibrary(name = 'lenet-lab.networks'): NetworkLibrary {
  const store = openNetworkStore(name);
  /** Tells other tabs; missing in very old browsers. */
  const channel = 'BroadcastChannel' in globalThis ? new BroadcastChannel(name) : null;
  let view: LibraryView = { networks: null, bytes: 0, trouble: null };
  /** Lists come back in the order in which they were asked for: an older one never replaces a newer. */
  let reading: Promise<void> = Promise.resolve();
  const listeners = new Listeners();

  const refresh = () => {
    reading = reading.then(async () => {
      const listed = await store.list();
      view = listed.ok
        ? { networks: listed.networks, bytes: listed.bytes, trouble: null }
        : { ...view, trouble: listed.reason };
      listeners.tell();
    });
    return reading;
  };
  /** After a change, or an attempt at one: its failure may mean that the list is old. */
  const changed = async <Changed extends Result>(result: Changed): Promise<Changed> => {
    if (result.ok) channel?.postMessage('changed');
    await refresh();
    return result;
  };
  if (channel) channel.onmessage = () => void refresh();

  const save = async (network: NewNetwork): Promise<SavedNetwork> => {
    // Before the first thing worth keeping is saved, and for each after it: the answer may have changed.
    const persistence = askToPersist();
    if (view.networks === null) await refresh();
    const taken = (view.networks ?? []).flatMap((one) => (one.ok ? [one.record.name] : []));
    const record: NetworkRecord = {
      id: randomId(),
      name: freeName(network.name, taken),
      savedAt: Date.now(),
      provenance: network.provenance,
      training: network.training,
      validation: network.validation,
    };
    const saved = await changed(await store.save(record, network.parameters));
    return saved.ok ? { ok: true, record, persistence } : saved;
  };

  return {
    view: () => view,
    subscribe: listeners.subscribe,
    refresh,
    weights: store.weights,
    save,
    async duplicate(id) {
      await refresh();
      const found = view.networks?.find((one) => one.id === id);
      if (view.trouble !== null) return { ok: false, reason: view.trouble };
      if (!found?.ok) return { ok: false, reason: found?.reason ?? t`it is no longer kept` };
      const weights = await store.weights(id);
      if (!weights.ok) return weights;
      const { record } = found;
      return save({ ...record, name: nameOfCopy(record.name), parameters: weights.parameters });
    },
    async rename(id, name) {
      const clean = cleanName(name);
      if (clean === '') return { ok: false, reason: t`a network needs a name` };
      return changed(await store.update(id, (record) => ({ ...record, name: clean })));
    },
    async addResult(id, name, value) {
      const add = ({ provenance, ...record }: NetworkRecord): NetworkRecord => ({
        ...record,
        provenance: { ...provenance, results: { ...provenance.results, [name]: value } },
      });
      return changed(await store.update(id, add));
    },
    remove: async (ids) => changed(await store.remove(ids)),
    restore: async (networks: readonly RemovedNetwork[]) => changed(await store.restore(networks)),
    close() {
      channel?.close();
      store.close();
    },
  };
}

/** "Mine", "Mine (2)", "Mine (3)": the first of them that is free. A bare number may mean a step: it stays. */
export function freeName(name: string, taken: readonly string[]): string {
  const clean = cleanName(name) || t`Network`;
  if (!taken.includes(clean)) return clean;
  const stem = clean.replace(/ \(\d+\)$/, '').slice(0, networkNameMost - 7);
  for (let number = 2; ; number++) {
    const next = `${stem} (${number})`;
    if (!taken.includes(next)) return next;
  }
}
