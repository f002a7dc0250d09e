import { clientsClaim } from 'workbox-core';
import {
  addPlugins,
  cleanupOutdatedCaches,
  createHandlerBoundToURL,
  type PrecacheEntry,
  precacheAndRoute,
} from 'workbox-precaching';
import { NavigationRoute, registerRoute } from 'workbox-routing';

/**
 * The service worker: it stores the whole app and answers without a network. A newer version waits until the last
 * tab of the old one closes, or until a page asks for it.
 */

declare const self: ServiceWorkerGlobalScope & { readonly __WB_MANIFEST: readonly PrecacheEntry[] };

/** Of tools/site-headers.ts; the build puts them in. */
declare const siteHeaders: Readonly<Record<string, string>>;

self.addEventListener('message', ({ data }) => {
  if (data?.type === 'SKIP_WAITING') void self.skipWaiting();
});
clientsClaim();
// Added to each answer rather than when a file is stored: files of unchanged content stay stored across versions.
addPlugins([{ handlerWillRespond: async ({ response }) => withSiteHeaders(response) }]);
precacheAndRoute([...self.__WB_MANIFEST]);
cleanupOutdatedCaches();
registerRoute(new NavigationRoute(createHandlerBoundToURL('index.html')));

/**
 * Hosts such as GitHub Pages send none of the headers. What a host does send is kept, and a response that has them
 * all is passed on as it is, which lets the browser reuse its compiled code.
 */
function withSiteHeaders(response: Response): Response {
  const missing = Object.entries(siteHeaders).filter(([name]) => !response.headers.has(name));
  if (missing.length === 0) return response;
  const { status, statusText, body } = response;
  const headers = new Headers(response.headers);
  for (const [name, value] of missing) headers.set(name, value);
  return new Response(body, { status, statusText, headers });
}
