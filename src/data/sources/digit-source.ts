/**
 * A data set as a training run sees it: images that may still be arriving while the first of them are
 * trained on. Implemented by MNIST from a server (`mnist-source.ts`) and by files from the person's disk
 * (`file-source.ts`); synthetic handwriting and one's own digits can follow.
 */

export const partNames = ['train', 'test'] as const;
export type PartName = (typeof partNames)[number];

/**
 * Images of one part, in the order of the file, growing at the end. Should a digest be wrong when all
 * are here, `count` falls back to 0 and the same memory is filled from another place.
 */
export interface ArrivingDigits {
  /** Images of the whole part; null until a header has told. */
  readonly total: number | null;
  /** Images that are here, with their labels: the first `count` of the file. */
  readonly count: number;
  /** total * 784 bytes; only the first `count` images are filled. Empty while `total` is null. */
  readonly digits: Uint8Array;
  /** total classes; those of the first `count` images are here. */
  readonly labels: Uint8Array;
  /**
   * Waits until `total` is known and min(`count`, total) images are here.
   * @throws DigitSourceError when no place could give them; the signal's reason when it is aborted
   */
  atLeast(count: number, signal?: AbortSignal): Promise<void>;
}

export interface DigitSource {
  /** "MNIST", or what the dropped files are called. */
  readonly name: string;
  /** Whether everything is here from the start, so that the first epoch can be a full permutation. */
  readonly whole: boolean;
  readonly parts: Readonly<Record<PartName, ArrivingDigits>>;
  /** Begins to load, or tries again what failed. Loading goes on by itself. */
  start(): void;
  /** The newest status. */
  status(): DataStatus;
  /** @returns how to stop listening */
  subscribe(listener: (status: DataStatus) => void): () => void;
  /** Stops loading; what is here stays. */
  dispose(): void;
}

/** How far one part has come. */
export interface PartStatus {
  readonly state: 'waiting' | 'loading' | 'complete' | 'failed';
  /** Where it comes from, in words: "this site", "this browser's cache", a mirror's host, a file. */
  readonly from: string | null;
  /** Bytes that came over the line so far, and all of them where the server says. */
  readonly bytes: number;
  readonly totalBytes: number | null;
  readonly images: number;
  readonly totalImages: number | null;
  /** Why it failed, in a sentence; absent otherwise. */
  readonly failure?: string;
}

export interface DataStatus {
  readonly name: string;
  readonly parts: Readonly<Record<PartName, PartStatus>>;
  /** What went wrong on the way, newest last: place, what was expected, what came, what is done now. */
  readonly problems: readonly string[];
  /** Bytes that the browser keeps of this data set; null where it keeps none. */
  readonly cachedBytes: number | null;
}

/** No place gave a part. `message` lists what each one answered, and says what the person can do. */
export class DigitSourceError extends Error {
  override readonly name = 'DigitSourceError';
}
