import { strFromU8, strToU8 } from 'fflate';
import { t } from '../language/language.ts';
import { ExpectationError, inWords, messageOf } from '../lib/expect.ts';

/** Text and JSON of files. The pure code has no TextDecoder of its own. */

export function utf8(text: string): Uint8Array<ArrayBuffer> {
  return strToU8(text);
}

/** Tab, ends of lines, form feed. */
const spaces = [9, 10, 12, 13];

/** Whether bytes are text for people: UTF-8 without control characters. */
export function looksLikeText(bytes: Uint8Array): boolean {
  return bytes.every((byte) => byte >= 0x20 || spaces.includes(byte)) && !strFromU8(bytes).includes('\ufffd');
}

/** Deeper than any file of ours or of Keras. */
const depthMost = 64;

/**
 * Depth is looked at first: a parser needs seconds for some millions of brackets within one another, and
 * whatever walks through them next may overflow its stack.
 * @throws ExpectationError "place: expected JSON, got ..."
 */
export function parseJson(text: string, place: string): unknown {
  expectShallow(text, place);
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    const got = error instanceof SyntaxError ? inWords(text) : messageOf(error);
    throw new ExpectationError(t`${place}: expected JSON, got ${got}`);
  }
}

const quote = 0x22;
const backslash = 0x5c;

function expectShallow(text: string, place: string): void {
  let depth = 0;
  let quoted = false;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === quote) quoted = !quoted;
    else if (quoted) {
      if (code === backslash) at += 1;
    }
    // Of "[" and "{", "]" and "}" the codes differ by one bit.
    else if ((code | 0x20) === 0x7b) depth += 1;
    else if ((code | 0x20) === 0x7d) depth -= 1;
    if (depth <= depthMost) continue;
    throw new ExpectationError(
      t`${place}: expected JSON at most ${depthMost} levels deep, got deeper levels`,
    );
  }
}
