import { createDistorter, noDistortion } from '../../data/distortion/distortion.ts';
import type { LabelledDigits } from '../../data/labelled-digits.ts';
import { type DataStatus, type DigitSource, DigitSourceError } from '../../data/sources/digit-source.ts';
import { normalise } from '../../digits/raster/normalise.ts';
import { samples } from '../../digits/samples.ts';
import { randomFromSeed } from '../../lib/random.ts';
import { digitSize } from '../../network/rasters.ts';

/** Our sample digits, distorted: something that can be learned where there is no MNIST. */
export function learnableDigits(count: number, seed = 1): LabelledDigits {
  const random = randomFromSeed(seed);
  const distort = createDistorter({
    ...noDistortion,
    rotationDeg: 10,
    scale: 0.15,
    shear: 0.2,
    shiftPx: 1.5,
  });
  const originals = samples.flatMap(({ digit, drawing }) => {
    const normalised = normalise(drawing);
    return normalised ? [{ label: digit, pixels: normalised.digit }] : [];
  });
  const digits = new Uint8Array(count * digitSize);
  const labels = new Uint8Array(count);
  for (let i = 0; i < count; i++) {
    const original = originals[random.integer(0, originals.length - 1)];
    if (!original) throw new Error('learnableDigits: expected sample digits, got none');
    distort(original.pixels, digits.subarray(i * digitSize, (i + 1) * digitSize), random);
    labels[i] = original.label;
  }
  return { digits, labels };
}

/** A source whose images arrive when the test says so. */
export class TestSource implements DigitSource {
  readonly name: string = 'test digits';
  readonly whole = false;
  readonly parts;
  started = 0;

  constructor(train: LabelledDigits, test: LabelledDigits, arrived = train.labels.length) {
    this.parts = { train: new TestPart(train, arrived), test: new TestPart(test, test.labels.length) };
  }

  start(): void {
    this.started += 1;
  }
  status(): DataStatus {
    const of = ({ count, total, failure }: TestPart) => ({
      state: failure ? ('failed' as const) : count < total ? ('loading' as const) : ('complete' as const),
      from: 'the test',
      bytes: 0,
      totalBytes: null,
      images: count,
      totalImages: total,
    });
    const parts = { train: of(this.parts.train), test: of(this.parts.test) };
    return { name: this.name, parts, problems: [], cachedBytes: null };
  }
  subscribe(listener: (status: DataStatus) => void): () => void {
    const tell = () => listener(this.status());
    for (const part of Object.values(this.parts)) part.listeners.add(tell);
    return () => {
      for (const part of Object.values(this.parts)) part.listeners.delete(tell);
    };
  }
  dispose(): void {}
}

class TestPart {
  readonly digits: Uint8Array;
  readonly labels: Uint8Array;
  readonly total: number;
  readonly listeners = new Set<() => void>();
  failure: string | null = null;
  private waiting: (() => void)[] = [];

  constructor(
    all: LabelledDigits,
    public count: number,
  ) {
    this.digits = all.digits;
    this.labels = all.labels;
    this.total = all.labels.length;
  }

  /** Images come, after a failure as well. */
  arrive(count: number): void {
    this.failure = null;
    this.count = Math.min(count, this.total);
    this.wake();
  }

  fail(reason: string): void {
    this.failure = reason;
    this.wake();
  }

  async atLeast(count: number, signal?: AbortSignal): Promise<void> {
    while (this.count < Math.min(count, this.total)) {
      if (this.failure) throw new DigitSourceError(this.failure);
      signal?.throwIfAborted();
      await new Promise<void>((resolve, reject) => {
        this.waiting.push(resolve);
        signal?.addEventListener('abort', () => reject(signal.reason), { once: true });
      });
    }
  }

  private wake(): void {
    for (const resolve of this.waiting.splice(0)) resolve();
    for (const listener of [...this.listeners]) listener();
  }
}
