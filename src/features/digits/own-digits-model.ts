import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Drawing } from '../../digits/drawing/drawing.ts';
import {
  canBeKept,
  newAmong,
  type OwnDigit,
  ownDigitsMost,
  sameDrawing,
} from '../../digits/own/own-digits.ts';
import { t } from '../../language/language.ts';
import { plural } from '../../language/plural.ts';
import { messageOf } from '../../lib/expect.ts';
import { formatCount, withArticle } from '../../lib/format.ts';
import { type Result, refusedFor } from '../../lib/result.ts';
import type { OwnDigitsChange, OwnDigitsStore } from '../../storage/own-digits-store.ts';

/** One's own digits as the pages see them. The list changes when the browser has kept the change. */
interface OwnDigitsView {
  /** Newest first; null until they have been read. */
  readonly digits: readonly OwnDigit[] | null;
  /** How many more lie in the browser that cannot be read. */
  readonly damaged: number;
  /** Why the list cannot be read; it is then as it was. */
  readonly trouble: string | null;
  readonly notice: { readonly text: string; readonly undo: (() => void) | null } | null;
}

interface OwnDigitsParts {
  /** Opened at the first call. @throws Error when its code cannot be loaded */
  openStore(): Promise<OwnDigitsStore>;
  /** Asks the browser to keep what is stored, before the first digit is. */
  askToPersist(): void;
  /** Tells other tabs, and hears of them; null in very old browsers. */
  readonly channel: Pick<BroadcastChannel, 'postMessage' | 'onmessage'> | null;
  newId(): string;
  now(): number;
}

type OwnDigitsCleared = Result<{ readonly undo: () => Promise<OwnDigitsChange> }>;

/** Every member may be handed on by itself; none rejects. */
export class OwnDigitsModel {
  readonly store: StoreApi<OwnDigitsView> = createStore<OwnDigitsView>()(() => ({
    digits: null,
    damaged: 0,
    trouble: null,
    notice: null,
  }));
  private opening: Promise<OwnDigitsStore> | null = null;
  /** Changes happen one after the other. */
  private work: Promise<unknown> = Promise.resolve();

  constructor(private readonly parts: OwnDigitsParts) {
    if (parts.channel) parts.channel.onmessage = () => void this.load();
  }

  /** Reads the list anew: another tab, or the browser, may have changed what is kept. */
  readonly load = (): Promise<void> => this.inTurn(this.read);

  readonly dismissNotice = () => this.store.setState({ notice: null });
  readonly notify = (text: string, undo: (() => void) | null = null) =>
    this.store.setState({ notice: { text, undo } });

  /** Keeps a drawing with its right label; one that is kept already gets this label. */
  readonly keep = (drawing: Drawing, label: number): Promise<void> =>
    this.inTurn(async () => {
      await this.readOnce();
      const before = this.keptAs(drawing);
      if (before) return this.relabelNow(before, label);
      const { askToPersist, newId, now } = this.parts;
      const digits = this.digits();
      if (digits.length >= ownDigitsMost) {
        return this.notify(
          t`You have reached the limit of ${formatCount(ownDigitsMost)} digits. Delete some first.`,
        );
      }
      if (!canBeKept(drawing)) return this.notify(t`This drawing is too long to be saved.`);
      if (digits.length === 0) askToPersist();
      const digit: OwnDigit = { id: newId(), label, savedAt: now(), drawing };
      const done = await this.put([digit]);
      if (!done.ok) return this.notify(t`This digit could not be saved: ${done.reason}.`);
      this.notify(t`Kept as ${withArticle(label)}.`, () => void this.remove([digit.id], null));
    });

  readonly relabel = (id: string, label: number): Promise<void> =>
    this.inTurn(async () => {
      const digit = this.digits().find((one) => one.id === id);
      if (digit) await this.relabelNow(digit, label);
    });

  /** @param said what to say; null for the undoing of something */
  readonly remove = (ids: readonly string[], said: string | null): Promise<void> =>
    this.inTurn(async () => {
      const removed = this.digits().filter(({ id }) => ids.includes(id));
      const done = await this.change((store) => store.remove(ids));
      if (!done.ok) return this.notify(t`Nothing was deleted: ${done.reason}.`);
      this.set(this.digits().filter(({ id }) => !ids.includes(id)));
      if (said === null) this.dismissNotice();
      else this.notify(said, () => void this.putBack(removed));
    });

