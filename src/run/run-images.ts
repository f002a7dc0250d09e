import type { ImageStore, StorePart } from '../data/image-store.ts';
import type { LabelledDigits } from '../data/labelled-digits.ts';
import type { ArrivingDigits } from '../data/sources/digit-source.ts';
import { type SyntheticShelf, shelfBlock, shelfSize } from '../data/sources/synthetic-shelf.ts';
import { digitSize } from '../network/rasters.ts';

interface Change {
  readonly at: number;
  readonly count: number;
}

/** The images of a run in one row of places: the data's own, then the shelf of synthetic handwriting. */
export class RunImages implements ImageStore {
  readonly room: number;
  private readonly changes: Change[] = [];
  private arrived = 0;
  private shelf: SyntheticShelf | null = null;
  private shelved = 0;

  constructor(
    private readonly part: ArrivingDigits,
    private readonly total: number,
  ) {
    this.room = total + shelfSize;
  }

  /** Place of the shelf's first image. */
  get shelfAt(): number {
    return this.total;
  }

  /** What is written on this shelf is in the store; null where nothing is mixed in. */
  use(shelf: SyntheticShelf | null): void {
    if (this.shelf === shelf) return;
    this.shelf = shelf;
    this.shelved = 0;
  }

  since(revision: number): { revision: number; parts: StorePart[] } {
    this.notice();
    const { changes } = this;
    const seen = new Set<string>();
    const parts: StorePart[] = [];
    for (const { at, count } of merged(changes.slice(revision), this.total)) {
      // A block that was written twice is here once.
      const key = `${at} ${count}`;
      if (!seen.has(key)) parts.push(this.partAt(at, count));
      seen.add(key);
    }
    return { revision: changes.length, parts };
  }

  private notice(): void {
    const { part, shelf, changes } = this;
    // A digest was wrong, and the same memory is filled from another place.
    if (part.count < this.arrived) this.arrived = 0;
    if (part.count > this.arrived) changes.push({ at: this.arrived, count: part.count - this.arrived });
    this.arrived = part.count;
    if (!shelf) return;
    for (; this.shelved < shelf.written.length; this.shelved++) {
      changes.push({ at: this.total + (shelf.written[this.shelved] as number), count: shelfBlock });
    }
  }

  private partAt(at: number, count: number): StorePart {
    const own = at < this.total;
    const from = own ? at : at - this.total;
    const { digits, labels }: LabelledDigits = own || !this.shelf ? this.part : this.shelf.images;
    return {
      at,
      digits: digits.subarray(from * digitSize, (from + count) * digitSize),
      labels: labels.subarray(from, from + count),
    };
  }
}

/** Neighbours as one, but for what lies on both sides of the shelf's first place: that is of two arrays. */
function merged(changes: readonly Change[], shelfAt: number): Change[] {
  const merged: Change[] = [];
  for (const change of changes) {
    const last = merged.at(-1);
    if (last && last.at + last.count === change.at && change.at !== shelfAt) {
      merged[merged.length - 1] = { at: last.at, count: last.count + change.count };
    } else merged.push(change);
  }
  return merged;
}
