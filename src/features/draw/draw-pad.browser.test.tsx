import { createRoot, type Root } from 'react-dom/client';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { cdp, userEvent } from 'vitest/browser';
import { paperSize } from '../../digits/drawing/drawing.ts';
import { DrawPad } from '../../ui/draw-pad/draw-pad.tsx';
import { DrawActions, DrawTools } from '../../ui/draw-pad/draw-tools.tsx';
import '../../ui/tokens.css';
import { createDrawingStore, type DrawingStore } from './drawing-store.ts';

/** Side of the paper in CSS pixels. */
const sidePx = 320;
let root: Root;
let host: HTMLElement;
let store: DrawingStore;

beforeEach(async () => {
  host = document.createElement('div');
  host.style.width = `${sidePx}px`;
  document.body.style.margin = '0';
  document.body.append(host);
  store = createDrawingStore();
  root = createRoot(host);
  const nothing = () => undefined;
  root.render(
    <>
      <DrawPad store={store} />
      <DrawTools store={store} />
      <DrawActions store={store} onSavePng={nothing} onCopyLink={nothing} onOpenPicture={nothing} />
    </>,
  );
  await vi.waitFor(pad);
});

afterEach(() => {
  root.unmount();
  host.remove();
});

function pad(): HTMLElement {
  const found = host.querySelector<HTMLElement>('[data-testid="draw-pad"]');
  if (!found) throw new Error('no pad');
  return found;
}

function canvas(): HTMLCanvasElement {
  const found = pad().querySelector('canvas');
  if (!found) throw new Error('no canvas');
  return found;
}

/** A pointer event at a place given in parts of the paper's side. */
function pointer(type: string, x: number, y: number, more: PointerEventInit = {}): PointerEvent {
  const box = pad().getBoundingClientRect();
  const place = { clientX: box.left + x * box.width, clientY: box.top + y * box.height };
  return new PointerEvent(type, { pointerId: 7, bubbles: true, cancelable: true, ...place, ...more });
}

function send(type: string, x: number, y: number, more: PointerEventInit = {}): void {
  pad().dispatchEvent(pointer(type, x, y, more));
}

function drawLine(places: readonly (readonly [number, number])[], more: PointerEventInit = {}): void {
  places.forEach(([x, y], index) => {
    send(index === 0 ? 'pointerdown' : 'pointermove', x, y, more);
  });
  const [x, y] = places.at(-1) ?? [0, 0];
  send('pointerup', x, y, more);
}

/** How dark the canvas is at a place, 0 (paper) to 1 (ink). */
function inkAt(x: number, y: number): number {
  const { width } = canvas();
  const pixel = canvas()
    .getContext('2d')
    ?.getImageData(Math.round(x * width), Math.round(y * width), 1, 1).data;
  const corner = canvas().getContext('2d')?.getImageData(0, 0, 1, 1).data;
  return Math.abs((pixel?.[0] ?? 0) - (corner?.[0] ?? 0)) / 255;
}

function button(name: string): HTMLButtonElement {
  const found = host.querySelector<HTMLButtonElement>(`button[aria-label="${name}"]`);
  if (!found) throw new Error(`no button ${name}`);
  return found;
}

/** Clicks a button as soon as React has enabled it. */
async function click(name: string): Promise<void> {
  await vi.waitFor(() => expect(button(name).disabled).toBe(false));
  button(name).click();
}

const strokes = () => store.getState().drawing.strokes;
const dark = 0.5;

test('ink is on the canvas, and the revision on the pad, when the event has been handled', () => {
  expect(pad().dataset.revision).toBe('0');
  send('pointerdown', 0.2, 0.2);
  expect(inkAt(0.2, 0.2)).toBeGreaterThan(dark);
  expect(pad().dataset.revision).toBe('1');
  send('pointermove', 0.6, 0.2);
  expect(inkAt(0.4, 0.2)).toBeGreaterThan(dark);
  expect(inkAt(0.6, 0.2)).toBeGreaterThan(dark);
  expect(inkAt(0.4, 0.3)).toBe(0);
  expect(pad().dataset.revision).toBe('2');
  send('pointerup', 0.6, 0.2);
  expect(pad().dataset.revision).toBe(String(store.getState().revision));
});

