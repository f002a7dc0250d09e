import { t } from '../language/language.ts';
import type { Refused, Result } from '../lib/result.ts';

/** One kind of thing that the browser keeps for this site, for a view of all of them. */
export interface StoredEntry {
  readonly id: string;
  /** "Training runs". */
  readonly name: string;
  /** The page where it is used, or that says more: "on the Train page". */
  readonly used?: { readonly text: string; readonly href: string };
  /** What there is of it now. It never rejects. */
  look(): Promise<StoredAmount>;
  /** Deletes some of its items, or all that can be deleted (null). It never rejects. */
  remove(items: readonly string[] | null): Promise<Deletion>;
  /** Whether a deletion can be undone: it is then not asked for twice. */
  readonly undoable?: boolean;
}

export interface StoredAmount {
  /** "3 runs", "nothing", or why it cannot be told. */
  readonly words: string;
  /** About; null where it is not known. */
  readonly bytes: number | null;
  /** Those that can be deleted one by one. */
  readonly items: readonly StoredItem[];
}

export interface StoredItem {
  readonly id: string;
  readonly name: string;
  readonly bytes: number;
  /** Why it cannot be deleted just now. */
  readonly held?: string;
}

type Deletion = { readonly ok: true; readonly undo?: () => Promise<Result> } | Refused;

export const nothingStored = (): StoredAmount => ({ words: t`nothing`, bytes: 0, items: [] });

/** Of something that is there as a whole, or not at all. */
export function amountOf(bytes: number, words: string): StoredAmount {
  return bytes === 0 ? nothingStored() : { words, bytes, items: [] };
}
