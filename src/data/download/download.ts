import { t } from '../../language/language.ts';
import { messageOf } from '../../lib/expect.ts';
import { formatCount, formatFixed } from '../../lib/format.ts';
import { formatExact } from '../../lib/format-sizes.ts';
import { DigestError, type IdxIntake } from './idx-intake.ts';
import { type Answer, Interruption, OtherPart, type Place, Refusal, Stall } from './place.ts';
import { DamagedGzipError, Unpacker } from './unpacker.ts';

/** Tries in a row that brought nothing, at one place; and the wait before another, doubled after each of those. */
const fruitlessTries = 3;
const firstWaitMs = 200;
/** Bytes a second: at less, MNIST would take an hour and a half, and a byte now and then never ends. */
const leastRate = 2_000;
/** How long an answer may take to end after the last byte that is wanted. */
const endMs = 200;
/** A try that brought less than this share of the file counts as one that brought nothing. */
const worthwhileShare = 0.01;
/** A packed file may be this much longer than its content: gzip's header, and 5 bytes a block. */
const packedLengthMax = (length: number) => length * 1.01 + 65_536;

interface DownloadWatch {
  /** A place may be silent for so long, and slower than {@link leastRate} for so long. */
  readonly stallMs: number;
  /** Whether another place can be asked: then one stall is enough, else this one is tried again. */
  readonly elsewhere: boolean;
  readonly signal: AbortSignal;
  /** Bytes of the file that came over the line, and all of them where that is known. */
  progress(bytes: number, totalBytes: number | null): void;
  /** Something went wrong and is tried again: a sentence. */
  problem(text: string): void;
}

/** An answer that is being read; it can be continued by another one. */
interface Line {
  readonly unpacker: Unpacker;
  offset: number;
  etag: string | null;
}

/**
 * Brings one file from one place into `intake`, with its digest checked; what is there already stays,
 * unless its digest is wrong.
 * @throws Error why the place did not give it, "expected X, got Y"; a Stall when it is to be asked again
 * after the others; the signal's reason when aborted
 */
export async function download(intake: IdxIntake, place: Place, watch: DownloadWatch): Promise<void> {
  let broken: Line | null = null;
  let fruitless = 0;
  for (;;) {
    const before = intake.position;
    const attempt = new Attempt(intake, place, watch);
    try {
      await attempt.run(broken);
      verify(intake, before > 0);
      return;
    } catch (error) {
      const brought = intake.position - before >= worthwhileShare * intake.file.byteLength;
      fruitless = brought ? 0 : fruitless + 1;
      const leave = error instanceof Stall && watch.elsewhere;
      const again =
        error instanceof Interruption && !leave && fruitless < fruitlessTries && !watch.signal.aborted;
      // The request for the rest may itself be what is not answered, so it is made twice at most.
      broken = attempt.stop(again && fruitless < fruitlessTries - 1);
      watch.signal.throwIfAborted();
      if (!again) throw error;
      const reason = messageOf(error);
      watch.problem(
        broken
          ? t`${place.name}: ${reason}; going on at byte ${formatCount(broken.offset)}.`
          : t`${place.name}: ${reason}; asking for it again.`,
      );
      await pause(firstWaitMs * 2 ** fruitless, watch.signal);
    }
  }
}

/**
 * Waits a moment for the end of an answer whose last byte is here: a request that is cancelled before it counts
 * as failed in the tools of the browser.
 */
async function ended(reader: ReturnType<Answer['body']['getReader']>): Promise<void> {
  let waiting = true;
  const read = async () => {
    while (waiting && !(await reader.read()).done);
  };
  await within(endMs, () => new Error('no end'), read()).catch(() => {});
  waiting = false;
}

/** @throws `late` when the work takes longer */
async function within<T>(ms: number, late: () => Error, work: Promise<T>): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const overtime = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(late()), ms);
  });
  return Promise.race([work, overtime]).finally(() => clearTimeout(timer));
}

/** What several answers were put together to may fail where each is right by itself: it is taken once more. */
function verify(intake: IdxIntake, putTogether: boolean): void {
  try {
    intake.verify();
  } catch (error) {
    intake.drop();
    throw putTogether && error instanceof DigestError ? new Interruption(error.message) : error;
  }
}

/** One request and its answer. */
class Attempt {
  readonly #ending = new AbortController();
  #line: Line | null = null;
  /** It broke where a range may go on. */
  #continuable = false;

  constructor(
    private readonly intake: IdxIntake,
    private readonly place: Place,
    private readonly watch: DownloadWatch,
  ) {}

