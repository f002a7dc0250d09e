import type { InkColours } from './paint-drawing.ts';

/** The colours a style sheet gives to an element: its background is the paper, its text the ink. */
export function coloursOf(element: HTMLElement): InkColours {
  const style = getComputedStyle(element);
  return { paper: style.backgroundColor, ink: style.color };
}

export function paperColours(): InkColours {
  const probe = document.createElement('span');
  probe.style.background = 'var(--surface)';
  probe.style.color = 'var(--ink)';
  document.body.append(probe);
  const colours = coloursOf(probe);
  probe.remove();
  return colours;
}
