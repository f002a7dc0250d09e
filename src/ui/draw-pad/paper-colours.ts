import type { InkColours } from './paint-drawing.ts';

/** The colours a style sheet gives to an element: its background is the paper, its text the ink. */
export function coloursOf(element: HTMLElement): InkColours {
  const style = getComputedStyle(element);
  return { paper: style.backgroundColor, ink: style.color };
}

/** Calls back after each change of the theme, chosen on the page or by the system. */
export function watchTheme(changed: () => void): () => void {
  const system = window.matchMedia('(prefers-color-scheme: dark)');
  system.addEventListener('change', changed);
  const chosen = new MutationObserver(changed);
  chosen.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] });
  return () => {
    system.removeEventListener('change', changed);
    chosen.disconnect();
  };
}
