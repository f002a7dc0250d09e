import { allowOwnScripts } from '../lib/start-worker.ts';

/**
 * Lets the browser keep the whole app, once the page has been loaded and drawn: the service worker of the
 * build fetches what is missing and from then on answers without a network. Where there are none (plain
 * http, private windows, `npm run dev`) the app needs its server, as any page does.
 */
export function keepForOffline(): void {
  if (!import.meta.env.PROD || !('serviceWorker' in navigator)) return;
  const register = async () => {
    allowOwnScripts();
    try {
      await navigator.serviceWorker.register(new URL('sw.js', document.baseURI).href);
    } catch {
      // Forbidden, or the network is slow or gone: the page works as one that needs its server.
    }
  };
  if (document.readyState === 'complete') void register();
  else window.addEventListener('load', () => void register(), { once: true });
}
