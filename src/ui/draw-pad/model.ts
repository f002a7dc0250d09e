import type { PenSample } from '../../digits/drawing/clip.ts';
import type { Drawing, PaperView } from '../../digits/drawing/drawing.ts';

export type Tool = 'pen' | 'eraser';

/** The square paper for one digit, or the wide one for a number: a part of the square one. */
export type Paper = 'digit' | 'number';

/** What the pad and its toolbar show and do; a page's store fulfils it. */
export interface DrawingModel {
  /** All ink, the stroke in progress included. Never changed in place. */
  readonly drawing: Drawing;
  /** Counts the changes of `drawing`. */
  readonly revision: number;
  readonly tool: Tool;
  /** Width of the pen's line in paper units. */
  readonly brushWidth: number;
  /** What is happening on the paper: a line is being drawn, ink is being erased, or neither. */
  readonly gesture: Tool | null;
  /** What is written on: the wide paper has no room for every drawing. */
  readonly paper: Paper;
  /** The number that waits while a page for one digit has the paper; null while none does. */
  readonly number: Drawing | null;
  readonly canUndo: boolean;
  readonly canRedo: boolean;

  setTool(tool: Tool): void;
  setBrushWidth(width: number): void;
  /**
   * The pen touches the paper.
   * @param tolerance how far the recorded line may lie off the pen's way, in paper units
   * @param tool instead of the chosen one, as for a pen's eraser end
   * @param view the part of the paper that is written on; all of it when left out
   */
  begin(sample: PenSample, tolerance: number, tool?: Tool, view?: PaperView): void;
  /** The pen moved on, through each of `samples`. Ignored unless it touches the paper. */
  extend(samples: readonly PenSample[]): void;
  /** The pen was lifted: one step that can be undone. */
  end(): void;
  /** Takes back what was drawn or erased since `begin`. */
  cancel(): void;
  undo(): void;
  redo(): void;
  clear(): void;
  /** Puts one digit on the paper in place of its number, which waits for `bringNumber`. */
  takeDigit(digit: Drawing): void;
}

/** The part of a zustand store that the pad needs. */
export interface DrawingModelStore {
  getState(): DrawingModel;
  subscribe(listener: (state: DrawingModel, before: DrawingModel) => void): () => void;
}

/** Whether the paper holds a number: nothing on it is to be read as one digit. */
export function holdsNumber({ paper, number }: Pick<DrawingModel, 'paper' | 'number'>): boolean {
  return paper === 'number' && number === null;
}
