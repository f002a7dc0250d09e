import { useSyncExternalStore } from 'react';
import type { DrawingModel, DrawingModelStore } from './model.ts';

/** A part of the model, which renders the component again only when that part changed. */
export function useModel<Part>(store: DrawingModelStore, part: (model: DrawingModel) => Part): Part {
  const selected = () => part(store.getState());
  return useSyncExternalStore(store.subscribe, selected, selected);
}
