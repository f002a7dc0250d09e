/**
 * Whole numbers as URL-safe text, few characters for small ones: Base64 VLQ as source maps use it
 * (https://tc39.es/ecma426/#sec-base64-vlq), five bits a character and one that says "more follow",
 * with RFC 4648's URL-safe alphabet. Signed numbers are zigzagged first: 0, -1, 1, -2, 2, ...
 */
const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
const valueOfCode = new Int8Array(128).fill(-1);
for (let value = 0; value < alphabet.length; value++) valueOfCode[alphabet.charCodeAt(value)] = value;

/** @param value integer from 0 to 2^30 - 1: six characters of five bits */
export function writeNumber(value: number): string {
  let text = '';
  let rest = value;
  do {
    const more = rest > 31 ? 32 : 0;
    text += alphabet[(rest & 31) | more];
    rest >>>= 5;
  } while (rest > 0);
  return text;
}

/** @param value integer with |value| <= vlqMax / 2 */
export function writeSigned(value: number): string {
  return writeNumber(value < 0 ? -2 * value - 1 : 2 * value);
}

/** Reads numbers one after another. After a mistake in the text every read gives NaN. */
export interface NumberReader {
  number(): number;
  signed(): number;
  /** Whether everything was read, and nothing beyond it. */
  atEnd(): boolean;
}

export function readNumbers(text: string): NumberReader {
  let at = 0;
  const number = () => {
    let value = 0;
    for (let shift = 0; shift < 30; shift += 5) {
      const digit = valueOfCode[text.charCodeAt(at)] ?? -1;
      if (digit < 0) break;
      at++;
      value |= (digit & 31) << shift;
      if (digit < 32) return value;
    }
    at = Number.POSITIVE_INFINITY;
    return Number.NaN;
  };
  const signed = () => {
    const value = number();
    return value % 2 === 1 ? -(value + 1) / 2 : value / 2;
  };
  return { number, signed, atEnd: () => at === text.length };
}

/** Length of a checksum in characters. */
export const checksumLength = 6;

/**
 * FNV-1a, 32 bits (http://www.isthe.com/chongo/tech/comp/fnv/). Each of its steps can be inverted, so
 * one changed character always gives another checksum.
 */
export function checksum(text: string): string {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  let written = '';
  for (let shift = 30; shift >= 0; shift -= 6) written += alphabet[(hash >>> shift) & 63];
  return written;
}
