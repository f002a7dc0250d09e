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

/** The colours of the paper in the theme of the page as it is now. */
export function paperColours(): InkColours {
  const probe = document.createElement('span');
  probe.style.background = 'var(--surface)';
  probe.style.color = 'var(--ink)';
  document.body.append(probe);
  const colours = coloursOf(probe);
  probe.remove();
  return colours;
}
