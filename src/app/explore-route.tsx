import type { StoreApi } from 'zustand/vanilla';
import { browserStorage } from '../features/draw/open-drawing.ts';
import { EmbeddedTool } from '../features/explore/embedded-tool.tsx';
import { ExplorePage } from '../features/explore/explore-page.tsx';
import type { ExplorePageProps } from '../features/explore/explore-props.ts';
import type { KeptOperation } from '../features/explore/looks/keep-network.tsx';
import { createOperation } from '../features/explore/looks/operation.ts';
import { openPlace } from '../features/explore/place-store.ts';
import { openSurgery } from '../features/explore/surgery-store.ts';
import { openProgress, type TourProgress } from '../features/explore/tour/progress.ts';
import { TourPage } from '../features/explore/tour/tour-page.tsx';
import { appVersion } from '../lib/app-version.ts';
import { lenet5 } from '../network/lenet-5.ts';
import { unknownProvenance } from '../network/provenance.ts';
import type { AnsweringChoice } from '../ui/answering/learning-network.ts';
import { useDigitOfNumber } from '../ui/answering/use-digit-of-number.ts';
import type { LibraryLink } from './library-link.ts';
import { askBeforeReload } from './newer-version.ts';
import { sharedExplainer } from './shared-explainer.ts';

export interface ExploreRouteProps
  extends Pick<ExplorePageProps, 'store' | 'reader' | 'learning' | 'answering'> {
  readonly library: LibraryLink;
  /** Absolute address of model.json. */
  readonly modelUrl: string;
}

/** The guided tour, which works with the same worker. */
export function TourRoute({ library, modelUrl, ...props }: ExploreRouteProps) {
  useDigitOfNumber(props.reader, props.store);
  opened ??= open(props, modelUrl);
  progress ??= openProgress(browserStorage());
  const { explainer } = opened;
  return <TourPage {...props} explainer={explainer} kept={library.kept} progress={progress} />;
}

/** One chapter of it alone; what is answered is forgotten with the page. */
export function EmbeddedChapter({ library, modelUrl, ...props }: ExploreRouteProps) {
  opened ??= open(props, modelUrl);
  progress ??= openProgress(null);
  return (
    <TourPage {...props} explainer={opened.explainer} kept={library.kept} progress={progress} embedded />
  );
}

/** One instrument of the Explore page alone. */
export function EmbeddedInstrument({ library, modelUrl, ...props }: ExploreRouteProps) {
  opened ??= open(props, modelUrl);
  return <EmbeddedTool {...props} {...opened} kept={library.kept} keep={keeping(library, props.answering)} />;
}

type Opened = Pick<ExplorePageProps, 'explainer' | 'shipped' | 'place' | 'operation' | 'surgery'>;

// One worker and one place for as long as the page lives, whatever React renders.
let opened: Opened | undefined;
let progress: TourProgress | undefined;

/** The Explore page with all its code: loaded when somebody goes there. */
export function ExploreRoute({ library, modelUrl, ...props }: ExploreRouteProps) {
  useDigitOfNumber(props.reader, props.store);
  opened ??= open(props, modelUrl);
  return <ExplorePage {...props} {...opened} kept={library.kept} keep={keeping(library, props.answering)} />;
}

function open(
  { store, reader, answering }: Omit<ExploreRouteProps, 'library' | 'modelUrl'>,
  modelUrl: string,
): Opened {
  const operation = createOperation();
  // Surgery was on the network that answered until now.
  answering.subscribe(() => operation.setState({ edits: [] }));
  askBeforeReload(() => operation.getState().edits.length > 0);
  return {
    explainer: sharedExplainer(),
    shipped: async () =>
      (await import('../lab/reading/model.ts')).fetchModel(modelUrl).then(({ parameters }) => parameters),
    place: openPlace(window, lenet5, store.getState().notify),
    operation,
    surgery: openSurgery(reader, operation),
  };
}

/** Saves a network that surgery has made, with every change among its settings. */
function keeping(library: LibraryLink, answering: StoreApi<AnsweringChoice>): ExplorePageProps['keep'] {
  return async (parameters: Float32Array, { name, changes }: KeptOperation) => {
    const { by } = answering.getState();
    const from = library.kept.list()?.find(({ id }) => by === `kept:${id}`)?.name;
    const provenance = {
      ...unknownProvenance('edited'),
      madeAt: Date.now(),
      appVersion,
      from: from ?? (by === 'shipped' ? 'Built-in network' : null),
      settings: Object.fromEntries(changes.slice(0, 90).map((change, at) => [`change ${at + 1}`, change])),
    };
    return library.save({ name, parameters, provenance, training: [], validation: [] });
  };
}
