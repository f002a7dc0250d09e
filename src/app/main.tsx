import '@fontsource-variable/inter/wght.css';
import '../ui/fallback-fonts.css';
import '../ui/tokens.css';
import '../ui/global.css';
import { StrictMode, startTransition } from 'react';
import { createRoot } from 'react-dom/client';
import { catalogueLoaded } from '../language/language.ts';
import { Boundary } from '../ui/part/boundary.tsx';
import { App } from './app.tsx';
import { crashPage } from './crash-page.tsx';
import { isEmbedded } from './embedding.ts';
import { watchForNewerVersion } from './version-watch.ts';

const root = document.getElementById('root');
if (!root) throw new Error('main: expected an element with id "root" in index.html');
watchForNewerVersion();
if (catalogueLoaded) void catalogueLoaded.then(show);
else show();
// public/start.js says why where this is missing.
document.documentElement.dataset.started = '';
// A part on the page of another site stores nothing.
if (import.meta.env.PROD && !isEmbedded) {
  if (document.readyState === 'complete') void keepForOffline();
  else window.addEventListener('load', () => void keepForOffline(), { once: true });
}
// Nobody translates a page that is not there yet; without this code the page only lacks its safety net.
import('../ui/translated-page.ts').then(
  ({ keepTranslationsTrue }) => keepTranslationsTrue(document.body),
  () => undefined,
);

import('../ui/print-light.ts').then(
  ({ printLight }) => printLight(),
  () => undefined,
);

function show() {
  const app = (
    <StrictMode>
      <Boundary fallback={crashPage}>
        <App />
      </Boundary>
    </StrictMode>
  );
  // As a transition React renders in short pieces, and the page can be scrolled and pressed in between.
  startTransition(() => createRoot(root as HTMLElement).render(app));
}

/** Once the page has been loaded and drawn; without this code it only lacks what comes after its start. */
function keepForOffline(): Promise<void> {
  return import('./offline.ts').then(
    (offline) => offline.keepForOffline(),
    () => undefined,
  );
}
