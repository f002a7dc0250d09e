import { t } from '../../language/language.ts';
import { messageOf } from '../../lib/expect.ts';
import type { ByteStream } from '../../storage/data-cache.ts';

/** A place that may have the files: a server, or the browser's cache. */
export interface Place {
  /** As people know it: "this site", a mirror's host. */
  readonly name: string;
  /**
   * Opens a file, from its start or where an earlier answer broke off. The signal ends the answer too.
   * @throws Refusal, Interruption
   */
  open(file: string, from: Continuation | null, signal: AbortSignal): Promise<Answer>;
}

/** Where an answer broke off. */
interface Continuation {
  readonly offset: number;
  readonly etag: string | null;
}

export interface Answer {
  readonly body: ByteStream;
  /** Where in the file it starts: at the place that was asked for, or at 0 where none can be asked for. */
  readonly offset: number;
  /** Length of the file on the line; null when that is not told. */
  readonly length: number | null;
  readonly etag: string | null;
  /**
   * Whether its bytes are those that a range counts: they were not unpacked on the way. Another site may
   * hide whether they were; then they were not if they are still packed.
   */
  readonly countable: 'yes' | 'if packed' | 'no';
}

/** The place does not have the file: asking it again is of no use. "expected X, got Y". */
export class Refusal extends Error {}

/** The place may have the file, but did not give (all of) it this time. */
export class Interruption extends Error {}

/** It has the file perhaps, but brings nothing, or next to nothing: another place may be faster. */
export class Stall extends Interruption {}

/** It was asked to go on in mid-file and gave something else: the file has to be taken from its start. */
export class OtherPart extends Interruption {}

/** The servers by their addresses, of which the first is the site's own. */
export function placesOf(addresses: readonly string[]): Place[] {
  return addresses.map((address, i) => httpPlace(i === 0 ? t`this site` : hostOf(address), address));
}

/**
 * Not kept by HTTP's own cache: what this site keeps is in one place, and can be deleted there. Without
 * If-Range, which browsers ask another site's leave for first: `read` compares the tags instead.
 * @param address what a file's name follows
 */
function httpPlace(name: string, address: string): Place {
  return {
    name,
    async open(file, from, signal) {
      const headers: Record<string, string> = from ? { Range: `bytes=${from.offset}-` } : {};
      const request: RequestInit = { headers, signal, cache: 'no-store' };
      const response = await fetch(address + file, request).catch((error: unknown) => {
        throw new Interruption(t`expected ${file}, got no answer (${reasonOf(error)})`);
      });
      try {
        return { ...read(response, file, from), body: response.body ?? new Blob().stream() };
      } catch (error) {
        response.body?.cancel().catch(() => {}); // Frees the connection; that it broke is no news.
        throw error;
      }
    },
  };
}

function read(response: Response, file: string, from: Continuation | null): Omit<Answer, 'body'> {
  const { status, headers, type } = response;
  if (from && status === 416) throw new OtherPart(t`expected ${file} from byte ${from.offset}, got its end`);
  if (status !== 200 && !(from && status === 206)) {
    const message = t`expected ${file}, got status ${status}`;
    throw status >= 500 || status === 408 || status === 429
      ? new Interruption(message)
      : new Refusal(message);
  }
  if (/^text\/html\b/i.test(headers.get('content-type') ?? '')) {
    throw new Refusal(t`expected ${file}, got a web page`);
  }
  const etag = headers.get('etag');
  const packed = headers.has('content-encoding');
  const length = packed ? null : numberOf(headers.get('content-length'));
  const countable = packed ? 'no' : type === 'cors' ? 'if packed' : 'yes';
  if (status === 200 || !from) return { offset: 0, length, etag, countable };
  const range = rangeOf(headers, from, length);
  const same = etag === from.etag && !packed;
  if (same && range) return { offset: from.offset, length: range.length, etag, countable };
  throw new OtherPart(t`expected ${file} from byte ${from.offset}, got another part`);
}

/** Another site may hide Content-Range; then status 206 counts, and the digest in the end. */
function rangeOf(headers: Headers, from: Continuation, rest: number | null) {
  const told = headers.get('content-range');
  if (told === null) return { length: rest === null ? null : from.offset + rest };
  const [, first, length] = told.match(/^bytes (\d+)-\d+\/(\d+|\*)$/) ?? [];
  return Number(first) === from.offset ? { length: numberOf(length ?? null) } : null;
}

function numberOf(text: string | null): number | null {
  return text !== null && /^\d+$/.test(text) ? Number(text) : null;
}

function hostOf(address: string): string {
  return URL.canParse(address) ? new URL(address).host : address;
}

/** Node says why in the cause, browsers nowhere. */
function reasonOf(error: unknown): string {
  const cause = error instanceof Error ? error.cause : undefined;
  return cause === undefined ? messageOf(error) : `${messageOf(error)}: ${messageOf(cause)}`;
}
