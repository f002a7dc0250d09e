import type { StoreApi } from 'zustand/vanilla';
import type { Drawing } from '../../digits/drawing/drawing.ts';

export interface OwnDigits {
  readonly store: Pick<StoreApi<OwnDigitsSeen>, 'getState' | 'getInitialState' | 'subscribe'>;
  load(): Promise<void>;
  /** Keeps a drawing with its right label, or changes the label of one that is kept. */
  keep(drawing: Drawing, label: number): Promise<void>;
  keptAs(drawing: Drawing): { readonly label: number } | undefined;
  dismissNotice(): void;
}

export interface OwnDigitsSeen {
  /** Null until they have been read. */
  readonly digits: readonly { readonly id: string }[] | null;
  readonly notice: { readonly text: string; readonly undo: (() => void) | null } | null;
}
