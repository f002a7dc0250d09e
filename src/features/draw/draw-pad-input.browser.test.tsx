import '../../ui/tokens.css';
import '../../ui/global.css';
import { createRoot, type Root } from 'react-dom/client';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { cdp } from 'vitest/browser';
import { paperSize } from '../../digits/drawing/drawing.ts';
import { DrawPad } from '../../ui/draw-pad/draw-pad.tsx';
import { createDrawingStore, type DrawingStore } from './drawing-store.ts';

/** What people report of drawing pages, each with real input: the browser makes the events itself. */

let root: Root;
let host: HTMLElement;
let store: DrawingStore;

beforeEach(async () => {
  host = document.createElement('div');
  Object.assign(host.style, { width: '320px', marginTop: '40px' });
  Object.assign(document.body.style, { margin: '0', paddingBottom: '2000px' });
  document.body.append(host);
  store = createDrawingStore();
  root = createRoot(host);
  root.render(
    <>
      <DrawPad store={store} />
      <p>Words below the paper</p>
    </>,
  );
  await vi.waitFor(pad);
});

afterEach(async () => {
  await cdp().send('Emulation.clearDeviceMetricsOverride');
  document.documentElement.removeAttribute('style');
  document.body.removeAttribute('style');
  window.scrollTo(0, 0);
  root.unmount();
  host.remove();
});

function pad(): HTMLElement {
  const found = host.querySelector<HTMLElement>('[data-testid="draw-pad"]');
  if (!found) throw new Error('no pad');
  return found;
}

/** A place in the browser's window, given in parts of the paper's side. */
function at(x: number, y: number): { x: number; y: number } {
  const box = pad().getBoundingClientRect();
  return inWindow(box.left + x * box.width, box.top + y * box.height);
}

/** Tests run in a frame, which the runner may show smaller than it is. */
function inWindow(clientX: number, clientY: number): { x: number; y: number } {
  const frame = window.frameElement?.getBoundingClientRect() ?? { left: 0, top: 0, width: window.innerWidth };
  const zoom = frame.width / window.innerWidth;
  return { x: frame.left + zoom * clientX, y: frame.top + zoom * clientY };
}

type Place = { readonly x: number; readonly y: number };
type MouseOptions = { readonly button?: 'none' | 'left' | 'right' | 'middle'; readonly buttons?: number };

function mouse(
  type: 'mousePressed' | 'mouseMoved' | 'mouseReleased',
  place: Place,
  { button = 'left', buttons = type === 'mouseReleased' ? 0 : 1 }: MouseOptions = {},
  pointerType: 'mouse' | 'pen' = 'mouse',
) {
  return cdp().send('Input.dispatchMouseEvent', {
    type,
    ...place,
    button,
    buttons,
    pointerType,
    clickCount: type === 'mouseMoved' ? 0 : 1,
    ...(pointerType === 'pen' && { force: buttons ? 0.5 : 0 }),
  });
}

const pen = (type: Parameters<typeof mouse>[0], place: Place, options: MouseOptions = {}) =>
  mouse(type, place, options, 'pen');

/** Each place is a finger's; `touchEnd` lifts those that are named, or all. */
function touch(
  type: 'touchStart' | 'touchMove' | 'touchEnd' | 'touchCancel',
  ...places: (Place & { readonly id?: number })[]
) {
  return cdp().send('Input.dispatchTouchEvent', {
    type,
    touchPoints: places.map((place, id) => ({ id, ...place })),
  });
}

async function drawByMouse(...places: readonly Place[]): Promise<void> {
  const [first, ...rest] = places;
  if (!first) return;
  await mouse('mousePressed', first);
  for (const place of rest) await mouse('mouseMoved', place);
  await mouse('mouseReleased', places.at(-1) ?? first);
}

const strokes = () => store.getState().drawing.strokes;

/** First and last point of a stroke, in hundredths of the paper. */
function ends(stroke = strokes().at(-1)): readonly (readonly [number, number])[] {
  const points = stroke?.points ?? [];
  return [points[0], points.at(-1)].map((point) => {
    const hundredths = (units: number | undefined) => Math.round((100 * (units ?? Number.NaN)) / paperSize);
    return [hundredths(point?.x), hundredths(point?.y)] as const;
  });
}

function expectEnds(...expected: readonly (readonly [number, number])[]): void {
  for (const [index, [x, y]] of ends().entries()) {
    expect(Math.abs(x - (expected[index]?.[0] ?? Number.NaN)), `x of end ${index}`).toBeLessThanOrEqual(1);
    expect(Math.abs(y - (expected[index]?.[1] ?? Number.NaN)), `y of end ${index}`).toBeLessThanOrEqual(1);
  }
}

/** How dark the canvas is at a place, 0 (paper) to 1 (ink). */
function inkAt(x: number, y: number): number {
  const canvas = pad().querySelector('canvas') as HTMLCanvasElement;
  const context = canvas.getContext('2d') as CanvasRenderingContext2D;
  const pixel = (px: number, py: number) =>
    context.getImageData(Math.round(px * canvas.width), Math.round(py * canvas.width), 1, 1).data[0] ?? 0;
  return Math.abs(pixel(x, y) - pixel(0, 0)) / 255;
}

