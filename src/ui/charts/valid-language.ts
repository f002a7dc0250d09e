/**
 * uPlot asks Intl for the numbers of `navigator.language` when it loads, and Intl throws where that is no
 * language tag: Chromium says "en-US@posix" or "C" where the system's locale is set so. This module loads
 * before uPlot and gives it a tag that Intl takes. The charts format their numbers themselves.
 */
try {
  new Intl.NumberFormat(navigator.language);
} catch {
  Object.defineProperty(navigator, 'language', { value: 'en', configurable: true });
}

export {};
