import { createStore, type StoreApi } from 'zustand/vanilla';
import { t } from '../../language/language.ts';
import { messageOf } from '../../lib/expect.ts';
import type { Result } from '../../lib/result.ts';
import type { SentNetwork } from '../../network/architecture.ts';
import type { NetworkProvenance } from '../../network/provenance.ts';
import type { RunStart } from '../../run/contract.ts';
import type { LibraryView, NetworkLibrary } from '../../storage/network-library.ts';
import type { KeptPoint } from '../../storage/records.ts';
import type { StoredEntry } from '../../storage/stored.ts';
import { networkTitle } from '../../storage/stored-titles.ts';
import type { DrawingModelStore } from '../../ui/draw-pad/model.ts';

/** One network as the page shows it: of the library, or the one that comes with the app. */
export interface ShownNetwork {
  readonly id: string;
  readonly name: string;
  /** Null for the shipped one: it was never saved. */
  readonly savedAt: number | null;
  readonly provenance: NetworkProvenance;
  readonly training: readonly KeptPoint[];
  readonly validation: readonly KeptPoint[];
}

export const shippedId = 'shipped';

export interface ShippedNetwork extends SentNetwork {
  readonly provenance: NetworkProvenance;
}

export type Weights = Result<SentNetwork>;

/** What answers drawings, for a list that can change it. */
interface AnsweringNetworks {
  subscribe(listener: () => void): () => void;
  /** Null while a network answers that is none of the list. */
  id(): string | null;
  choose(id: string): void;
}

export interface NetworksModelOptions {
  readonly library: NetworkLibrary;
  /** @throws Error when it cannot be loaded */
  readonly shipped: () => Promise<ShippedNetwork>;
  /** The paper of the Draw page. */
  readonly drawing: DrawingModelStore;
  readonly answering: AnsweringNetworks;
  /** Goes to the Train page, whose runs then begin from these weights. */
  readonly trainFrom: (start: RunStart) => void;
  readonly openTrain: () => void;
  readonly stored: readonly StoredEntry[];
  /** Counts how many test images a network reads right. Never rejects. */
  readonly measure: (
    network: SentNetwork,
  ) => Promise<
    Result<{ readonly measured: { readonly right: number; readonly total: number; readonly of: string } }>
  >;
}

/** All that the page shows. It lives outside React, so that it is there again when one comes back. */
export interface NetworksModel extends Omit<NetworksModelOptions, 'shipped'> {
  readonly state: StoreApi<NetworksState>;
  readonly loadShipped: () => void;
  /** Adds to what was measured of it, for as long as the page lives. */
  readonly addShippedResult: (name: string, value: number) => void;
  /** The weights of any network of the page, kept for as long as the page lives: they never change. */
  readonly weights: (id: string) => Promise<Weights>;
}

interface NoticeAction {
  readonly label: string;
  readonly run: () => void;
}

interface NetworksState {
  readonly shipped: ShippedNetwork | null;
  readonly shippedTrouble: string | null;
  readonly measuring: readonly string[];
  readonly notice: { readonly text: string; readonly action?: NoticeAction } | null;
}

export function createNetworksModel({ shipped, ...options }: NetworksModelOptions): NetworksModel {
  const { library } = options;
  const state = createStore<NetworksState>()(() => ({
    shipped: null,
    shippedTrouble: null,
    measuring: [],
    notice: null,
  }));
  const known = new Map<string, Promise<Weights>>();
  let loading: Promise<Weights> | null = null;

  const loadShipped = (): Promise<Weights> => {
    loading ??= shipped().then(
      (network) => {
        state.setState({ shipped: network, shippedTrouble: null });
        return { ok: true, architecture: network.architecture, parameters: network.parameters };
      },
      (error) => {
        loading = null;
        const reason = t`it could not be loaded: ${messageOf(error)}`;
        state.setState({ shippedTrouble: reason });
        return { ok: false, reason };
      },
    );
    return loading;
  };
  const weights = (id: string): Promise<Weights> => {
    if (id === shippedId) return loadShipped();
    const read = known.get(id) ?? library.weights(id);
    known.set(id, read);
    // What could not be read is asked for again: it may have been restored.
    void read.then(({ ok }) => ok || known.delete(id));
    return read;
  };
  const addShippedResult = (name: string, value: number) =>
    state.setState(({ shipped }) => {
      if (!shipped) return {};
      const { provenance } = shipped;
      const results = { ...provenance.results, [name]: value };
      return { shipped: { ...shipped, provenance: { ...provenance, results } } };
    });
  return { ...options, state, loadShipped: () => void loadShipped(), addShippedResult, weights };
}

/** The networks that can be used, the shipped one first. */
export function shownNetworks({ networks }: LibraryView, shipped: ShippedNetwork | null): ShownNetwork[] {
  const kept = (networks ?? []).flatMap((one) =>
    one.ok ? [{ ...one.record, name: networkTitle(one.record.name) }] : [],
  );
  if (!shipped) return kept;
  const { provenance } = shipped;
  const first: ShownNetwork = {
    id: shippedId,
    name: t`Built-in network`,
    savedAt: null,
    provenance,
    training: [],
    validation: [],
  };
  return [first, ...kept];
}
