import { t } from '../language/language.ts';
import { isBusy, newerVersion } from './newer-version.ts';
import { isNewerServed } from './version-checks.ts';

/** How often the page looks whether a newer version was deployed, at most. */
const lookEveryMs = 10 * 60_000;

/** How often it looks whether a run has ended. */
const idleEveryMs = 1_000;

let isAnnounced = false;

/** @param registration null where the browser has no service workers */
export function announceUpdates(registration: ServiceWorkerRegistration | null): void {
  const announceWaiting = () => {
    if (registration?.waiting && registration.active) announce();
  };
  announceWaiting();
  registration?.addEventListener('updatefound', () =>
    registration.installing?.addEventListener('statechange', announceWaiting),
  );
  // Another tab has switched to a newer version.
  if (registration && navigator.serviceWorker.controller)
    navigator.serviceWorker.addEventListener('controllerchange', announce);

  let lookedAt = Number.NEGATIVE_INFINITY;
  const look = async () => {
    const now = performance.now();
    if (document.visibilityState !== 'visible' || isBusy() || now - lookedAt < lookEveryMs) return;
    lookedAt = now;
    await registration?.update().catch(() => undefined);
    // A service worker announces its newer version when all of it is here; a reload before would bring the old one.
    if (!registration?.active && (await isNewerServed())) announce();
  };
  document.addEventListener('visibilitychange', () => void look());
  setInterval(() => void look(), lookEveryMs);
}

/** Once, and not before a run or a line is finished. */
function announce(): void {
  if (isAnnounced) return;
  if (isBusy()) {
    setTimeout(announce, idleEveryMs);
    return;
  }
  isAnnounced = true;
  if (newerVersion.getState().text === null)
    newerVersion.setState({ text: t`A new version is ready. Reload to use it.` });
}