const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));

/** The middle of the ring that shows the size of pen and eraser under a mouse, in the browser's window. */
function ringMiddle(): Place {
  const ring = host.querySelector<HTMLElement>('[data-testid="draw-pad"] ~ [data-tool]');
  const { left, top, width, height } = ring?.getBoundingClientRect() ?? new DOMRect();
  return inWindow(left + width / 2, top + height / 2);
}

describe('ink and ring are under the pointer', () => {
  test.each<readonly [string, () => unknown]>([
    ['as the page is', () => undefined],
    ['on a page that is zoomed to 90 %', () => document.documentElement.style.setProperty('zoom', '0.9')],
    ['on a page that is zoomed to 150 %', () => document.documentElement.style.setProperty('zoom', '1.5')],
    ['on a paper that is zoomed itself', () => host.style.setProperty('zoom', '0.7')],
    [
      'on a paper that is scaled and moved',
      () => host.style.setProperty('transform', 'scale(0.6) translate(50px, 10px)'),
    ],
    ['on a page that is scrolled', () => window.scrollTo(0, 150)],
    [
      'on a screen with 2.5 pixels to one of the page',
      () =>
        cdp().send('Emulation.setDeviceMetricsOverride', {
          width: 0,
          height: 0,
          deviceScaleFactor: 2.5,
          mobile: false,
        }),
    ],
  ])('%s', async (_name, prepare) => {
    await prepare();
    await frame();
    await drawByMouse(at(0.3, 0.6), at(0.5, 0.6), at(0.7, 0.8));
    expect(strokes()).toHaveLength(1);
    expectEnds([30, 60], [70, 80]);
    expect(inkAt(0.4, 0.6)).toBeGreaterThan(0.5);
    expect(inkAt(0.4, 0.75)).toBe(0);
    await mouse('mouseMoved', at(0.25, 0.65), { button: 'none', buttons: 0 });
    const [ring, pointer] = [ringMiddle(), at(0.25, 0.65)];
    expect(Math.hypot(ring.x - pointer.x, ring.y - pointer.y)).toBeLessThan(1);
    store.getState().clear();
    expect(inkAt(0.4, 0.6)).toBe(0);
  });

  test('a page that is scrolled while the button is held draws no line across', async () => {
    await mouse('mousePressed', at(0.3, 0.8));
    await mouse('mouseMoved', at(0.4, 0.8));
    window.scrollTo(0, 100);
    await frame();
    await mouse('mouseMoved', at(0.6, 0.9));
    await mouse('mouseMoved', at(0.7, 0.9));
    await mouse('mouseReleased', at(0.7, 0.9));
    expectEnds([60, 90], [70, 90]);
    expect(inkAt(0.5, 0.85)).toBe(0);
  });
});

describe('a pen', () => {
  test('that hovers draws nothing, neither before a line nor after it', async () => {
    for (const x of [0.2, 0.4]) await pen('mouseMoved', at(x, 0.3), { button: 'none', buttons: 0 });
    expect(strokes()).toHaveLength(0);
    await pen('mousePressed', at(0.4, 0.5));
    await pen('mouseMoved', at(0.6, 0.5));
    await pen('mouseReleased', at(0.6, 0.5));
    for (const x of [0.8, 0.4]) await pen('mouseMoved', at(x, 0.8), { button: 'none', buttons: 0 });
    expect(strokes()).toHaveLength(1);
    expectEnds([40, 50], [60, 50]);
    expect(inkAt(0.6, 0.8)).toBe(0);
  });

  test('whose lifting the page was not told stops at the first move above the paper', async () => {
    await pen('mousePressed', at(0.4, 0.5));
    await pen('mouseMoved', at(0.6, 0.5));
    await pen('mouseMoved', at(0.6, 0.9), { button: 'none', buttons: 0 });
    await pen('mouseMoved', at(0.2, 0.9), { button: 'none', buttons: 0 });
    expect(store.getState().gesture).toBeNull();
    expect(strokes()).toHaveLength(1);
    expectEnds([40, 50], [60, 50]);
    await pen('mouseReleased', at(0.2, 0.9));
  });
});

