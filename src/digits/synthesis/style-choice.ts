import { digitClasses } from '../../network/labels.ts';
import { type Style, styles } from './styles.ts';

/** Which styles are written, by the names of those that are switched off. */

/** The styles that are on. */
export function stylesBut(off: readonly string[]): readonly Style[] {
  return off.length === 0 ? styles : styles.filter(({ name }) => !off.includes(name));
}

export interface StyleGroup {
  readonly digit: number;
  readonly styles: readonly Style[];
}

/** All styles by digit, 0 to 9. */
export const styleGroups: readonly StyleGroup[] = digitClasses.map((digit) => ({
  digit,
  styles: styles.filter((style) => style.digit === digit),
}));

/** Switches styles on or off: names in the order of the styles, each once. */
export function switched(off: readonly string[], names: readonly string[], on: boolean): readonly string[] {
  return styles.map(({ name }) => name).filter((name) => (names.includes(name) ? !on : off.includes(name)));
}

/** Digits that nobody writes any more. */
export function digitsWithout(off: readonly string[]): readonly number[] {
  return styleGroups
    .filter((group) => group.styles.every(({ name }) => off.includes(name)))
    .map(({ digit }) => digit);
}
