import { readColours } from '../read-colours.ts';

/** What a map is painted with, as it is now, in this theme. */
export type InkTokens = ReturnType<typeof readTokens>;

export function readTokens() {
  return {
    ...readColours({ paper: 'var(--paper)', ink: 'var(--ink)', accent: 'var(--accent)' }),
    font: getComputedStyle(document.body).fontFamily,
  };
}
