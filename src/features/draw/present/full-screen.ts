/** The whole screen for the page, where the browser has that: iPhones do not, and frames may not. */

/** To be called while a press is handled: browsers allow it only then. */
export function fillScreen(): void {
  // Refused: the presentation fills the window.
  document.documentElement.requestFullscreen?.().catch(() => undefined);
}

export function leaveScreen(): void {
  if (document.fullscreenElement) document.exitFullscreen().catch(() => undefined);
}

export function isScreenFilled(): boolean {
  return Boolean(document.fullscreenElement);
}

export function onScreenChange(listener: () => void): () => void {
  document.addEventListener('fullscreenchange', listener);
  return () => document.removeEventListener('fullscreenchange', listener);
}
