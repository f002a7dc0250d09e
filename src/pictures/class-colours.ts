import type { Theme } from './colour-scales.ts';

/**
 * A colour for each digit. Found by a search through OKLCH for ten colours a theme, each digit of one hue in both,
 * that stay furthest apart for usual sight and for missing red, green or blue cones, at a contrast of at least
 * 3 : 1 with the paper; a test holds what was found. Ten colours cannot all be told at a glance: whoever shows
 * them writes the digit, too.
 */
export const classColours: Readonly<Record<Theme, readonly string[]>> = {
  light: [
    '#d75b72',
    '#7e0f2e',
    '#b48748',
    '#696a2d',
    '#3a470f',
    '#1a97a2',
    '#2c6dc7',
    '#8d83e6',
    '#5b1b6d',
    '#9e3f6e',
  ],
  dark: [
    '#e04b6c',
    '#f79ca6',
    '#ecca9f',
    '#828427',
    '#a5c71e',
    '#ade8ee',
    '#93bffd',
    '#9089e1',
    '#b050cd',
    '#b18496',
  ],
};

/** The same as red, green and blue, 0 to 255. */
export function classBytes(theme: Theme): readonly (readonly [number, number, number])[] {
  return classColours[theme].map((colour) => {
    const channel = (at: number) => Number.parseInt(colour.slice(at, at + 2), 16);
    return [channel(1), channel(3), channel(5)];
  });
}
