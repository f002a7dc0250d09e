import { createStore, type StoreApi } from 'zustand/vanilla';
import type { PenSample } from '../../digits/drawing/clip.ts';
import {
  type Drawing,
  emptyDrawing,
  isEmpty,
  type PaperView,
  wholePaper,
} from '../../digits/drawing/drawing.ts';
import { eraseAlong } from '../../digits/drawing/erase.ts';
import { type History, noHistory, redo, remember, type Step, undo } from '../../digits/drawing/history.ts';
import { recordStrokes, type StrokeRecorder } from '../../digits/drawing/stroke-recorder.ts';
import { brushWidths, eraserRadius } from '../../ui/draw-pad/brush.ts';
import type { DrawingModel, Paper, Tool } from '../../ui/draw-pad/model.ts';
import { onWidePaper, paperFor } from './paper.ts';

interface DrawingState extends DrawingModel {
  /** The paper that is wanted. */
  readonly chosenPaper: Paper;
  choosePaper(paper: Paper): void;
  /** Puts the number that waits on the paper again; if its digit was changed, undo brings that back. */
  bringNumber(): void;
  /** Puts another drawing on the paper, as a step that can be undone. */
  load(drawing: Drawing): void;
  /** What is on the paper as an example, growing or whole; null where it is the person's own. */
  readonly example: 'growing' | 'whole' | null;
  /**
   * Puts an example on a paper that nobody has used. It makes way for the person's own line, and is not kept.
   * @returns whether it is there
   */
  showExample(drawing: Drawing, example: 'growing' | 'whole'): boolean;
  /** Takes an example away; does nothing where there is none. */
  endExample(): void;
  readonly notice: string | null;
  notify(notice: string): void;
  dismissNotice(): void;
}

export type DrawingStore = StoreApi<DrawingState>;

/** What the pen is doing between touching the paper and leaving it. */
interface Gesture {
  readonly tool: Tool;
  readonly eraserRadius: number;
  readonly before: Drawing;
  readonly recorder: StrokeRecorder;
  last: PenSample;
}

/**
 * @param initial what is on the paper at first; it cannot be undone
 * @param chosen which paper is wanted at first
 */
export function createDrawingStore(initial: Drawing = emptyDrawing, chosen: Paper = 'digit'): DrawingStore {
  let history: History = noHistory;
  /** Of the number that waits. */
  let numberHistory: History = noHistory;
  let gesture: Gesture | null = null;

  return createStore<DrawingState>()((set, get) => {
    const change = (drawing: Drawing, number = get().number) => {
      const { drawing: before, revision } = get();
      set({
        drawing,
        number,
        paper: paperFor(drawing, get().chosenPaper),
        revision: drawing === before ? revision : revision + 1,
        gesture: gesture?.tool ?? null,
        example: null,
        canUndo: history.past.length > 0,
        canRedo: history.future.length > 0,
      });
    };
    const replace = (drawing: Drawing) => {
      get().end();
      const before = get().drawing;
      if (isEmpty(drawing) && isEmpty(before)) return;
      history = remember(history, before);
      change(drawing);
    };
    const step = (move: (history: History, now: Drawing) => Step | null) => {
      get().end();
      const moved = move(history, get().drawing);
      if (!moved) return;
      history = moved.history;
      change(moved.drawing);
    };
    const follow = (now: Gesture, samples: readonly PenSample[]) => {
      let { drawing } = get();
      if (now.tool === 'pen') {
        if (!now.recorder.add(samples)) return;
        const strokes = [...now.before.strokes, ...now.recorder.strokes()];
        drawing = { strokes, picture: drawing.picture };
      } else {
        for (const sample of samples) {
          drawing = eraseAlong(drawing, now.last, sample, now.eraserRadius);
          now.last = sample;
        }
      }
      change(drawing);
    };

    return {
      drawing: initial,
      chosenPaper: chosen,
      paper: paperFor(initial, chosen),
      revision: 0,
      tool: 'pen',
      brushWidth: brushWidths.usual,
      gesture: null,
      canUndo: false,
      canRedo: false,

      setTool: (tool) => set({ tool }),
      setBrushWidth: (width) =>
        set({ brushWidth: Math.round(Math.min(brushWidths.max, Math.max(brushWidths.min, width))) }),

      begin(sample, tolerance, tool = get().tool, view: PaperView = wholePaper) {
        get().end();
        get().endExample();
        const { drawing, brushWidth } = get();
        const width = Math.round(view.scale * brushWidth);
        gesture = {
          tool,
          eraserRadius: view.scale * eraserRadius(brushWidth),
          before: drawing,
          recorder: recordStrokes(width, tolerance, view),
          last: sample,
        };
        set({ gesture: tool });
        follow(gesture, [sample]);
      },
      extend(samples) {
        if (gesture && samples.length > 0) follow(gesture, samples);
      },
      end() {
        if (!gesture) return;
        const { before } = gesture;
        gesture = null;
        if (get().drawing !== before) history = remember(history, before);
        change(get().drawing);
      },
      cancel() {
        if (!gesture) return;
        const { before } = gesture;
        gesture = null;
        change(before);
      },

      undo: () => step(undo),
      redo: () => step(redo),
      clear: () => (get().example ? get().endExample() : replace(emptyDrawing)),
      load: (drawing) => replace(drawing),
      choosePaper(paper) {
        set({ chosenPaper: paper });
        const { drawing } = get();
        if (paperFor(drawing, paper) === paper) change(drawing);
        else replace(onWidePaper(drawing));
      },

      number: null,
      takeDigit(digit) {
        if (get().number) return replace(digit);
        get().end();
        numberHistory = history;
        history = noHistory;
        change(digit, get().drawing);
      },
      bringNumber() {
        get().end();
        const { number, drawing, canUndo } = get();
        if (!number) return;
        // Where there was no number, the digit stays.
        const [shown, other] = isEmpty(number) ? [drawing, number] : [number, drawing];
        history = canUndo ? remember(numberHistory, other) : numberHistory;
        change(shown, null);
      },

      example: null,
      showExample(drawing, example) {
        const now = get();
        if (!now.example && (gesture || now.canUndo || now.canRedo || !isEmpty(now.drawing))) return false;
        set({ drawing, revision: now.revision + 1, example });
        return true;
      },
      endExample() {
        if (get().example) set({ drawing: emptyDrawing, revision: get().revision + 1, example: null });
      },

      notice: null,
      notify: (notice) => set({ notice }),
      dismissNotice: () => set({ notice: null }),
    };
  });
}
