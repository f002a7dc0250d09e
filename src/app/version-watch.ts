type Checks = typeof import('./version-checks.ts');
let loading: Promise<Checks | null> | undefined;

/** The code that looks. It loads right after the start: a deployment may take it away later. Null where it is missing. */
export function checks(): Promise<Checks | null> {
  loading ??= import('./version-checks.ts').catch(() => {
    loading = undefined;
    return null;
  });
  return loading;
}

/**
 * Vite reports code that could not be loaded. After a deployment the files of a tab opened before it are gone
 * from the server, and only a reload brings those of today.
 */
export function watchForNewerVersion(): void {
  const look = (what: 'checkVersion' | 'checkStorage') => void checks().then((code) => code?.[what]());
  window.addEventListener('vite:preloadError', () => look('checkVersion'));
  window.addEventListener('load', () => look('checkStorage'));
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') look('checkStorage');
  });
}
