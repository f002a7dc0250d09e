import { type RefObject, useEffect, useRef } from 'react';
import { useHashLocation } from 'wouter/use-hash-location';
import { type Route, routeAt, routes, unknownPage } from './routes.ts';

/**
 * The page that the address asks for. The browser's own links and history lead from one to another. An
 * address of no page becomes the Draw page's own, without a step in the history.
 * @param notify told in words of such an address
 */
export function useRoute(notify: (notice: string) => void): Route {
  const [path, navigate] = useHashLocation();
  const unknown = unknownPage(path);
  useEffect(() => {
    if (unknown === null) return;
    navigate(routes.draw.href, { replace: true });
    notify(`There is no page “${unknown}” here; this is ${routes.draw.name}.`);
  }, [unknown, navigate, notify]);
  return routeAt(path);
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
}