test('a real mouse draws, out of the paper and back as well, with nothing along the edge', async () => {
  const frame = window.frameElement?.getBoundingClientRect() ?? { left: 0, top: 0, width: window.innerWidth };
  const zoom = frame.width / window.innerWidth;
  const mouse = (type: 'mousePressed' | 'mouseMoved' | 'mouseReleased', x: number, y: number) =>
    cdp().send('Input.dispatchMouseEvent', {
      type,
      x: frame.left + zoom * x * sidePx,
      y: frame.top + zoom * y * sidePx,
      button: 'left',
      buttons: type === 'mouseReleased' ? 0 : 1,
      clickCount: 1,
    });
  await mouse('mousePressed', 0.8, 0.3);
  for (const [x, y] of [
    [0.9, 0.3],
    [1.2, 0.3],
    [1.3, 0.7],
    [0.9, 0.7],
  ] as const)
    await mouse('mouseMoved', x, y);
  await mouse('mouseReleased', 0.8, 0.7);
  expect(strokes()).toHaveLength(2);
  expect(strokes()[0]?.points.at(-1)?.x).toBe(paperSize);
  expect(strokes()[1]?.points[0]?.x).toBe(paperSize);
  expect(inkAt(0.97, 0.3)).toBeGreaterThan(dark);
  expect(inkAt(0.97, 0.7)).toBeGreaterThan(dark);
  expect(inkAt(0.99, 0.5)).toBe(0);
  expect(document.activeElement).toBe(pad());
});

test('the places between two frames are drawn, not only the last one', () => {
  send('pointerdown', 0.2, 0.8);
  const coalescedEvents = [pointer('pointermove', 0.5, 0.2), pointer('pointermove', 0.8, 0.8)];
  send('pointermove', 0.8, 0.8, { coalescedEvents });
  send('pointerup', 0.8, 0.8);
  expect(strokes()[0]?.points).toHaveLength(3);
  expect(inkAt(0.5, 0.8)).toBe(0);
});

test("a pen's pressure makes the line wider", () => {
  const widthAt = (y: number) => {
    let count = 0;
    for (let x = 0.3; x < 0.7; x += 0.005) if (inkAt(x, y) > dark) count++;
    return count;
  };
  drawLine(
    [
      [0.5, 0.1],
      [0.5, 0.4],
    ],
    { pointerType: 'pen', pressure: 0.1 },
  );
  drawLine(
    [
      [0.5, 0.6],
      [0.5, 0.9],
    ],
    { pointerType: 'pen', pressure: 1 },
  );
  expect(widthAt(0.75)).toBeGreaterThan(1.8 * widthAt(0.25));
});

test('a second finger is ignored, and a pen takes the place of a resting hand', () => {
  send('pointerdown', 0.2, 0.2, { pointerType: 'touch' });
  send('pointerdown', 0.8, 0.8, { pointerType: 'touch', pointerId: 8 });
  send('pointermove', 0.8, 0.6, { pointerType: 'touch', pointerId: 8 });
  send('pointerup', 0.8, 0.6, { pointerType: 'touch', pointerId: 8 });
  send('pointermove', 0.4, 0.2, { pointerType: 'touch' });
  expect(strokes()).toHaveLength(1);
  expect(inkAt(0.8, 0.7)).toBe(0);
  send('pointerdown', 0.5, 0.5, { pointerType: 'pen', pointerId: 9, pressure: 0.5 });
  send('pointermove', 0.9, 0.9, { pointerType: 'touch' });
  send('pointercancel', 0.9, 0.9, { pointerType: 'touch' });
  send('pointermove', 0.5, 0.7, { pointerType: 'pen', pointerId: 9, pressure: 0.5 });
  send('pointerup', 0.5, 0.7, { pointerType: 'pen', pointerId: 9 });
  expect(strokes()).toHaveLength(1);
  expect(inkAt(0.3, 0.2)).toBe(0);
  expect(inkAt(0.5, 0.6)).toBeGreaterThan(dark);
});

test('the right button draws nothing; the eraser end of a pen erases', () => {
  drawLine(
    [
      [0.2, 0.5],
      [0.8, 0.5],
    ],
    { button: 2 },
  );
  expect(strokes()).toHaveLength(0);
  drawLine([
    [0.2, 0.5],
    [0.8, 0.5],
  ]);
  drawLine(
    [
      [0.5, 0.3],
      [0.5, 0.7],
    ],
    { pointerType: 'pen', button: 5, buttons: 32, pressure: 0.5 },
  );
  expect(strokes()).toHaveLength(2);
  expect(inkAt(0.5, 0.5)).toBe(0);
  expect(store.getState().tool).toBe('pen');
});

