import { isBusy } from './newer-version.ts';

/**
 * Where the host sends no isolation headers, the service worker adds them (src/app/sw.ts), but not to a page that was
 * loaded before it took over. One reload then isolates the page, and threads share memory.
 */

/** Whether the service worker has taken over a page that was loaded without it: otherwise a reload changes nothing. */
let isTakenOver = false;

/** Called before the service worker is registered. */
export function watchForIsolation(): void {
  // Inside a frame the outer page decides.
  if (crossOriginIsolated !== false || window.top !== window || navigator.serviceWorker.controller) return;
  navigator.serviceWorker.addEventListener(
    'controllerchange',
    () => {
      isTakenOver = true;
      // Nobody has pressed anything yet, so a reload interrupts nothing.
      if (navigator.userActivation?.hasBeenActive === false) void isolate();
    },
    { once: true },
  );
}

/** Reloads the page if that isolates it and nothing is in progress; does not return then. */
export async function isolate(): Promise<void> {
  if (!isTakenOver || isBusy() || !isFirstTime()) return;
  window.location.reload();
  await new Promise(() => undefined);
}

const triedKey = 'lenet-lab.isolated';

/** Once in a tab's session, so that a browser that does not isolate the page is never reloaded in a loop. */
function isFirstTime(): boolean {
  try {
    if (sessionStorage.getItem(triedKey) !== null) return false;
    sessionStorage.setItem(triedKey, 'tried');
    return true;
  } catch {
    return false;
  }
}
