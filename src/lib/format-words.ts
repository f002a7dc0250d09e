import { locale } from '../language/language.ts';

/** ["a 4", "a 7", "a 9"] -> "a 4, a 7 and a 9". */
export function formatList(items: readonly string[]): string {
  return new Intl.ListFormat(locale).format(items);
}

/** ["text", "a number"] -> "text or a number". */
export function formatChoice(items: readonly string[]): string {
  return new Intl.ListFormat(locale, { type: 'disjunction' }).format(items);
}

/** "distortion.rotationDeg" -> "Distortion, rotation deg". */
export function nameInWords(name: string): string {
  const words = name
    .replaceAll('.', ', ')
    .replace(/([a-z\d])([A-Z])/g, (_, before: string, after: string) => `${before} ${after.toLowerCase()}`);
  return words.charAt(0).toUpperCase() + words.slice(1);
}
