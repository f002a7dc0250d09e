import { t } from '../language/language.ts';
import { isBusy, newerVersion, ownFile } from './newer-version.ts';

/** When the page last reloaded by itself, in this tab's session: never twice in a row. */
const reloadedKey = 'lenet-lab.reloaded';
const restMs = 60_000;

/** A newer version, open in another tab, may have upgraded the databases: nothing can be saved here then. */
export async function checkStorage(): Promise<void> {
  // Nothing hurries, so its code loads after the start; without it nothing is known.
  const versions = await import('../storage/database-versions.ts').catch(() => null);
  if (!(await versions?.isUpgraded())) return;
  newerVersion.setState({
    text: t`A newer version of LeNet Lab updated your stored data, so this tab cannot save. Reload, or close all its tabs and open it again.`,
  });
}

export async function checkVersion(): Promise<void> {
  if (!(await isNewerServed())) return;
  if (!isBusy() && mayReload()) return reload();
  newerVersion.setState({
    text: t`A newer version of LeNet Lab is here, and parts of this one are gone. Reload to use it.`,
  });
}

export async function isNewerServed(): Promise<boolean> {
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

/** @returns whether the page has not just reloaded by itself: that did not help, and never becomes a loop */
function mayReload(): boolean {
  try {
    const before = Number(sessionStorage.getItem(reloadedKey));
    sessionStorage.setItem(reloadedKey, `${Date.now()}`);
    return !(Math.abs(Date.now() - before) < restMs);
  } catch {
    return false;
  }
}

/** A service worker that has not taken over by then will not: a reload then brings what the server has. */
const takeOverMs = 15_000;

/** Brings the newest version: the one that the service worker holds back until all tabs are closed, too. */
export async function reload(): Promise<void> {
  const waiting = await waitingWorker();
  if (waiting) {
    const changed = new Promise((resolve) =>
      navigator.serviceWorker.addEventListener('controllerchange', resolve, { once: true }),
    );
    newerVersion.setState({ text: t`Switching to the newer version…` });
    waiting.postMessage({ type: 'SKIP_WAITING' });
    // It takes over when the old one has answered what was asked of it.
    await Promise.race([changed, new Promise((resolve) => setTimeout(resolve, takeOverMs))]);
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
