import { watchPixelRatio } from '../pixel-ratio.ts';

/**
 * The width of an element in device pixels, once the page is laid out (before it is painted) and whenever
 * it or the page's zoom changes.
 * @returns a function that stops it
 */
export function watchSide(element: HTMLElement, changed: (sidePx: number) => void): () => void {
  const report = (sidePx: number) => changed(Math.max(1, Math.round(sidePx)));
  const fromCss = (cssPx: number) => report(cssPx * window.devicePixelRatio);
  const observer = new ResizeObserver((entries) => {
    for (const entry of entries) {
      const exact = entry.devicePixelContentBoxSize?.[0];
      if (exact) report(exact.inlineSize);
      else fromCss(entry.contentRect.width);
    }
  });
  let unwatch: (() => void) | undefined;
  try {
    observer.observe(element, { box: 'device-pixel-content-box' });
  } catch {
    // Safari observes the content box only, which another screen or zoom may leave as it was.
    observer.observe(element);
    unwatch = watchPixelRatio(() => fromCss(element.getBoundingClientRect().width));
  }
  return () => {
    observer.disconnect();
    unwatch?.();
  };
}
