import { t } from '../../language/language.ts';
import { messageOf } from '../../lib/expect.ts';
import type { DataCache } from '../../storage/data-cache.ts';
import { download } from '../download/download.ts';
import { IdxIntake } from '../download/idx-intake.ts';
import { type Place, placesOf, Refusal, Stall } from '../download/place.ts';
import type { IdxKind } from '../idx/idx.ts';
import {
  type DataStatus,
  type DigitSource,
  DigitSourceError,
  type PartName,
  type PartStatus,
  partNames,
} from './digit-source.ts';
import { GrowingDigits } from './growing-digits.ts';
import { type MnistFile, mnistFiles } from './mnist.ts';

interface MnistSourceOptions {
  /** Addresses that a file's name follows, tried in order: this site's own, then the mirrors. */
  readonly places: readonly string[];
  /** Where files are kept once they have arrived whole; null for nowhere. */
  readonly cache: DataCache | null;
  /** Those that are loaded; of any other nothing ever arrives. All when left out. */
  readonly parts?: readonly PartName[];
  /** Others than MNIST's, in tests. */
  readonly files?: typeof mnistFiles;
  /** How long a place may be silent. */
  readonly stallMs?: number;
}

/** MNIST, and what is kept of it. */
export interface MnistSource extends DigitSource {
  /** Deletes what the browser keeps; what is in memory stays. @returns why that failed, or null */
  deleteCache(): Promise<string | null>;
}

const problemsMax = 30;
const cacheName = () => t`this browser's cache`;
/** Progress is told at most this often; whatever else changes, at once. */
const progressMs = 50;

/**
 * MNIST from the browser's cache, else from the first place that gives each file: labels before images,
 * training images before test images. The images go straight to their place, row by row, 55 MB in all.
 * Should a digest be wrong in the end, `count` falls back to 0 and the file is taken from the next place.
 */
export function createMnistSource(options: MnistSourceOptions): MnistSource {
  return new StreamingSource({ parts: partNames, files: mnistFiles, stallMs: 15_000, ...options });
}

/** One part: what is here of it, and how it is loaded. */
class Part {
  readonly digits = new GrowingDigits();
  state: PartStatus['state'] = 'waiting';
  from: string | null = null;
  /** What went wrong last, in a sentence; null after a part has arrived. */
  problem: string | null = null;
  /** Kept over failures, so that another try goes on with what is here. */
  labels: IdxIntake | null = null;
  images: IdxIntake | null = null;
  readonly line = { labels: noBytes, images: noBytes };

  constructor(readonly files: (typeof mnistFiles)[PartName]) {}

  status(): PartStatus {
    const { labels, images } = this.line;
    const known = labels.total !== null && images.total !== null;
    return {
      state: this.state,
      from: this.from,
      bytes: labels.bytes + images.bytes,
      totalBytes: known ? (labels.total ?? 0) + (images.total ?? 0) : null,
      images: this.digits.count,
      totalImages: this.digits.total,
      ...(this.state === 'failed' && this.problem !== null && { failure: this.problem }),
    };
  }
}

interface LineBytes {
  readonly bytes: number;
  readonly total: number | null;
}
const noBytes: LineBytes = { bytes: 0, total: null };

class StreamingSource implements MnistSource {
  readonly name = 'MNIST';
  readonly whole = false;
  readonly parts: Readonly<Record<PartName, GrowingDigits>>;
  readonly #parts: Readonly<Record<PartName, Part>>;
  /** In the order they are asked: who refused a file is asked last for the next one. */
  #places: Place[] = [];
  readonly #listeners = new Set<(status: DataStatus) => void>();
  readonly #closing = new AbortController();
  #loading = false;
  /** Files are kept one after the other, behind the download's back. */
  #keeping: Promise<void> = Promise.resolve();
  #problems: readonly string[] = [];
  #cachedBytes: number | null = null;
  #toldAt = 0;

