import type { PenSample } from '../../digits/drawing/clip.ts';
import type { Drawing, PaperView } from '../../digits/drawing/drawing.ts';

export type Tool = 'pen' | 'eraser';

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
}

/** The part of a zustand store that the pad needs. */
export interface DrawingModelStore {
  getState(): DrawingModel;
  subscribe(listener: (state: DrawingModel, before: DrawingModel) => void): () => void;
}
