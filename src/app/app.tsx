import { Suspense, useRef } from 'react';
import { DrawPage } from '../features/draw/draw-page.tsx';
import { browserStorage, openDrawing } from '../features/draw/open-drawing.ts';
import { language } from '../language/language.ts';
import { passingStore } from '../storage/passing-store.ts';
import { createAnsweringChoice } from '../ui/answering/learning-network.ts';
import { Boundary } from '../ui/part/boundary.tsx';
import { loadable } from '../ui/part/loadable.ts';
import styles from './app.module.css';
import { crashPage } from './crash-page.tsx';
import { isEmbedded } from './embedding.ts';
import { Header } from './header.tsx';
import { LearningLink } from './learning-link.ts';
import { LibraryLink } from './library-link.ts';
import { askBeforeReload } from './newer-version.ts';
import { NewerVersionNotice } from './newer-version-notice.tsx';
import { OwnDigitsLink } from './own-digits-link.ts';
import { ReaderLink } from './reader-link.ts';
import { type Route, routes } from './routes.ts';
import { usePageChange, useRoute } from './use-route.ts';

// One drawing and one worker for as long as the page lives, whatever React renders.
const storage = isEmbedded ? passingStore() : browserStorage();
const { store, invite } = openDrawing({ window, document, storage });
const modelUrl = new URL('models/lenet5/model.json', document.baseURI).href;
const reader = new ReaderLink(modelUrl);
const learning = new LearningLink();
const library = new LibraryLink(storage);
const answering = createAnsweringChoice(storage);
const own = new OwnDigitsLink();
const trained = { drawing: store, storage, learning, library, reader };
const explored = { modelUrl, store, reader, learning, library, answering };
// Nobody is in the middle of a line when the page reloads.
askBeforeReload(() => store.getState().gesture !== null);
askBeforeReload(learning.isStartWaiting);

/** Pages whose paper is read: they say what reads it. */
const usesReader: ReadonlySet<Route> = new Set<Route>(['draw', 'explore', 'tour']);

const Device = loadable(async () => (await import('./device.tsx')).Device);
const EmbedRoute = loadable(async () => (await import('./embed-route.tsx')).EmbedRoute);
const exploreRoutes = () => import('./explore-route.tsx');
const Presentation = loadable(
  async () => (await import('../features/draw/present/presentation.tsx')).Presentation,
);
const ExploreRoute = loadable(async () => (await exploreRoutes()).ExploreRoute);
const TourRoute = loadable(async () => (await exploreRoutes()).TourRoute);
const TrainRoute = loadable(async () => (await import('./train-route.tsx')).openTrainRoute(trained));
const ChangesPage = loadable(async () => (await import('../features/changes/changes-page.tsx')).ChangesPage);
const TeachersPage = loadable(
  async () => (await import('../features/teachers/teachers-page.tsx')).TeachersPage,
);
const ModelRoute = loadable(async () => (await import('./model-route.tsx')).ModelRoute);
// What they need before they can be shown loads at the same time, and fails with them.
const DigitsRoute = loadable(async () => {
  const [{ DigitsRoute }] = await Promise.all([import('./digits-route.tsx'), own.open()]);
  return DigitsRoute;
});
const NetworksRoute = loadable(async () => {
  const needed = [import('./networks-route.tsx'), library.open(), own.open()] as const;
  return (await Promise.all(needed))[0].NetworksRoute;
});

export function App() {
  const route = useRoute(store.getState().notify);
  const page = useRef<HTMLDivElement>(null);
  usePageChange(route, page);
  if (isEmbedded) {
    return (
      <Boundary fallback={crashPage}>
        <Suspense fallback={null}>
          <EmbedRoute {...explored} route={route} invite={invite} />
        </Suspense>
      </Boundary>
    );
  }
  return (
    <>
      {route !== 'present' && (
        <Header route={route}>
          {/* There is nothing to say before the worker has opened a device, and the page works without it. */}
          <Boundary fallback={() => null}>
            <Suspense fallback={null}>{usesReader.has(route) && <Device reader={reader} />}</Suspense>
          </Boundary>
        </Header>
      )}
      <p className="visually-hidden" role="status">
        {routes[route].title}
      </p>
      <div ref={page} className={styles.page} tabIndex={-1}>
        <Boundary fallback={crashPage} resetKey={route}>
          <Suspense fallback={<Loading route={route} />}>
            {route === 'draw' && (
              <DrawPage
                store={store}
                reader={reader}
                learning={learning}
                kept={library.kept}
                answering={answering}
                own={own}
                invite={invite}
              />
            )}
            {route === 'present' && <Presentation {...explored} />}
            {route === 'explore' && <ExploreRoute {...explored} />}
            {route === 'tour' && <TourRoute {...explored} />}
            {route === 'digits' && (
              <DigitsRoute
                modelUrl={modelUrl}
                own={own}
                drawing={store}
                learning={learning}
                library={library}
                answering={answering}
              />
            )}
            {route === 'train' && <TrainRoute />}
            {route === 'networks' && (
              <NetworksRoute
                modelUrl={modelUrl}
                drawing={store}
                reader={reader}
                own={own}
                storage={storage}
                learning={learning}
                library={library}
                answering={answering}
              />
            )}
            {route === 'model' && <ModelRoute />}
            {route === 'teachers' && <TeachersPage />}
            {route === 'changes' && <ChangesPage />}
          </Suspense>
        </Boundary>
      </div>
      <NewerVersionNotice />
    </>
  );
}

/** A page whose code is on its way: its first words stay where they are. */
function Loading({ route }: { readonly route: Route }) {
  const words = language === 'en' ? firstWords.get(route) : undefined;
  return <main ref={(main) => words && main?.append(...words)} className={styles.loading} aria-busy="true" />;
}

/** In English, as the build wrote them into index.html: `first-paint.tsx`. */
const firstWords = new Map(
  [...document.querySelectorAll<HTMLElement>('#first-paint [data-page]')].map((words) => [
    words.dataset.page,
    [...words.children],
  ]),
);
