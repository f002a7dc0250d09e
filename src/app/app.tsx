import { lazy, Suspense, useRef, useSyncExternalStore } from 'react';
import { ErrorBoundary } from 'react-error-boundary';
import { DrawPage } from '../pages/draw/draw-page.tsx';
import { createAnsweringChoice } from '../pages/draw/learning-network.ts';
import { browserStorage, openDrawing } from '../pages/draw/open-drawing.ts';
import { createReader } from '../training/client.ts';
import { DeviceChip } from '../ui/device/device-chip.tsx';
import { answerTime } from './answer-time.ts';
import styles from './app.module.css';
import { CrashPage } from './crash-page.tsx';
import { Header } from './header.tsx';
import { LearningLink } from './learning-link.ts';
import { LibraryLink } from './library-link.ts';
import { openOwnDigits } from './own-digits.ts';
import { routes } from './routes.ts';
import { usePageChange, useRoute } from './use-route.ts';

const TrainRoute = lazy(() => import('./train-route.tsx'));
const ModelRoute = lazy(() => import('./model-route.tsx'));
const DigitsRoute = lazy(() => import('./digits-route.tsx'));
const NetworksRoute = lazy(() => import('./networks-route.tsx'));

// One drawing and one worker for as long as the page lives, whatever React renders.
const storage = browserStorage();
const { store } = openDrawing({ window, document, storage });
const modelUrl = new URL('models/lenet5/model.json', document.baseURI).href;
const reader = createReader({ modelUrl });
const answerMs = answerTime(reader.reading);
const learning = new LearningLink();
const library = new LibraryLink(storage);
const answering = createAnsweringChoice(storage);
const own = openOwnDigits();

export function App() {
  const route = useRoute(store.getState().notify);
  const page = useRef<HTMLDivElement>(null);
  usePageChange(route, page);
  return (
    <>
      <Header route={route}>{route === 'draw' && <Device />}</Header>
      <p className="visually-hidden" role="status">
        {routes[route].title}
      </p>
      <div ref={page} className={styles.page} tabIndex={-1}>
        <ErrorBoundary FallbackComponent={CrashPage} resetKeys={[route]}>
          <Suspense fallback={<main className={styles.loading} aria-busy="true" />}>
            {route === 'draw' && (
              <DrawPage
                store={store}
                reader={reader}
                learning={learning}
                kept={library.kept}
                answering={answering}
                own={own}
              />
            )}
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
            {route === 'train' && (
              <TrainRoute drawing={store} storage={storage} learning={learning} library={library} />
            )}
            {route === 'networks' && (
              <NetworksRoute
                modelUrl={modelUrl}
                drawing={store}
                own={own}
                storage={storage}
                learning={learning}
                library={library}
                answering={answering}
              />
            )}
            {route === 'model' && <ModelRoute />}
          </Suspense>
        </ErrorBoundary>
      </div>
    </>
  );
}

/** What answers drawings, and how fast: it changes with each of them. */
function Device() {
  const status = useSyncExternalStore(reader.subscribe, reader.status);
  const reading = useSyncExternalStore(reader.subscribe, reader.reading);
  const ms = useSyncExternalStore(reader.subscribe, answerMs);
  return <DeviceChip status={status} reading={reading} answerMs={ms} />;
}
