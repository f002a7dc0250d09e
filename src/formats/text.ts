import { strFromU8, strToU8 } from 'fflate';
import { ExpectationError, inWords, messageOf } from '../lib/expect.ts';

/** Text and JSON of files. The pure code has no TextDecoder of its own. */

export function utf8(text: string): Uint8Array<ArrayBuffer> {
  return strToU8(text);
}

export function textOf(bytes: Uint8Array): string {
  return strFromU8(bytes);
}

/** Tab, ends of lines, form feed. */
const spaces = [9, 10, 12, 13];

/** Whether bytes are text for people: UTF-8 without control characters. */
export function looksLikeText(bytes: Uint8Array): boolean {
  return bytes.every((byte) => byte >= 0x20 || spaces.includes(byte)) && !textOf(bytes).includes('\ufffd');
}

/** @throws ExpectationError "place: expected JSON, got ..." */
export function parseJson(text: string, place: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    const got = error instanceof SyntaxError ? inWords(text) : messageOf(error);
    throw new ExpectationError(`${place}: expected JSON, got ${got}`);
  }
}
