import type { Normalisation } from '../digits/raster/normalisation.ts';
import type { Batches } from './batches.ts';
import { type ChangeKind, effortOf, kindOf } from './change-kinds.ts';
import { leastLead, type Question, type Reading, type Rest, readAll } from './edit-readings.ts';
import { type Edit, type Edited, edited, type Sheet, variantsOf } from './edits.ts';
import { apart } from './ink-lines.ts';

/** Descents from several edits at once, to others that cost less and flip the answer. */

export interface Search {
  readonly batches: Batches;
  readonly question: Question;
  readonly sheet: Sheet;
  /** What the network sees of an edited drawing; null where it has no ink left. */
  see(edit: Edit, made: Edited): Normalisation | null;
  readonly rest: Rest;
  /** By how much a descent may cost more than the best known on its way, as a share of the digit's size. */
  readonly detour: number;
  /** Whether the time is up: the search ends after the round under way. */
  isOver(): boolean;
}

export interface Tried extends Edited {
  readonly edit: Edit;
  readonly kind: ChangeKind;
  readonly reading: Reading;
  /** See {@link effortOf}. */
  readonly cost: number;
}

/** Where a descent stands, and what it pays for every nat that the answer has not flipped by. */
export interface Descent {
  readonly at: Tried;
  /** A low price finds short edits; a high one finds edits that flip. */
  readonly price: number;
}

/** Starts that are nearer than this at both ends end in one place, as a share of the digit's size. */
const distinctStarts = 0.1;

/** @param ceiling edits that cost more are not read */
export async function tryEdits(search: Search, edits: readonly Edit[], ceiling: number): Promise<Tried[]> {
  const { batches, question, sheet, rest } = search;
  const worth: Omit<Tried, 'reading'>[] = [];
  for (const edit of edits) {
    await rest();
    const made = edited(sheet, edit);
    if (!made) continue;
    const kind = kindOf(sheet, edit, made);
    const cost = effortOf(kind, made);
    if (cost <= ceiling && cost < Number.POSITIVE_INFINITY) worth.push({ ...made, edit, kind, cost });
  }
  const seen: (Normalisation | null)[] = [];
  for (const one of worth) {
    await rest();
    seen.push(search.see(one.edit, one));
  }
  const readings = await readAll(batches, seen, question, rest);
  return worth
    .map((one, at) => ({ ...one, reading: readings[at] as Reading }))
    .filter(({ reading }) => reading.lead > Number.NEGATIVE_INFINITY);
}

/** The one that flips the answer at the least cost; null where none does. */
export function cheapest(tried: readonly (Tried | null)[]): Tried | null {
  let best: Tried | null = null;
  for (const one of tried)
    if (one && one.reading.lead >= leastLead && (!best || one.cost < best.cost)) best = one;
  return best;
}

/** For every price the start with the least loss that is near no other one and none of `used`. */
export function startsFor(
  prices: readonly number[],
  tried: readonly Tried[],
  used: readonly Descent[],
  size: number,
): Descent[] {
  const starts: Descent[] = [];
  for (const price of prices) {
    let best: Tried | null = null;
    for (const one of tried) {
      if (best && lossOf(one, price) >= lossOf(best, price)) continue;
      const isTaken = [...used, ...starts].some(({ at }) => isNear(at.edit, one.edit, distinctStarts * size));
      if (!isTaken) best = one;
    }
    if (best) starts.push({ at: best, price });
  }
  return starts;
}

function lossOf({ cost, reading }: Tried, price: number): number {
  return cost + price * Math.max(0, leastLead - reading.lead);
}

function isNear(one: Edit, other: Edit, distance: number): boolean {
  return (
    one.erases === other.erases &&
    apart(one.from, other.from) < distance &&
    apart(one.to, other.to) < distance
  );
}

interface Descended {
  readonly ends: readonly Descent[];
  readonly best: Tried | null;
}

/**
 * Tries variants of all descents in one batch a round, and goes on from the best variant of each.
 * @param steps of each round, as shares of the digit's size
 * @param known the best so far
 */
export async function descend(
  search: Search,
  starts: readonly Descent[],
  steps: readonly number[],
  known: Tried | null,
  progress: (rounds: number) => void,
): Promise<Descended> {
  let ends = starts;
  let best = known;
  for (const [round, step] of steps.entries()) {
    if (search.isOver()) break;
    progress(round);
    const ceiling = best ? best.cost + search.detour : Number.POSITIVE_INFINITY;
    const variants = ends.map(({ at }) => variantsOf(at.edit, step * search.sheet.size));
    const tried = await tryEdits(search, variants.flat(), ceiling);
    const triedOf = new Map(tried.map((one) => [one.edit, one]));
    ends = ends.map((descent, at) => {
      const own = (variants[at] ?? []).flatMap((edit) => triedOf.get(edit) ?? []);
      return { ...descent, at: ofLeastLoss([descent.at, ...own], descent.price) };
    });
    best = cheapest([best, ...tried]);
  }
  return { ends, best };
}

function ofLeastLoss(tried: readonly Tried[], price: number): Tried {
  return tried.reduce((best, one) => (lossOf(one, price) < lossOf(best, price) ? one : best));
}
