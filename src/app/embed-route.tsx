import { useLayoutEffect, useSyncExternalStore } from 'react';
import { useStore } from 'zustand/react';
import { isEmpty } from '../digits/drawing/drawing.ts';
import { encodeLink } from '../digits/drawing/link.ts';
import type { DrawingStore } from '../features/draw/drawing-store.ts';
import { EmbeddedFigure } from '../features/draw/embed/embedded-figure.tsx';
import { isEmbeddable } from '../features/explore/explore-props.ts';
import { explorePlaceAt } from '../features/explore/read-address.ts';
import { t } from '../language/language.ts';
import { percentDecoded } from '../lib/link-text.ts';
import { lenet5 } from '../network/lenet-5.ts';
import styles from './embed-route.module.css';
import { EmbeddedChapter, EmbeddedInstrument, type ExploreRouteProps } from './explore-route.tsx';
import type { Route } from './routes.ts';
import { wholeAddress } from './whole-address.ts';

interface EmbedRouteProps extends ExploreRouteProps {
  readonly store: DrawingStore;
  readonly route: Route;
  readonly invite: () => boolean;
}

/** A part of the app as another site shows it: the figure, an instrument, or a chapter of the tour. */
export function EmbedRoute({ route, invite, ...explored }: EmbedRouteProps) {
  const { store, reader } = explored;
  const part = usePart(route);
  useLayoutEffect(openLinksInTabs, []);
  return (
    <div className={styles.embed} data-testid="embed">
      {part === 'figure' && <EmbeddedFigure store={store} reader={reader} invite={invite} />}
      {part === 'instrument' && <EmbeddedInstrument {...explored} />}
      {part === 'chapter' && <EmbeddedChapter {...explored} />}
      {part === null && (
        <main className={styles.none}>
          <h1>LeNet Lab</h1>
          <p>
            {t`Other sites can show the figure, an instrument or a chapter of the tour. Open the rest in a tab.`}
          </p>
        </main>
      )}
      <footer className={styles.foot}>
        <WholePage store={store} />
      </footer>
    </div>
  );
}

type EmbeddedPart = 'figure' | 'instrument' | 'chapter';

/** What the address asks for; null for pages that are only shown whole. */
function usePart(route: Route): EmbeddedPart | null {
  const hash = useSyncExternalStore(onHashChange, currentHash);
  if (!/[?&]embed\b/.test(hash)) return null;
  if (route === 'tour') return 'chapter';
  if (route === 'explore') return isEmbeddable(explorePlaceAt(hash, lenet5).place.tool) ? 'instrument' : null;
  return route === 'draw' ? 'figure' : null;
}

/** The way to the whole page in a tab, with the drawing on the paper. */
function WholePage({ store }: Pick<EmbedRouteProps, 'store'>) {
  const drawing = useStore(store, (state) => state.drawing);
  const link = isEmpty(drawing) ? null : encodeLink(drawing);
  const toWhole = () => wholeAddress(currentHash(), link?.ok ? link.text : null);
  return (
    <a
      className={styles.link}
      href={toWhole()}
      target="_blank"
      rel="noopener"
      // The instrument may have moved on since this was rendered.
      onPointerDown={({ currentTarget }) => {
        currentTarget.href = toWhole();
      }}
    >
      {t`Open in LeNet Lab`}
    </a>
  );
}

/** Pages that links lead to need more room, and their own storage. */
function openLinksInTabs(): () => void {
  const base = document.createElement('base');
  base.target = '_blank';
  document.head.append(base);
  return () => base.remove();
}

function currentHash(): string {
  return percentDecoded(window.location.hash);
}

function onHashChange(listener: () => void): () => void {
  window.addEventListener('hashchange', listener);
  return () => window.removeEventListener('hashchange', listener);
}
