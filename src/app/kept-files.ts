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
