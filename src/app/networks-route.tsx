import { use } from 'react';
import type { StoreApi } from 'zustand/vanilla';
import type { OwnDigitsModel } from '../features/digits/own-digits-model.ts';
import type { DrawingStore } from '../features/draw/drawing-store.ts';
import { createNetworksModel, type NetworksModel, shippedId } from '../features/networks/networks-model.ts';
import { NetworksPage } from '../features/networks/networks-page.tsx';
import { measureNetwork } from '../lab/learning/client.ts';
import type { ReaderClient } from '../lab/reading/client.ts';
import type { KeyValueStore } from '../storage/kept-drawing.ts';
import type { NetworkLibrary } from '../storage/network-library.ts';
import { type AnsweringChoice, isKept, keptId } from '../ui/answering/learning-network.ts';
import { useDigitOfNumber } from '../ui/answering/use-digit-of-number.ts';
import type { LearningLink } from './learning-link.ts';
import type { LibraryLink } from './library-link.ts';
import { askBeforeReload } from './newer-version.ts';
import type { OwnDigitsLink } from './own-digits-link.ts';
import { routes } from './routes.ts';
import { fetchShipped } from './shipped-network.ts';
import { storedEntries } from './stored-entries.ts';

export interface NetworksRouteProps {
  readonly modelUrl: string;
  readonly drawing: DrawingStore;
  readonly reader: ReaderClient;
  readonly own: OwnDigitsLink;
  readonly storage: KeyValueStore | null;
  readonly learning: LearningLink;
  readonly library: LibraryLink;
  readonly answering: StoreApi<AnsweringChoice>;
}

// One model for as long as the page lives, whatever React renders.
let model: NetworksModel | undefined;

/** The page of the library with all its code: loaded when somebody goes there. */
export function NetworksRoute(props: NetworksRouteProps) {
  useDigitOfNumber(props.reader, props.drawing);
  const opening = [props.library.open(), props.own.open()] as const;
  const library = use(opening[0]);
  const own = use(opening[1]);
  model ??= openModel(props, library, own);
  return <NetworksPage model={model} />;
}

function openModel(
  { modelUrl, drawing, storage, learning, answering }: NetworksRouteProps,
  library: NetworkLibrary,
  own: OwnDigitsModel,
): NetworksModel {
  const model = createNetworksModel({
    library,
    shipped: () => fetchShipped(modelUrl),
    drawing,
    answering: {
      subscribe: answering.subscribe,
      // A run is not in the library: while it answers, none of them does.
      id: () => {
        const { by } = answering.getState();
        return isKept(by) ? keptId(by) : by === 'shipped' ? shippedId : null;
      },
      choose: (id) => answering.getState().choose(id === shippedId ? 'shipped' : `kept:${id}`),
    },
    trainFrom: (start) => {
      learning.startFrom(start);
      openTrain();
    },
    openTrain,
    measure: measureNetwork,
    stored: storedEntries({ library, storage, drawing, own, trainer: learning.client }),
  });
  askBeforeReload(() => model.state.getState().measuring.length > 0);
  return model;
}

function openTrain(): void {
  window.location.hash = routes.train.href;
  window.scrollTo(0, 0);
}
