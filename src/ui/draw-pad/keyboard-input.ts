import { type PaperView, paperSize } from '../../digits/drawing/drawing.ts';
import { t } from '../../language/language.ts';
import { arrowKeys } from '../arrow-keys.ts';
import { brushWidths } from './brush.ts';
import type { DrawingModelStore } from './model.ts';
import { usualPressure } from './pen-speed.ts';

/** Where the keyboard's pen is, in paper units, and whether it touches the paper. */
export interface KeyboardPen {
  readonly x: number;
  readonly y: number;
  readonly down: boolean;
}

/** Steps of the arrow keys on the whole paper, in its units; with Shift the fine one. */
const step = { usual: 96, fine: 24 };
const brushStep = 32;

// The build renders the paper without a browser.
export const onMac = /Mac|iPhone|iPad/.test(globalThis.navigator?.userAgent);
const howToClear = () => (onMac ? t`Command Delete clears the paper` : t`Control Delete clears the paper`);

/**
 * The pad's keys: arrows move a pen, Space puts it down and lifts it; two arrows held together move it
 * diagonally. P and E choose the tool, [ and ] the brush, Escape leaves the paper. Anywhere on the page
 * but in a text field, Ctrl/Cmd+Z undoes, Ctrl+Y or Ctrl+Shift+Z redoes, and Ctrl+Delete (on a Mac,
 * Cmd+Backspace) clears. No key clears on its own: one that was pressed by mistake loses no drawing.
 *
 * @param view the part of the paper that is shown
 * @param onPen called when the keyboard's pen moves, is put down or lifted; null hides it
 * @param say tells people who cannot see the paper what a key did
 * @returns a function that stops it
 */
export function takeKeys(
  paper: HTMLElement,
  store: DrawingModelStore,
  view: PaperView,
  onPen: (pen: KeyboardPen | null) => void,
  say: (sentence: string) => void,
): () => void {
  // A line of digits begins at the left.
  const startX = view.scale < 1 ? paperSize / 8 : paperSize / 2;
  let pen: KeyboardPen = { x: startX, y: view.top + (view.bottom - view.top) / 4, down: false };
  const held = new Set<string>();

  const place = (next: KeyboardPen) => {
    pen = next;
    onPen(pen);
  };
  const lift = () => {
    if (!pen.down) return;
    store.getState().end();
    place({ ...pen, down: false });
  };
  const move = (fine: boolean) => {
    let [dx, dy] = [0, 0];
    for (const key of held) {
      const [x, y] = arrowKeys[key] ?? [0, 0];
      dx += x;
      dy += y;
    }
    const length = (view.scale * (fine ? step.fine : step.usual)) / Math.max(1, Math.hypot(dx, dy));
    const x = Math.min(paperSize, Math.max(0, pen.x + dx * length));
    const y = Math.min(view.bottom, Math.max(view.top, pen.y + dy * length));
    place({ ...pen, x, y });
    if (pen.down) store.getState().extend([{ x: pen.x, y: pen.y, pressure: usualPressure }]);
  };
  const toggle = () => {
    if (pen.down) {
      lift();
      return;
    }
    const { x, y } = pen;
    const tolerance = (view.scale * step.fine) / 4;
    store.getState().begin({ x, y, pressure: usualPressure }, tolerance, undefined, view);
    place({ ...pen, down: true });
  };

  const commands: Readonly<Record<string, () => void>> = {
    ' ': toggle,
    p: () => store.getState().setTool('pen'),
    e: () => store.getState().setTool('eraser'),
    '[': () => changeBrush(store, -brushStep),
    ']': () => changeBrush(store, brushStep),
    escape: () => paper.blur(),
    delete: () => say(howToClear()),
    backspace: () => say(howToClear()),
  };

  const onPadKey = (event: KeyboardEvent) => {
    // While Cmd is held, macOS does not tell that another key was released.
    if (event.key === 'Meta') held.clear();
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (arrowKeys[event.key]) {
      event.preventDefault();
      held.add(event.key);
      move(event.shiftKey);
      return;
    }
    const command = commands[event.key.toLowerCase()];
    if (!command || (event.repeat && event.key === ' ')) return;
    event.preventDefault();
    if (event.key !== ' ') lift();
    command();
  };
  const onKeyUp = (event: KeyboardEvent) => {
    if (event.key === 'Meta') held.clear();
    else held.delete(event.key);
  };
  const onBlur = () => {
    held.clear();
    lift();
    onPen(null);
  };
  const onPageKey = (event: KeyboardEvent) => {
    if (!(event.ctrlKey || event.metaKey) || event.altKey || isTextField(event.target)) return;
    const key = event.key.toLowerCase();
    const wanted = pageCommand(key, event.shiftKey);
    if (!wanted) return;
    event.preventDefault();
    lift();
    store.getState()[wanted]();
    if (wanted === 'clear') say(t`Paper cleared`);
  };

  const stop = new AbortController();
  const { signal } = stop;
  paper.addEventListener('keydown', onPadKey, { signal });
  paper.addEventListener('keyup', onKeyUp, { signal });
  paper.addEventListener('blur', onBlur, { signal });
  // A line by another pen takes the place of the keyboard's.
  paper.addEventListener(
    'pointerdown',
    () => {
      lift();
      onPen(null);
    },
    { signal, capture: true },
  );
  document.addEventListener('keydown', onPageKey, { signal });
  return () => {
    onBlur();
    stop.abort();
  };
}

function pageCommand(key: string, shift: boolean): 'undo' | 'redo' | 'clear' | null {
  if (key === 'y' || (key === 'z' && shift)) return 'redo';
  if (key === 'z') return 'undo';
  return !shift && (key === 'delete' || key === 'backspace') ? 'clear' : null;
}

function changeBrush(store: DrawingModelStore, by: number): void {
  const { brushWidth, setBrushWidth } = store.getState();
  setBrushWidth(Math.min(brushWidths.max, Math.max(brushWidths.min, brushWidth + by)));
}

function isTextField(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target instanceof HTMLInputElement)
    return !['range', 'radio', 'checkbox', 'button'].includes(target.type);
  return target instanceof HTMLTextAreaElement || target.isContentEditable;
}
