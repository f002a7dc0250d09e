/**
 * The width of an element in device pixels, at once and whenever it or the page's zoom changes.
 * @returns a function that stops it
 */
export function watchSide(element: HTMLElement, changed: (sidePx: number) => void): () => void {
  const report = (sidePx: number) => changed(Math.max(1, Math.round(sidePx)));
  const fromCss = (cssPx: number) => report(cssPx * window.devicePixelRatio);
  fromCss(element.getBoundingClientRect().width);
  const observer = new ResizeObserver((entries) => {
    for (const entry of entries) {
      const exact = entry.devicePixelContentBoxSize?.[0];
      if (exact) report(exact.inlineSize);
      else fromCss(entry.contentRect.width);
    }
  });
  try {
    observer.observe(element, { box: 'device-pixel-content-box' });
  } catch {
    // Safari knows the content box only, and so misses a change of the zoom that keeps the layout.
    observer.observe(element);
  }
  return () => observer.disconnect();
}
