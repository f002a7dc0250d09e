import { arrowKeys } from '../arrow-keys.ts';

/** What a map does when it is handled; places in CSS pixels from its corner. */
interface MapHandler {
  pan(right: number, down: number): void;
  /** @param smoothly for a step that a key or button makes at once */
  zoom(factor: number, at: readonly [left: number, top: number] | null, smoothly: boolean): void;
  whole(): void;
  /** Something rests on a place, or on none any more. */
  point(at: readonly [left: number, top: number] | null): void;
  /** Whether a part is shown, so that one finger moves the map and not the page. */
  isZoomed(): boolean;
}

/** A turn of the wheel by a line, in pixels (Firefox counts lines). */
const linePx = 16;
const wheelStrength = 0.0022;
/** A page that is scrolled over the map goes on scrolling for as long as its wheel turns. */
const scrollRestMs = 250;
export const keyStep = 1.5;
const keyPanPx = 48;
/** A pointer that moved less has pressed, not dragged. */
const pressPx = 4;

/**
 * Wheel, drag, pinch and keys. Small enough to be our own: d3-zoom brings selections and transitions along, and
 * knows nothing of a page that has to scroll past the map.
 * @returns how to stop
 */
export function followGestures(element: HTMLElement, handler: MapHandler): () => void {
  const stop = new AbortController();
  const { signal } = stop;
  const pointers = new Map<number, { x: number; y: number }>();
  let moved = 0;
  let scrolledAt = Number.NEGATIVE_INFINITY;
  window.addEventListener(
    'scroll',
    () => {
      scrolledAt = performance.now();
    },
    { signal, passive: true },
  );

  const placeOf = ({ clientX, clientY }: { clientX: number; clientY: number }) => {
    const box = element.getBoundingClientRect();
    return [clientX - box.left, clientY - box.top] as const;
  };

  element.addEventListener(
    'wheel',
    (event) => {
      const outward = event.deltaY > 0 && !handler.isZoomed();
      if (outward || !event.cancelable || performance.now() - scrolledAt < scrollRestMs) return;
      event.preventDefault();
      const px = event.deltaY * (event.deltaMode === WheelEvent.DOM_DELTA_LINE ? linePx : 1);
      // A pinch on a touch pad is told as a wheel with Control, in smaller steps.
      const strength = wheelStrength * (event.ctrlKey ? 4 : 1);
      handler.zoom(Math.exp(-px * strength), placeOf(event), false);
    },
    { signal, passive: false },
  );

  element.addEventListener(
    'pointerdown',
    (event) => {
      if (event.button !== 0) return;
      element.setPointerCapture(event.pointerId);
      pointers.set(event.pointerId, { x: event.clientX, y: event.clientY });
      moved = 0;
    },
    { signal },
  );
  element.addEventListener(
    'pointermove',
    (event) => {
      const held = pointers.get(event.pointerId);
      if (!held) {
        if (event.pointerType !== 'touch') handler.point(placeOf(event));
        return;
      }
      const [dx, dy] = [event.clientX - held.x, event.clientY - held.y];
      moved += Math.hypot(dx, dy);
      const other = [...pointers.entries()].find(([id]) => id !== event.pointerId)?.[1];
      if (other) {
        const before = Math.hypot(held.x - other.x, held.y - other.y);
        const after = Math.hypot(event.clientX - other.x, event.clientY - other.y);
        const middle = { clientX: (event.clientX + other.x) / 2, clientY: (event.clientY + other.y) / 2 };
        // Each of two fingers moves the middle by half.
        handler.pan(dx / 2, dy / 2);
        if (before > 0) handler.zoom(after / before, placeOf(middle), false);
      } else if (event.pointerType !== 'touch' || handler.isZoomed()) handler.pan(dx, dy);
      pointers.set(event.pointerId, { x: event.clientX, y: event.clientY });
    },
    { signal },
  );
  const end = (event: PointerEvent) => {
    if (!pointers.delete(event.pointerId)) return;
    if (event.type === 'pointerup' && moved < pressPx) handler.point(placeOf(event));
  };
  element.addEventListener('pointerup', end, { signal });
  element.addEventListener('pointercancel', end, { signal });
  element.addEventListener('pointerleave', (event) => event.pointerType !== 'touch' && handler.point(null), {
    signal,
  });
  // `touch-action: pan-y` would have two fingers that move down scroll the page; what scrolls already goes on.
  const holdPage = (event: TouchEvent) => {
    if (event.touches.length > 1 && event.cancelable) event.preventDefault();
  };
  element.addEventListener('touchmove', holdPage, { signal, passive: false });

  element.addEventListener(
    'keydown',
    (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      const arrow = arrowKeys[event.key];
      // A whole map has nowhere to go: the keys scroll the page, as elsewhere.
      if (arrow && handler.isZoomed()) handler.pan(-arrow[0] * keyPanPx, -arrow[1] * keyPanPx);
      else if (event.key === '+' || event.key === '=') handler.zoom(keyStep, null, true);
      else if (event.key === '-' || event.key === '_') handler.zoom(1 / keyStep, null, true);
      else if (event.key === '0' || event.key === 'Home') handler.whole();
      else return;
      event.preventDefault();
    },
    { signal },
  );
  return () => stop.abort();
}
