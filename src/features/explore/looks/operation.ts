import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Edit } from '../../../explain/surgery.ts';

/** What has been changed of the network that answers. It lives outside React: it stays while another tool is open. */
interface Operation {
  /** In the order in which they are applied; none while the network is whole. */
  readonly edits: readonly Edit[];
}

export type OperationStore = StoreApi<Operation>;

export function createOperation(): OperationStore {
  return createStore<Operation>()(() => ({ edits: [] }));
}
