/**
 * Lets the browser keep the whole app, once the page has been loaded and drawn: the service worker of the
 * build fetches what is missing and from then on answers without a network. Where there are none (plain
 * http, private windows, `npm run dev`) the app needs its server, as any page does.
 */
export function keepForOffline(): void {
  if (!import.meta.env.PROD || !('serviceWorker' in navigator)) return;
  const register = () =>
    navigator.serviceWorker.register('sw.js').catch(() => {
      // Forbidden, or the network is slow or gone: the page works as one that needs its server.
    });
  if (document.readyState === 'complete') void register();
  else window.addEventListener('load', () => void register(), { once: true });
}

/** What Workbox names its caches by. */
const cacheName = /workbox-precache/;

/** Bytes of the app's own files that the browser keeps; 0 where there are none or none can be reached. */
export async function keptFilesSize(): Promise<number> {
  try {
    let bytes = 0;
    for (const name of await cacheNames()) {
      const files = await (await caches.open(name)).matchAll();
      for (const file of files) bytes += (await file.blob()).size;
    }
    return bytes;
  } catch {
    return 0;
  }
}

/** Deletes them, and lets the next visit keep them anew. @throws Error when the browser refuses */
export async function forgetKeptFiles(): Promise<void> {
  // First who looks after them: without its files it would stay, and never fetch them again.
  await (await navigator.serviceWorker.getRegistration())?.unregister();
  for (const name of await cacheNames()) await caches.delete(name);
}

/** Of this app: others may share the site. */
async function cacheNames(): Promise<string[]> {
  const scope = new URL('.', document.baseURI).href;
  return (await caches.keys()).filter((name) => cacheName.test(name) && name.endsWith(scope));
}
