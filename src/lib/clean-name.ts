import { t } from '../language/language.ts';

const nameMost = 100;

/** A name from a file or from storage, without what could not be seen, or would turn the text around it. */
export function cleanName(name: string): string {
  return (
    name
      .replace(/[\p{C}\p{Zl}\p{Zp}]+/gu, ' ')
      .trim()
      .slice(0, nameMost)
      // Half of a character that was cut in two.
      .replace(/[\ud800-\udbff]$/, '')
      .trim()
  );
}

/** "Copy of x", and the same for a copy of that. */
export function nameOfCopy(name: string): string {
  const before = t`Copy of ${''}`;
  return cleanName(t`Copy of ${name.startsWith(before) ? name.slice(before.length) : name}`);
}
