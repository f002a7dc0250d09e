import { styleGroups, switched } from '../../../digits/synthesis/style-choice.ts';
import { styleNames } from '../../../digits/synthesis/styles.ts';
import { t } from '../../../language/language.ts';
import { inWords } from '../../../lib/expect.ts';

/**
 * The styles that are off, as they stand in the address: "7-with-a-bar.1-leaning", "4*" where a digit has
 * none left, "*" where nothing is on.
 */
const everything = '*';
const between = '.';

export function writeStyles(off: readonly string[]): string {
  if (off.length === styleNames.length) return everything;
  return styleGroups
    .flatMap(({ digit, styles }) => {
      const names = styles.map(({ name }) => name).filter((name) => off.includes(name));
      return names.length === styles.length ? [`${digit}${everything}`] : names.map(inAddress);
    })
    .join(between);
}

/** The styles that are off, and what was ignored. */
export function readStyles(text: string) {
  const problems: string[] = [];
  const names = text.split(between).flatMap((part) => {
    if (part === '') return [];
    if (part === everything) return styleNames;
    const group = styleGroups.find(({ digit }) => part === `${digit}${everything}`);
    if (group) return group.styles.map(({ name }) => name);
    const name = styleNames.find((candidate) => inAddress(candidate) === part);
    if (name === undefined) problems.push(t`expected a style of synthetic handwriting, got ${inWords(part)}`);
    return name ?? [];
  });
  return { off: switched([], names, false), problems };
}

/** "1 lying, as in Chinese" -> "1-lying-as-in-chinese". */
export function inAddress(name: string): string {
  return name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-');
}