  /** Deletes all, damaged ones too, for the view of all that is stored; the undoing brings back the others. */
  readonly clear = async (): Promise<OwnDigitsCleared> => {
    const before = this.digits();
    const done = await this.inTurn(async () => {
      const cleared = await this.change((store) => store.clear());
      await this.read();
      return cleared;
    });
    return done.ok ? { ok: true, undo: () => this.inTurn(() => this.put(before)) } : done;
  };

  /** Adds the digits of a file that are not there yet. */
  readonly add = (incoming: readonly OwnDigit[]): Promise<void> =>
    this.inTurn(async () => {
      await this.readOnce();
      const added = newAmong(incoming, this.digits());
      const known = incoming.length - added.length;
      const left =
        known > 0
          ? ` ${plural(known)`${known} digit of the file was here already. | ${known} digits of the file were here already.`}`
          : '';
      if (added.length === 0) return this.notify(`${t`Nothing new in this file.`}${left}`);
      if (this.digits().length + added.length > ownDigitsMost) {
        return this.notify(
          t`With those of this file there would be more than ${formatCount(ownDigitsMost)}. Delete some first.`,
        );
      }
      if (this.digits().length === 0) this.parts.askToPersist();
      const done = await this.put(added);
      if (!done.ok) return this.notify(t`The digits of this file could not be kept: ${done.reason}.`);
      const ids = added.map(({ id }) => id);
      this.notify(`${t`${counted(added.length)} added.`}${left}`, () => void this.remove(ids, null));
    });

  /** The digit that has just this drawing, or is made of the very same strokes. */
  readonly keptAs = (drawing: Drawing): OwnDigit | undefined =>
    this.digits().find((digit) => sameDrawing(digit.drawing, drawing));

  private async relabelNow(digit: OwnDigit, label: number): Promise<void> {
    if (digit.label === label) return this.notify(t`Kept as ${withArticle(label)} already.`);
    const done = await this.put([{ ...digit, label }]);
    if (!done.ok) return this.notify(t`The label could not be changed: ${done.reason}.`);
    this.notify(
      t`Now ${withArticle(label)}, not ${withArticle(digit.label)}.`,
      () => void this.putBack([digit]),
    );
  }

  private putBack(digits: readonly OwnDigit[]): Promise<void> {
    return this.inTurn(async () => {
      const done = await this.put(digits);
      if (done.ok) this.dismissNotice();
      else this.notify(t`Undo failed: ${done.reason}.`);
    });
  }

  private readonly read = async (): Promise<void> => {
    try {
      const listed = await (await this.open()).list();
      if (listed.ok) {
        const { digits, damaged } = listed;
        this.store.setState({ digits: keepingObjects(this.digits(), digits), damaged, trouble: null });
      } else this.store.setState({ trouble: listed.reason });
    } catch (error) {
      this.store.setState({ trouble: messageOf(error) });
    }
  };

  private async readOnce(): Promise<void> {
    if (this.store.getState().digits === null) await this.read();
  }

  private async put(digits: readonly OwnDigit[]): Promise<OwnDigitsChange> {
    const done = await this.change((store) => store.put(digits));
    if (done.ok) {
      const changed = new Map(digits.map((digit) => [digit.id, digit]));
      const others = this.digits().filter(({ id }) => !changed.has(id));
      this.set([...others, ...digits].sort((a, b) => b.savedAt - a.savedAt));
    }
    return done;
  }

  private async change(work: (store: OwnDigitsStore) => Promise<OwnDigitsChange>): Promise<OwnDigitsChange> {
    try {
      const done = await work(await this.open());
      if (done.ok) this.parts.channel?.postMessage('changed');
      return done;
    } catch (error) {
      return refusedFor(error);
    }
  }

  private open(): Promise<OwnDigitsStore> {
    this.opening ??= this.parts.openStore().catch((error) => {
      this.opening = null;
      throw error;
    });
    return this.opening;
  }

  private set(digits: readonly OwnDigit[]): void {
    this.store.setState({ digits, trouble: null });
  }

  private digits(): readonly OwnDigit[] {
    return this.store.getState().digits ?? [];
  }

  private inTurn<Done>(task: () => Promise<Done>): Promise<Done> {
    const done = this.work.then(task);
    this.work = done.catch(() => undefined);
    return done;
  }
}

export function counted(count: number): string {
  return plural(count)`${count} digit | ${count} digits`;
}

/** What has not changed stays the same object, so that its picture is not drawn again. */
function keepingObjects(before: readonly OwnDigit[], now: readonly OwnDigit[]): readonly OwnDigit[] {
  const known = new Map(before.map((digit) => [digit.id, digit]));
  return now.map((digit) => {
    const old = known.get(digit.id);
    return old && old.label === digit.label && old.savedAt === digit.savedAt ? old : digit;
  });
}