describe('a mouse', () => {
  test.each([
    ['right', 2],
    ['middle', 4],
  ] as const)('draws nothing with its %s button', async (button, buttons) => {
    await mouse('mousePressed', at(0.3, 0.5), { button, buttons });
    await mouse('mouseMoved', at(0.6, 0.5), { button, buttons });
    await mouse('mouseReleased', at(0.6, 0.5), { button, buttons: 0 });
    expect(strokes()).toHaveLength(0);
  });

  test('whose right button is pressed in the middle of a line draws on until the left one is released', async () => {
    await mouse('mousePressed', at(0.2, 0.5));
    await mouse('mouseMoved', at(0.4, 0.5));
    await mouse('mousePressed', at(0.4, 0.5), { button: 'right', buttons: 3 });
    await mouse('mouseMoved', at(0.6, 0.5), { buttons: 3 });
    await mouse('mouseReleased', at(0.6, 0.5), { button: 'left', buttons: 2 });
    await mouse('mouseMoved', at(0.8, 0.5), { button: 'right', buttons: 2 });
    await mouse('mouseReleased', at(0.8, 0.5), { button: 'right', buttons: 0 });
    expect(strokes()).toHaveLength(1);
    expectEnds([20, 50], [60, 50]);
  });

  test('that is released where the page cannot see it inks no further when it comes back', async () => {
    await mouse('mousePressed', at(0.3, 0.5));
    await mouse('mouseMoved', at(0.5, 0.5));
    await mouse('mouseMoved', at(1.4, 0.5));
    // The release is never told, as over another window's dialog.
    await mouse('mouseMoved', at(0.9, 0.9), { button: 'none', buttons: 0 });
    await mouse('mouseMoved', at(0.2, 0.9), { button: 'none', buttons: 0 });
    expect(store.getState().gesture).toBeNull();
    expect(inkAt(0.5, 0.9)).toBe(0);
    await mouse('mouseReleased', at(0.2, 0.9));
    expect(inkAt(0.4, 0.5)).toBeGreaterThan(0.5);
  });

  test('that is pressed beside the paper and dragged over it draws nothing', async () => {
    await drawByMouse(at(0.5, 1.2), at(0.5, 0.8), at(0.5, 0.3));
    expect(strokes()).toHaveLength(0);
  });

  test('that draws out over words marks none of them', async () => {
    await drawByMouse(at(0.5, 0.5), at(0.3, 0.9), at(0.3, 1.1), at(0.6, 1.3));
    expect(getSelection()?.toString()).toBe('');
    expect(strokes()).toHaveLength(1);
  });
});

describe('a finger', () => {
  test('draws, scrolls nothing and marks no words, however long it rests', async () => {
    await touch('touchStart', at(0.5, 0.9));
    await new Promise((resolve) => setTimeout(resolve, 700));
    for (const y of [0.7, 0.5, 0.2]) await touch('touchMove', at(0.5, y));
    await touch('touchEnd');
    expectEnds([50, 90], [50, 20]);
    expect(window.scrollY).toBe(0);
    expect(getSelection()?.toString()).toBe('');
  });

  test('that the browser takes away ends its line; the next one begins its own', async () => {
    await touch('touchStart', at(0.2, 0.2));
    await touch('touchMove', at(0.4, 0.2));
    await touch('touchCancel');
    expect(store.getState().gesture).toBeNull();
    await touch('touchStart', at(0.2, 0.8));
    await touch('touchMove', at(0.4, 0.8));
    await touch('touchEnd');
    expect(strokes()).toHaveLength(2);
    expectEnds([20, 80], [40, 80]);
    expect(inkAt(0.3, 0.5)).toBe(0);
  });

  test.each([
    ['on the paper', () => at(0.8, 0.8)],
    ['elsewhere on the page', () => at(0.5, 1.2)],
  ])('is not disturbed by a second one %s', async (_where, second) => {
    await touch('touchStart', at(0.2, 0.3));
    await touch('touchMove', at(0.3, 0.3));
    await touch('touchStart', at(0.3, 0.3), second());
    await touch('touchMove', at(0.5, 0.3), second());
    await touch('touchMove', at(0.6, 0.3), second());
    await touch('touchEnd', { ...second(), id: 1 });
    await touch('touchMove', at(0.7, 0.3));
    await touch('touchEnd');
    expect(strokes()).toHaveLength(1);
    expectEnds([20, 30], [70, 30]);
  });

  test('that is lifted ends its line, even while a second one stays on the paper', async () => {
    await touch('touchStart', at(0.2, 0.3));
    await touch('touchMove', at(0.4, 0.3));
    await touch('touchStart', at(0.4, 0.3), at(0.8, 0.8));
    await touch('touchEnd', at(0.4, 0.3));
    await touch('touchMove', { ...at(0.8, 0.5), id: 1 });
    expect(store.getState().gesture).toBeNull();
    await touch('touchEnd');
    expect(strokes()).toHaveLength(1);
    expectEnds([20, 30], [40, 30]);
  });

  test('scrolls the page everywhere but on the paper, also after a drawing', async () => {
    await touch('touchStart', at(0.5, 0.8));
    await touch('touchMove', at(0.5, 0.4));
    await touch('touchEnd');
    const start = at(0.5, 1.3);
    await touch('touchStart', start);
    for (let step = 1; step <= 8; step++) await touch('touchMove', { x: start.x, y: start.y - 20 * step });
    await touch('touchEnd');
    await expect.poll(() => window.scrollY).toBeGreaterThan(50);
    expect(strokes()).toHaveLength(1);
  });
});
