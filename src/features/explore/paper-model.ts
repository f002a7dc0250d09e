import type { Drawing } from '../../digits/drawing/drawing.ts';
import type { DrawingModel } from '../../ui/draw-pad/model.ts';

/** The paper of the app, as this page works it. */
export interface PaperModel extends DrawingModel {
  /** Puts another drawing on the paper, as a step that can be undone. */
  load(drawing: Drawing): void;
  readonly notice: string | null;
  notify(notice: string): void;
  dismissNotice(): void;
}