  constructor(private readonly options: Required<MnistSourceOptions>) {
    const { files } = options;
    this.#parts = { train: new Part(files.train), test: new Part(files.test) };
    this.parts = { train: this.#parts.train.digits, test: this.#parts.test.digits };
  }

  start(): void {
    if (this.#closing.signal.aborted) return;
    for (const name of partNames) {
      const part = this.#parts[name];
      if (part.state !== 'failed') continue;
      part.state = 'waiting';
      part.digits.clearFailure();
    }
    if (!this.#loading) void this.#loadAll();
  }

  status(): DataStatus {
    const parts = { train: this.#parts.train.status(), test: this.#parts.test.status() };
    return { name: this.name, parts, problems: this.#problems, cachedBytes: this.#cachedBytes };
  }

  subscribe(listener: (status: DataStatus) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  async deleteCache(): Promise<string | null> {
    await this.#keeping;
    const removed = await this.options.cache?.remove();
    await this.#measureCache();
    return removed && !removed.ok ? removed.reason : null;
  }

  dispose(): void {
    if (this.#closing.signal.aborted) return;
    this.#closing.abort(new DigitSourceError(t`${this.name}: loading was stopped`));
    for (const name of partNames) this.parts[name].fail(this.#closing.signal.reason);
    this.#listeners.clear();
  }

  async #loadAll(): Promise<void> {
    this.#loading = true;
    this.#places = placesOf(this.options.places);
    void this.#measureCache();
    const waiting = () =>
      this.options.parts.map((name) => this.#parts[name]).find(({ state }) => state === 'waiting');
    for (let part = waiting(); part && !this.#closing.signal.aborted; part = waiting())
      await this.#load(part);
    this.#loading = false;
  }

  async #load(part: Part): Promise<void> {
    part.state = 'loading';
    this.#tell();
    try {
      part.labels ??= new IdxIntake('labels', part.files.labels);
      await this.#take(part, 'labels', part.labels);
      part.images ??= imagesOf(part, part.labels.bytes);
      await this.#take(part, 'images', part.images);
      part.state = 'complete';
    } catch (error) {
      if (this.#closing.signal.aborted) return;
      const failure = error instanceof DigitSourceError ? error : new DigitSourceError(messageOf(error));
      part.state = 'failed';
      part.digits.fail(failure);
    }
    this.#tell();
  }

  /** One file: from the cache, else from the places in turn. */
  async #take(part: Part, kind: IdxKind, intake: IdxIntake): Promise<void> {
    if (intake.complete) return;
    const { name } = intake.file;
    const cached = await this.#cachedPlace(intake.file);
    if (cached) {
      const refused = await this.#tryPlace(part, kind, intake, cached, false);
      if (refused === null) return;
      this.#problem(t`${cacheName()}: ${refused.message}; it is removed there and loaded again.`, part);
      await this.options.cache?.remove(keptAs(name));
    }
    const order = [...this.#places];
    // Those that stalled get another chance after the others, once.
    const stalled = new Set<Place>();
    for (let i = 0; i < order.length; i++) {
      const place = order[i] as Place;
      const elsewhere = i + 1 < order.length && !stalled.has(place);
      const refused = await this.#tryPlace(part, kind, intake, place, elsewhere);
      if (refused === null) {
        part.problem = null;
        this.#keep(intake);
        return;
      }
      if (elsewhere && refused instanceof Stall) {
        stalled.add(place);
        order.push(place);
      }
      const next = order[i + 1];
      this.#places = [...this.#places.filter((other) => other !== place), place];
      this.#problem(
        next
          ? t`${place.name}: ${refused.message}; asking ${next.name} instead.`
          : t`${place.name}: ${refused.message}; no other source is left.`,
        part,
      );
    }
    if (order.length === 0) this.#problem(t`${name}: expected a source to load it from, got none.`, part);
    throw new DigitSourceError(
      t`${this.name} could not be loaded: no source gave ${name}. Check the connection and try again, drop the four MNIST files here, or use synthetic handwriting.`,
    );
  }

  /** @returns why the place did not give the file, null when it did */
  async #tryPlace(
    part: Part,
    kind: IdxKind,
    intake: IdxIntake,
    place: Place,
    elsewhere: boolean,
  ): Promise<Error | null> {
    const { signal } = this.#closing;
    signal.throwIfAborted();
    part.from = place.name;
    part.line[kind] = noBytes;
    this.#tell();
    try {
      await download(intake, place, {
        stallMs: this.options.stallMs,
        elsewhere,
        signal,
        progress: (bytes, total) => {
          part.line[kind] = { bytes, total };
          this.#tellProgress();
        },
        problem: (text) => this.#problem(text, part),
      });
      return null;
    } catch (error) {
      signal.throwIfAborted();
      return error instanceof Error ? error : new Error(messageOf(error));
    }
  }

  async #cachedPlace({ name, byteLength }: MnistFile): Promise<Place | null> {
    const { cache } = this.options;
    let body = (await cache?.read(keptAs(name))) ?? null;
    if (!cache || !body) return null;
    return {
      name: cacheName(),
      open: async () => {
        const first = body ?? (await cache.read(keptAs(name)));
        body = null;
        if (!first) throw new Refusal(t`expected ${name}, got nothing`);
        return { body: first, offset: 0, length: byteLength, etag: null, countable: 'no' };
      },
    };
  }

  #keep({ file, header, bytes }: IdxIntake): void {
    const { cache } = this.options;
    if (!cache) return;
    this.#keeping = this.#keeping.then(async () => {
      const kept = await cache.write(keptAs(file.name), [header, bytes]);
      if (!kept.ok)
        this.#problem(
          t`${cacheName()}: expected to keep ${file.name}, got: ${kept.reason}; it is loaded again at the next visit.`,
        );
      await this.#measureCache();
    });
  }

  async #measureCache(): Promise<void> {
    const bytes = (await this.options.cache?.size()) ?? 0;
    this.#cachedBytes = bytes > 0 ? bytes : null;
    this.#tell();
  }

  #problem(text: string, part: Part | null = null): void {
    if (part) part.problem = text;
    this.#problems = [...this.#problems, text].slice(-problemsMax);
    this.#tell();
  }

  #tellProgress(): void {
    if (performance.now() - this.#toldAt >= progressMs) this.#tell();
  }

  #tell(): void {
    this.#toldAt = performance.now();
    const status = this.status();
    for (const listener of this.#listeners) listener(status);
  }
}

/** The place for the images: what arrives there is seen by those who wait. */
function imagesOf({ digits, files }: Part, labels: Uint8Array): IdxIntake {
  const images = new IdxIntake('images', files.images, () => digits.grow(images.count));
  digits.begin(labels, images.bytes);
  return images;
}

/** Files are kept unpacked. */
function keptAs(name: string): string {
  return name.replace(/\.gz$/, '');
}