test.each([
  ['a cancelled pointer', () => send('pointercancel', 0.5, 0.5)],
  ['a lost capture', () => send('lostpointercapture', 0.5, 0.5)],
  ['a window that loses the focus', () => window.dispatchEvent(new Event('blur'))],
])('%s ends the line; moves after it draw nothing', (_name, interrupt) => {
  send('pointerdown', 0.2, 0.5);
  send('pointermove', 0.4, 0.5);
  interrupt();
  expect(store.getState().gesture).toBeNull();
  send('pointermove', 0.8, 0.5);
  send('pointerup', 0.8, 0.5);
  expect(strokes()).toHaveLength(1);
  expect(inkAt(0.3, 0.5)).toBeGreaterThan(dark);
  expect(inkAt(0.6, 0.5)).toBe(0);
});

test('a paper that is resized in mid-line keeps its ink, and no line leads across', async () => {
  send('pointerdown', 0.8, 0.2);
  send('pointermove', 0.8, 0.4);
  const box = pad().getBoundingClientRect();
  const still = { clientX: box.left + 0.8 * box.width, clientY: box.top + 0.4 * box.height };
  host.style.width = `${2 * sidePx}px`;
  await vi.waitFor(() => expect(canvas().width).toBe(Math.round(2 * sidePx * devicePixelRatio)), 5000);
  expect(inkAt(0.8, 0.3)).toBeGreaterThan(dark);
  // The pointer rests where it was on the screen, which is another place of the paper now.
  send('pointermove', 0, 0, still);
  send('pointermove', 0.4, 0.4);
  send('pointerup', 0.4, 0.4);
  expect(strokes()).toHaveLength(2);
  expect(inkAt(0.6, 0.3)).toBe(0);
});

test('Undo, Redo and Clear are buttons, and keys', async () => {
  drawLine([
    [0.2, 0.5],
    [0.8, 0.5],
  ]);
  await click('Undo');
  expect(inkAt(0.5, 0.5)).toBe(0);
  await click('Redo');
  expect(inkAt(0.5, 0.5)).toBeGreaterThan(dark);
  await click('Clear');
  expect(inkAt(0.5, 0.5)).toBe(0);
  const key = (key: string, more: KeyboardEventInit = {}) =>
    pad().dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...more }));
  key('z', { ctrlKey: true });
  expect(strokes()).toHaveLength(1);
  key('Delete', { ctrlKey: true });
  expect(strokes()).toHaveLength(0);
  key('z', { ctrlKey: true });
  expect(strokes()).toHaveLength(1);
  key('Backspace', { metaKey: true });
  expect(strokes()).toHaveLength(0);
  key('z', { metaKey: true });
  expect(strokes()).toHaveLength(1);
  key('y', { ctrlKey: true });
  expect(strokes()).toHaveLength(0);
  key('e');
  expect(store.getState().tool).toBe('eraser');
  const { brushWidth } = store.getState();
  key(']');
  expect(store.getState().brushWidth).toBeGreaterThan(brushWidth);
});

test('no single key clears the drawing: Delete says how to, and Escape lifts the pen and leaves the paper', async () => {
  const key = (key: string) => userEvent.keyboard(`{${key}}`);
  pad().focus();
  await key(' ');
  await key('ArrowDown');
  await key('Delete');
  await key('Backspace');
  expect(store.getState().gesture).toBeNull();
  expect(strokes()).toHaveLength(1);
  await vi.waitFor(() =>
    expect(host.querySelector('[aria-live]')?.textContent).toBe('Control Delete clears the paper'),
  );
  await key(' ');
  await key('ArrowDown');
  await key('Escape');
  expect(store.getState().gesture).toBeNull();
  expect(strokes()).toHaveLength(2);
  expect(document.activeElement).not.toBe(pad());
  await key('ArrowDown');
  expect(strokes()).toHaveLength(2);
  await key('Tab');
  expect(document.activeElement?.closest('fieldset')?.getAttribute('aria-label')).toBe('Drawing tools');
});

