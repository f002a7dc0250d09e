import { createStore } from 'zustand/vanilla';
import type { Drawing } from '../digits/drawing/drawing.ts';
import type { OwnDigitsModel } from '../features/digits/own-digits-model.ts';
import type { OwnDigits, OwnDigitsSeen } from '../features/draw/own-digits.ts';
import { t } from '../language/language.ts';
import { messageOf } from '../lib/expect.ts';

/** The person's own digits. Their code and database load when they are first needed: the paper does not wait. */
export class OwnDigitsLink implements OwnDigits {
  readonly store = createStore<OwnDigitsSeen>()(() => ({ digits: null, notice: null }));
  private model: OwnDigitsModel | null = null;
  private opening: Promise<OwnDigitsModel> | null = null;

  /** @throws Error when the code cannot be loaded; the next call tries again */
  open(): Promise<OwnDigitsModel> {
    this.opening ??= import('./own-digits.ts').then(
      ({ openOwnDigits }) => this.follow(openOwnDigits()),
      (error) => {
        this.opening = null;
        throw error;
      },
    );
    return this.opening;
  }

  readonly load = () =>
    this.open().then(
      (model) => model.load(),
      // The list stays unknown, and the next answer asks again.
      () => undefined,
    );

  readonly keep = (drawing: Drawing, label: number) =>
    this.open().then(
      (model) => model.keep(drawing, label),
      (error) =>
        this.store.setState({
          notice: { text: t`This digit could not be saved: ${messageOf(error)}`, undo: null },
        }),
    );

  readonly keptAs = (drawing: Drawing) => this.model?.keptAs(drawing);

  readonly dismissNotice = () => {
    this.store.setState({ notice: null });
    this.model?.dismissNotice();
  };

  private follow(model: OwnDigitsModel): OwnDigitsModel {
    this.model = model;
    model.store.subscribe(({ digits, notice }) => this.store.setState({ digits, notice }));
    return model;
  }
}
