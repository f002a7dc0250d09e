import { useSyncExternalStore } from 'react';
import type { DrawingModel, DrawingModelStore } from './model.ts';

/** A part of the model, which renders the component again only when that part changed. */
export function useModel<Part>(store: DrawingModelStore, part: (model: DrawingModel) => Part): Part {
  return useSyncExternalStore(store.subscribe, () => part(store.getState()));
}
