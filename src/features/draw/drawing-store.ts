import { createStore, type StoreApi } from 'zustand/vanilla';
import type { PenSample } from '../../digits/drawing/clip.ts';
import { type Drawing, emptyDrawing, isEmpty } from '../../digits/drawing/drawing.ts';
import { eraseAlong } from '../../digits/drawing/erase.ts';
import { type History, noHistory, redo, remember, type Step, undo } from '../../digits/drawing/history.ts';
import { recordStrokes, type StrokeRecorder } from '../../digits/drawing/stroke-recorder.ts';
import { brushWidths, eraserRadius } from '../../ui/draw-pad/brush.ts';
import type { DrawingModel, Tool } from '../../ui/draw-pad/model.ts';

interface DrawingState extends DrawingModel {
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
  readonly before: Drawing;
  readonly recorder: StrokeRecorder;
  last: PenSample;
}

/** @param initial what is on the paper at first; it cannot be undone */
export function createDrawingStore(initial: Drawing = emptyDrawing): DrawingStore {
  let history: History = noHistory;
  let gesture: Gesture | null = null;

  return createStore<DrawingState>()((set, get) => {
    const change = (drawing: Drawing) => {
      const { drawing: before, revision } = get();
      set({
        drawing,
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
        const radius = eraserRadius(get().brushWidth);
        for (const sample of samples) {
          drawing = eraseAlong(drawing, now.last, sample, radius);
          now.last = sample;
        }
      }
      change(drawing);
    };

    return {
      drawing: initial,
      revision: 0,
      tool: 'pen',
      brushWidth: brushWidths.usual,
      gesture: null,
      canUndo: false,
      canRedo: false,

      setTool: (tool) => set({ tool }),
      setBrushWidth: (width) =>
        set({ brushWidth: Math.round(Math.min(brushWidths.max, Math.max(brushWidths.min, width))) }),

      begin(sample, tolerance, tool = get().tool) {
        get().end();
        get().endExample();
        const { drawing, brushWidth } = get();
        gesture = { tool, before: drawing, recorder: recordStrokes(brushWidth, tolerance), last: sample };
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