  /** @returns the line that another request may go on with, if it is to and can */
  stop(toContinue: boolean): Line | null {
    this.#ending.abort();
    if (toContinue && this.#continuable) return this.#line;
    this.#line?.unpacker.abandon();
    return null;
  }

  async run(broken: Line | null): Promise<void> {
    this.#line = broken;
    const { name } = this.intake.file;
    const signal = AbortSignal.any([this.#ending.signal, this.watch.signal]);
    const opening = this.place.open(name, broken, signal);
    const answer = await this.#unlessStalled(opening, t`an answer`).catch((error: unknown) => {
      this.#continuable = broken !== null && !(error instanceof OtherPart);
      throw error;
    });
    let line = broken;
    if (!line || answer.offset !== line.offset) {
      line?.unpacker.abandon();
      line = { unpacker: new Unpacker(this.intake.newTake()), offset: 0, etag: answer.etag };
    }
    this.#line = line;
    await this.#readAll(line, answer);
    await this.#finish(line, answer);
  }

  async #readAll(line: Line, answer: Answer): Promise<void> {
    const reader = answer.body.getReader();
    const { stallMs } = this.watch;
    let [since, brought] = [performance.now(), 0];
    try {
      for (;;) {
        const { done, value } = await this.#next(reader.read(), line, answer);
        this.watch.signal.throwIfAborted();
        if (done || !value) return;
        line.offset += value.length;
        brought += value.length;
        const ms = performance.now() - since;
        if (ms >= stallMs) {
          if (brought < (leastRate * ms) / 1000) throw this.#tooSlow(line, answer, brought, ms);
          [since, brought] = [performance.now(), 0];
        }
        this.#expectNotEndless(line.offset);
        await line.unpacker.write(value);
        this.watch.progress(line.offset, this.#lengthOf(line, answer));
        if (this.intake.complete) {
          await ended(reader);
          return;
        }
      }
    } finally {
      // What still comes after the last byte that is expected is never read.
      reader.cancel().catch(() => {});
    }
  }

  /** The next piece; when none comes, the line has broken here and may go on here. */
  async #next<T>(piece: Promise<T>, line: Line, answer: Answer): Promise<T> {
    try {
      return await this.#unlessStalled(piece, t`more bytes`);
    } catch (error) {
      this.#continuable = line.offset > 0 && isCountable(line, answer);
      if (error instanceof Interruption) throw error;
      throw this.#cut(line, answer, messageOf(error));
    }
  }

  #tooSlow(line: Line, answer: Answer, brought: number, ms: number): Stall {
    this.#continuable = isCountable(line, answer);
    const expected = t`at least ${formatCount(leastRate)} bytes a second`;
    const { name } = this.intake.file;
    return new Stall(
      t`${name}: expected ${expected}, got ${formatCount(brought)} in ${formatFixed(ms / 1000, 1)} s`,
    );
  }

  async #finish(line: Line, answer: Answer): Promise<void> {
    const ended = t`the end`;
    try {
      await line.unpacker.end();
    } catch (error) {
      // A body without a length that just ends may have been cut: only gzip knows that more was to come.
      if (error instanceof DamagedGzipError && answer.length === null) throw this.#cut(line, answer, ended);
      throw error;
    }
    if (this.intake.complete) return;
    const { message } = this.#cut(line, answer, ended);
    throw answer.length === null ? new Interruption(message) : new Refusal(message);
  }

  #cut(line: Line, answer: Answer, what: string): Interruption {
    const { name } = this.intake.file;
    const length = this.#lengthOf(line, answer);
    const expected = length === null ? t`all of it` : t`${formatCount(length)} bytes`;
    return new Interruption(t`${name}: expected ${expected}, got ${what} after ${formatCount(line.offset)}`);
  }

  #lengthOf({ unpacker }: Line, answer: Answer): number | null {
    return unpacker.isGzip === false ? this.intake.file.byteLength : answer.length;
  }

  #expectNotEndless(offset: number): void {
    const { name, byteLength } = this.intake.file;
    if (offset <= packedLengthMax(byteLength)) return;
    throw new Refusal(t`${name}: expected at most ${formatCount(byteLength)} bytes, got more`);
  }

  #unlessStalled<T>(work: Promise<T>, what: string): Promise<T> {
    const { stallMs } = this.watch;
    const message = t`${this.intake.file.name}: expected ${what}, got none for ${formatExact(stallMs / 1000)} s`;
    return within(stallMs, () => new Stall(message), work);
  }
}

function isCountable({ unpacker }: Line, { countable }: Answer): boolean {
  return countable === 'yes' || (countable === 'if packed' && unpacker.isGzip === true);
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', onAbort);
      resolve();
    }, ms);
    const onAbort = () => {
      clearTimeout(timer);
      reject(signal.reason);
    };
    signal.addEventListener('abort', onAbort, { once: true });
  });
}
