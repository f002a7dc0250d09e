import { stylesBut } from '../../digits/synthesis/style-choice.ts';
import { type Style, styles } from '../../digits/synthesis/styles.ts';
import { t } from '../../language/language.ts';
import { randomFromSeed } from '../../lib/random.ts';
import { digitSize } from '../../network/rasters.ts';
import { syntheticName } from '../../storage/stored-titles.ts';
import {
  type DataStatus,
  type DigitSource,
  DigitSourceError,
  type PartName,
  type PartStatus,
  partNames,
} from './digit-source.ts';
import { GrowingDigits } from './growing-digits.ts';
import { writeSynthetic } from './write-synthetic.ts';

/** As many as MNIST has. */
const sizes: Readonly<Record<PartName, number>> = { train: 60_000, test: 10_000 };
/** Far apart, so that no test digit is a training digit. */
const seeds: Readonly<Record<PartName, number>> = { train: 1998, test: 0x7fff_ffff };
/** How long digits are made before the worker hears its messages, and the steps of a run are made. */
const sliceMs = 8;

interface SyntheticOptions {
  /** Names of styles that are not written. With none left, there are no images. */
  readonly stylesOff?: readonly string[];
  /** Others than 60,000 and 10,000, in tests. */
  readonly sizes?: Readonly<Record<PartName, number>>;
}

/**
 * Handwriting that nobody wrote, made here and now: it needs no network. It arrives as fast as it is made,
 * and is the same at every visit.
 */
export class SyntheticSource implements DigitSource {
  readonly name = syntheticName;
  readonly whole = false;
  readonly parts = { train: new GrowingDigits(), test: new GrowingDigits() };
  readonly stylesOff: readonly string[];
  private readonly among: readonly Style[];
  private readonly sizes: Readonly<Record<PartName, number>>;
  private readonly listeners = new Set<(status: DataStatus) => void>();
  private state: 'waiting' | 'making' | 'disposed' = 'waiting';

  constructor({ stylesOff = [], sizes: wanted = sizes }: SyntheticOptions = {}) {
    this.stylesOff = stylesOff;
    this.among = stylesBut(stylesOff);
    this.sizes = this.among.length === 0 ? { train: 0, test: 0 } : wanted;
  }

  start(): void {
    if (this.state !== 'waiting') return;
    this.state = 'making';
    void this.make();
  }

  status(): DataStatus {
    const [train, test] = partNames.map((name) => this.statusOf(name)) as [PartStatus, PartStatus];
    return { name: this.name, parts: { train, test }, problems: [], cachedBytes: null };
  }

  subscribe(listener: (status: DataStatus) => void): () => void {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  }

  dispose(): void {
    this.state = 'disposed';
    for (const name of partNames) this.parts[name].fail(new DigitSourceError(`${this.name} was closed`));
    this.listeners.clear();
  }

  private statusOf(name: PartName): PartStatus {
    const { count, total } = this.parts[name];
    const here = total !== null && count === total;
    return {
      state: here ? 'complete' : total === null ? 'waiting' : 'loading',
      from:
        this.among.length === styles.length
          ? t`this page, in all ${styles.length} styles`
          : t`this page, in ${this.among.length} of ${styles.length} styles`,
      bytes: count * digitSize,
      totalBytes: this.sizes[name] * digitSize,
      images: count,
      totalImages: this.sizes[name],
    };
  }

  private async make(): Promise<void> {
    for (const name of partNames) await this.makePart(name);
  }

  private async makePart(name: PartName): Promise<void> {
    const part = this.parts[name];
    const random = randomFromSeed(seeds[name]);
    const count = this.sizes[name];
    part.begin(new Uint8Array(count), new Uint8Array(count * digitSize));
    let sliceEnds = performance.now() + sliceMs;
    for (let made = 0; made < count; ) {
      writeSynthetic(random, part, made, this.among);
      made += 1;
      if (made < count && performance.now() < sliceEnds) continue;
      part.grow(made);
      for (const listener of this.listeners) listener(this.status());
      // The worker does something else.
      await new Promise((resolve) => setTimeout(resolve));
      if (this.state === 'disposed') return;
      sliceEnds = performance.now() + sliceMs;
    }
  }
}
