import { t } from '../language/language.ts';
import { messageOf } from '../lib/expect.ts';
import { Listeners } from '../lib/listeners.ts';
import { refusedFor } from '../lib/result.ts';
import type { KeyValueStore } from '../storage/kept-drawing.ts';
import type { NetworkLibrary } from '../storage/network-library.ts';
import type { KeptNetworks } from '../ui/answering/learning-network.ts';

/** Whether networks were kept when they were last looked at: known at once, before the database is open. */
const networksKeptKey = 'lenet-lab.networks';

/**
 * The library of networks, opened when somebody first needs it: the paper waits for neither its code nor
 * its database.
 */
export class LibraryLink {
  private library: NetworkLibrary | null = null;
  private opening: Promise<NetworkLibrary> | null = null;
  private names: ReturnType<KeptNetworks['list']> = null;
  private readonly listeners = new Listeners();

  constructor(private readonly storage: KeyValueStore | null) {}

  /** @throws Error when the library's code cannot be loaded; the next call tries again */
  open(): Promise<NetworkLibrary> {
    this.opening ??= import('../storage/network-library.ts').then(
      ({ openNetworkLibrary }) => this.take(openNetworkLibrary()),
      (error) => {
        this.opening = null;
        throw new Error(t`the library could not be loaded: ${messageOf(error)}`);
      },
    );
    return this.opening;
  }

  readonly save: NetworkLibrary['save'] = (network) =>
    this.open().then((library) => library.save(network), refusedFor);

  /** For the Draw page, which picks one to answer with. */
  readonly kept: KeptNetworks = {
    subscribe: this.listeners.subscribe,
    expected: () => (this.names ? this.names.length > 0 : this.keptBefore()),
    list: () => this.names,
    weights: (id) => this.open().then((library) => library.weights(id), refusedFor),
    open: () => void this.open().catch(() => undefined),
  };

  private take(library: NetworkLibrary): NetworkLibrary {
    this.library = library;
    library.subscribe(this.tell);
    // Where nobody tells of a change: cleared by the person, or by the browser.
    document.addEventListener('visibilitychange', () => {
      if (document.visibilityState === 'visible') void library.refresh();
    });
    void library.refresh();
    return library;
  }

  private readonly tell = () => {
    const networks = this.library?.view().networks;
    if (!networks) return;
    this.names = networks.flatMap((one) => (one.ok ? [{ id: one.id, name: one.record.name }] : []));
    try {
      if (this.names.length > 0) this.storage?.setItem(networksKeptKey, '1');
      else this.storage?.removeItem(networksKeptKey);
    } catch {
      // Forbidden: the switch of the Draw page then comes when the list has been read.
    }
    this.listeners.tell();
  };

  private keptBefore(): boolean {
    try {
      return this.storage?.getItem(networksKeptKey) != null;
    } catch {
      return false;
    }
  }
}
