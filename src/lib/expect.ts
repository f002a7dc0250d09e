import { t } from '../language/language.ts';
/**
 * Checks of values from outside (files, messages, arguments). Every message says what was expected
 * and ends with what came, so that a person can act on it.
 */

/** A value that is not what a contract asks for. `message` reads "place: expected X, got Y". */
export class ExpectationError extends Error {
  override readonly name = 'ExpectationError';
}

/** @throws ExpectationError "place: expected X, got Y" unless `holds`. */
export function expectThat(holds: boolean, place: string, expected: string, got: unknown): asserts holds {
  if (!holds) throw new ExpectationError(t`${place}: expected ${expected}, got ${inWords(got)}`);
}

/** A short, safe rendering of any value for an error message. */
export function inWords(value: unknown): string {
  return rendered(value, 2);
}

/** @param depth of arrays within arrays that is gone into: a file may nest them as deep as it likes */
function rendered(value: unknown, depth: number): string {
  if (typeof value === 'string')
    return JSON.stringify(value.length > 60 ? `${value.slice(0, 57)}...` : value);
  if (Array.isArray(value))
    return value.length > 8 || depth === 0
      ? t`an array of ${value.length}`
      : `[${value.map((entry) => rendered(entry, depth - 1)).join(', ')}]`;
  if (ArrayBuffer.isView(value)) return t`${value.constructor.name} of ${value.byteLength} bytes`;
  if (typeof value === 'object' && value !== null)
    return t`an object with ${Object.keys(value).slice(0, 5).join(', ').slice(0, 100) || t`no keys`}`;
  return String(value);
}

/** "out of memory" -> "Out of memory." */
export function asSentence(reason: string): string {
  const text = reason.charAt(0).toUpperCase() + reason.slice(1);
  return /[.!?]$/.test(text) ? text : `${text}.`;
}

/** The message of anything that was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
