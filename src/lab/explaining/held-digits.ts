import type { LabelledDigits } from '../../data/labelled-digits.ts';
import type { DigitSource } from '../../data/sources/digit-source.ts';
import { digitSize } from '../../network/rasters.ts';
import { syntheticName } from '../../storage/stored-titles.ts';
import { knownTest } from '../learning/known-handwriting.ts';

export interface HeldDigitsParts {
  /** Lets the worker hear its messages. */
  readonly breathe: () => Promise<void>;
  /** MNIST's test part as far as this browser has it. */
  readonly mnist: () => DigitSource;
  /** Digits that are held: 1,000 when left out. */
  readonly count?: number;
}

export interface TestDigits extends LabelledDigits {
  /** "MNIST", or what stands in for it. */
  readonly name: string;
}

export type Report = (share: number) => void;

/** The first test digits, held for as long as the worker lives. */
export class HeldDigits {
  private held: Promise<TestDigits> | null = null;
  private report: Report = () => undefined;
  private readonly count: number;

  constructor(private readonly parts: HeldDigitsParts) {
    this.count = parts.count ?? 1_000;
  }

  /** @throws Error saying why there are none; the next call tries again */
  get(): Promise<TestDigits> {
    this.held ??= this.load(this.count).catch((error) => {
      this.held = null;
      throw error;
    });
    return this.held;
  }

  /** The same, but MNIST in place of the synthetic handwriting that stood in for it, once the browser has it. */
  async newest(report: Report): Promise<TestDigits> {
    this.report = report;
    const held = await this.get();
    if (held.name !== syntheticName) return held;
    const found = await this.load(0);
    if (found.name === syntheticName) return held;
    this.held = Promise.resolve(found);
    return found;
  }

  /** @param written synthetic digits where there is no MNIST */
  private async load(written: number): Promise<TestDigits> {
    const source = this.parts.mnist();
    const breathe = async (share: number) => {
      this.report(share);
      await this.parts.breathe();
    };
    try {
      const { name, test } = await knownTest(source, breathe, new AbortController().signal, written);
      // Copies: MNIST's other digits are not kept.
      const digits = test.digits.slice(0, this.count * digitSize);
      return { name, digits, labels: test.labels.slice(0, this.count) };
    } finally {
      source.dispose();
    }
  }
}