test('an arrow that is released while Cmd is held moves the pen no further: macOS does not tell', () => {
  const key = (type: string, key: string, more: KeyboardEventInit = {}) =>
    pad().dispatchEvent(new KeyboardEvent(type, { key, bubbles: true, cancelable: true, ...more }));
  pad().focus();
  key('keydown', ' ');
  key('keydown', 'ArrowRight');
  key('keydown', 'Meta', { metaKey: true });
  key('keyup', 'Meta');
  key('keydown', 'ArrowDown');
  key('keyup', 'ArrowDown');
  // Cmd may have been down first.
  key('keydown', 'Meta', { metaKey: true });
  key('keydown', 'ArrowRight', { metaKey: true });
  key('keyup', 'Meta');
  for (let step = 0; step < 10; step++) key('keydown', 'ArrowDown');
  key('keydown', ' ');
  const points = strokes()[0]?.points ?? [];
  const xs = points.map(({ x }) => x);
  expect(new Set(xs).size).toBe(2);
  expect(points.at(-1)?.x).toBe(points[1]?.x);
});

test('the keyboard draws: Space puts the pen down, two arrows together go diagonally', async () => {
  const key = (type: string, key: string) =>
    pad().dispatchEvent(new KeyboardEvent(type, { key, bubbles: true, cancelable: true }));
  pad().focus();
  key('keydown', ' ');
  for (let step = 0; step < 10; step++) key('keydown', 'ArrowDown');
  key('keydown', 'ArrowRight');
  for (let step = 0; step < 10; step++) key('keydown', 'ArrowRight');
  key('keyup', 'ArrowDown');
  key('keyup', 'ArrowRight');
  key('keydown', ' ');
  expect(strokes()).toHaveLength(1);
  const points = strokes()[0]?.points ?? [];
  const [start, corner, end] = [points[0], points[1], points.at(-1)];
  expect(corner?.x).toBe(start?.x);
  expect((end?.x ?? 0) - (corner?.x ?? 0)).toBeGreaterThan(500);
  expect((end?.y ?? 0) - (corner?.y ?? 0)).toBeGreaterThan(500);
  await vi.waitFor(() =>
    expect(host.querySelector('[aria-live]')?.textContent).toMatch(/^Pen up, \d+ % from the left/),
  );
});

test('the hint is there on an empty paper only', async () => {
  const shown = () =>
    [...host.querySelectorAll<HTMLElement>('p')].find((p) => p.textContent === 'Draw a digit')?.dataset.shown;
  expect(shown()).toBe('true');
  drawLine([
    [0.2, 0.5],
    [0.8, 0.5],
  ]);
  await vi.waitFor(() => expect(shown()).toBe('false'));
  store.getState().clear();
  await vi.waitFor(() => expect(shown()).toBe('true'));
});

test('another theme repaints the ink in its colours', async () => {
  drawLine([
    [0.2, 0.5],
    [0.8, 0.5],
  ]);
  const brightness = (x: number, y: number) =>
    canvas()
      .getContext('2d')
      ?.getImageData(x * canvas().width, y * canvas().width, 1, 1).data[0] ?? -1;
  for (const [theme, inkIsDarker] of [
    ['dark', false],
    ['light', true],
  ] as const) {
    document.documentElement.dataset.theme = theme;
    await new Promise((resolve) => setTimeout(resolve));
    expect(brightness(0.5, 0.5) < brightness(0.1, 0.1)).toBe(inkIsDarker);
  }
  delete document.documentElement.dataset.theme;
});

test('1,000 lines, each taken back, leave the heap as it was, within 4 MB', async () => {
  const heap = async () => {
    await cdp().send('HeapProfiler.collectGarbage');
    const { usedSize } = await cdp().send('Runtime.getHeapUsage');
    return usedSize;
  };
  const scribble = (lines: number) => {
    for (let line = 0; line < lines; line++) {
      const y = (line % 90) / 100 + 0.05;
      drawLine(Array.from({ length: 6 }, (_, at) => [0.05 + 0.16 * at, y + 0.02 * (at % 2)] as const));
      if (line % 100 === 99) store.getState().clear();
    }
  };
  scribble(300);
  const before = await heap();
  scribble(1000);
  expect((await heap()) - before).toBeLessThan(4e6);
});
