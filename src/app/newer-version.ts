import { createStore } from 'zustand/vanilla';

/** Whether this tab runs an older version than the one that is there now, and how it gets the newer one. */

export interface NewerVersion {
  /** What the person should know; null while nothing does. */
  readonly text: string | null;
}

export const newerVersion = createStore<NewerVersion>()(() => ({ text: null }));

/** Asked before the page reloads by itself: whether something would be interrupted. */
const works = new Set<() => boolean>();

export function askBeforeReload(isBusy: () => boolean): void {
  works.add(isBusy);
}

/** Set in this tab's session when the page has reloaded by itself, to what it was then: never twice. */
const reloadedKey = 'lenet-lab.reloaded';

/** Built files are named by their content, so this is the version. */
const ownFile = import.meta.url.replace(/^.*\/|\?.*$/g, '');

/**
 * Vite reports code that could not be loaded. After a deployment the files of a tab opened before it are gone
 * from the server, and only a reload brings those of today.
 */
export function watchForNewerVersion(): void {
  window.addEventListener('vite:preloadError', () => void checkVersion());
}

async function checkVersion(): Promise<void> {
  if (newerVersion.getState().text !== null || !(await isNewerServed())) return;
  if (![...works].some((isBusy) => isBusy()) && mayReload()) return reload();
  newerVersion.setState({
    text: 'A newer version of LeNet Lab is here, and parts of this one are gone. Reload to use it.',
  });
}

async function isNewerServed(): Promise<boolean> {
  if (await waitingWorker()) return true;
  try {
    const response = await fetch(document.baseURI.replace(/#.*$/, ''), { cache: 'no-store' });
    const html = await response.text();
    return response.ok && html.includes('<div id="root"') && !html.includes(ownFile);
  } catch {
    // The server cannot be reached: nothing is known, and a reload would end on the browser's error page.
    return false;
  }
}

/** @returns whether this version has not reloaded by itself yet */
function mayReload(): boolean {
  try {
    if (sessionStorage.getItem(reloadedKey) === ownFile) return false;
    sessionStorage.setItem(reloadedKey, ownFile);
    return true;
  } catch {
    return false;
  }
}

/** Brings the newest version: the one that the service worker holds back until all tabs are closed, too. */
export async function reload(): Promise<void> {
  const waiting = await waitingWorker();
  if (waiting) {
    const changed = new Promise((resolve) =>
      navigator.serviceWorker.addEventListener('controllerchange', resolve, { once: true }),
    );
    waiting.postMessage({ type: 'SKIP_WAITING' });
    await Promise.race([changed, new Promise((resolve) => setTimeout(resolve, 3000))]);
  }
  window.location.reload();
}

async function waitingWorker(): Promise<ServiceWorker | null> {
  try {
    return (await navigator.serviceWorker.getRegistration())?.waiting ?? null;
  } catch {
    return null;
  }
}
