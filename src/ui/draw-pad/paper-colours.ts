import { readColours } from '../read-colours.ts';
import type { InkColours } from './paint-drawing.ts';

/** What the paper's style sheet says, in this theme. */
export function paperColours(): InkColours {
  return readColours({ paper: 'var(--surface)', ink: 'var(--ink)' });
}
