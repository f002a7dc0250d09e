import { allowOwnScripts } from '../lib/start-worker.ts';
import { watchForIsolation } from './isolation.ts';
import { announceUpdates } from './updates.ts';

/**
 * Lets the browser keep the whole app: the service worker of the build fetches what is missing and from then on
 * answers without a network. Where there are none (plain http, some private windows) the app needs its server, as
 * any page does.
 */
export async function keepForOffline(): Promise<void> {
  announceUpdates(await registered());
}

async function registered(): Promise<ServiceWorkerRegistration | null> {
  if (!('serviceWorker' in navigator)) return null;
  watchForIsolation();
  allowOwnScripts();
  try {
    return await navigator.serviceWorker.register(new URL('sw.js', document.baseURI).href);
  } catch {
    // Forbidden, or the network is slow or gone: the page works as one that needs its server.
    return null;
  }
}
