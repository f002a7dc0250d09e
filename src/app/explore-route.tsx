import type { StoreApi } from 'zustand/vanilla';
import { ExplorePage, type ExplorePageProps } from '../features/explore/explore-page.tsx';
import type { PaperModel } from '../features/explore/paper-model.ts';
import { openPlace, type PlaceStore } from '../features/explore/place-store.ts';
import { createExplainer, type Explainer } from '../lab/explaining/client.ts';
import { lenet5 } from '../network/lenet-5.ts';

export type ExploreRouteProps = Omit<ExplorePageProps, 'explainer' | 'place'>;

// One worker and one place for as long as the page lives, whatever React renders.
let opened: { readonly explainer: Explainer; readonly place: PlaceStore } | undefined;

/** The Explore page with all its code: loaded when somebody goes there. */
export function ExploreRoute(props: ExploreRouteProps) {
  opened ??= open(props.store);
  return <ExplorePage {...props} {...opened} />;
}

function open(store: StoreApi<PaperModel>) {
  return {
    explainer: createExplainer(),
    place: openPlace(window, lenet5, store.getState().notify),
  };
}
