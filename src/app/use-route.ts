import { type RefObject, useEffect, useRef, useSyncExternalStore } from 'react';
import { t } from '../language/language.ts';
import { type Route, routeAt, routes, unknownPage } from './routes.ts';

/**
 * The page that the address asks for. The browser's own links and history lead from one to another. An
 * address of no page becomes the Draw page's own, without a step in the history.
 * @param notify told in words of such an address
 */
export function useRoute(notify: (notice: string) => void): Route {
  const path = useSyncExternalStore(onHashChange, hashPath);
  const route = routeAt(path);
  const unknown = unknownPage(path);
  // A link that took a full stop along shows its page; the address is to be copied again.
  const named = routes[route].href === `#${path.split('?')[0]}`;
  const proper = route === 'draw' || named ? null : routes[route].href;
  useEffect(() => {
    if (proper !== null) window.location.replace(proper);
  }, [proper]);
  useEffect(() => {
    if (unknown === null) return;
    window.location.replace(routes.draw.href);
    notify(t`Page “${unknown}” not found. Showing ${routes.draw.name}.`);
  }, [unknown, notify]);
  return route;
}

function onHashChange(listener: () => void): () => void {
  window.addEventListener('hashchange', listener);
  return () => window.removeEventListener('hashchange', listener);
}

/** The hash without its "#", beginning with "/". */
function hashPath(): string {
  return `/${window.location.hash.replace(/^#?\/?/, '')}`;
}

/**
 * Another page under the same document: it gets its title, starts at its top when a link led to it
 * (the browser finds the old place again on the way back), and takes the focus, so that the next Tab
 * goes into it rather than on from a link that may be gone.
 */
export function usePageChange(route: Route, page: RefObject<HTMLElement | null>): void {
  const shown = useRef(route);
  useEffect(() => {
    document.title = `${routes[route].title} – LeNet Lab`;
    if (shown.current === route) return;
    shown.current = route;
    page.current?.focus({ preventScroll: true });
  }, [route, page]);
  useEffect(() => {
    const leaving = new AbortController();
    document.addEventListener('click', beginAtTop, { signal: leaving.signal });
    return () => leaving.abort();
  }, []);
}

/** A page that a link leads to begins at its top, also where the one before was scrolled. */
function beginAtTop({ target }: MouseEvent): void {
  const link = target instanceof Element ? target.closest<HTMLAnchorElement>('a[href^="#/"]') : null;
  if (link && routeAt(link.hash.slice(1)) !== routeAt(hashPath())) window.scrollTo(0, 0);
}
