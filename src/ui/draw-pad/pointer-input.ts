import type { PenSample } from '../../digits/drawing/clip.ts';
import { type PaperView, paperSize } from '../../digits/drawing/drawing.ts';
import type { DrawingModelStore } from './model.ts';
import { pressureFromSpeed, usualPressure } from './pen-speed.ts';

/** How far the recorded line may lie off the pen's way, in CSS pixels: less than one can see. */
const tolerancePx = 0.6;
/** A paper that moved farther than this under a resting pen (in paper units) ends the line. */
const paperJump = 96;
/** The eraser end of a pen, in `buttons` (Pointer Events 3, section 5.1). */
const eraserButtons = 32;
/** A mouse's left button, a finger or a pen on the paper, or a pen's eraser end. */
const inkingButtons = 1 | eraserButtons;
const eraserButton = 5;

interface Contact {
  readonly id: number;
  readonly type: string;
  readonly pressureAt: ReturnType<typeof pressureFromSpeed>;
  /** 0..255, at the last event. */
  pressure: number;
  /** Where the paper was at the last event, and the pointer on the screen. */
  paper: DOMRect;
  clientX: number;
  clientY: number;
}

/**
 * Lets mouse, finger and pen draw on the paper: one contact at a time, and a pen before a hand.
 * @param view the part of the paper that is shown
 * @param onHover where the pointer is, in the paper's own CSS pixels from its corner; null when it left
 * @returns a function that stops it
 */
export function takePointers(
  paperElement: HTMLElement,
  store: DrawingModelStore,
  view: PaperView,
  onHover: (place: { readonly x: number; readonly y: number } | null) => void,
): () => void {
  let contact: Contact | null = null;
  /** A hand that rests while a pen writes is no finger that draws. */
  let penSeen = false;

  const sampleOf = (event: PointerEvent, now: Contact): PenSample => {
    const x = ((event.clientX - now.paper.left) / now.paper.width) * paperSize;
    const y = ((event.clientY - now.paper.top) / now.paper.height) * paperSize;
    // A pen that is being lifted reports no pressure: it keeps the last one.
    if (now.type !== 'pen') now.pressure = now.pressureAt({ x, y }, event.timeStamp);
    else if (event.pressure > 0) now.pressure = 255 * event.pressure;
    return { x, y, pressure: now.pressure };
  };
  const tolerance = (paper: DOMRect) => (tolerancePx / paper.width) * paperSize;
  const hover = (event: PointerEvent) => {
    // Under a finger nothing is seen, and under a pen that draws there is its ink.
    if (event.pointerType === 'touch' || store.getState().gesture === 'pen') {
      onHover(null);
      return;
    }
    const paper = paperElement.getBoundingClientRect();
    // Where the paper is scaled or zoomed, its own pixels are not those of the pointer.
    const scale = paperElement.clientWidth / paper.width;
    onHover({ x: (event.clientX - paper.left) * scale, y: (event.clientY - paper.top) * scale });
  };
  const finish = () => {
    contact = null;
    store.getState().end();
  };

  const onDown = (event: PointerEvent) => {
    if (event.pointerType === 'pen') penSeen = true;
    const erasing = event.button === eraserButton || (event.buttons & eraserButtons) !== 0;
    if (event.button !== 0 && !erasing) return;
    if (contact) {
      const penTakesOver = event.pointerType === 'pen' && contact.type === 'touch';
      if (!penTakesOver) return;
      contact = null;
      store.getState().cancel();
    }
    const paper = paperElement.getBoundingClientRect();
    if (paper.width === 0) return;
    contact = {
      id: event.pointerId,
      type: event.pointerType,
      pressureAt: pressureFromSpeed(),
      pressure: usualPressure,
      paper,
      clientX: event.clientX,
      clientY: event.clientY,
    };
    try {
      paperElement.setPointerCapture(event.pointerId);
    } catch {
      // Events made by a script belong to no real pointer. The window's listeners follow them as well.
    }
    store.getState().begin(sampleOf(event, contact), tolerance(paper), erasing ? 'eraser' : undefined, view);
    hover(event);
  };

  const onMove = (event: PointerEvent) => {
    if (event.target instanceof Node && paperElement.contains(event.target)) hover(event);
    if (!contact || event.pointerId !== contact.id) return;
    if (event.isTrusted && (event.buttons & inkingButtons) === 0) {
      // Released, or lifted, where no event reaches the page, such as over a dialog.
      finish();
      return;
    }
    follow(contact, event);
  };

  const follow = (now: Contact, event: PointerEvent) => {
    const paper = paperElement.getBoundingClientRect();
    if (paper.width === 0) return;
    const jumped = paperMoved(now, paper);
    now.paper = paper;
    now.clientX = event.clientX;
    now.clientY = event.clientY;
    if (jumped) {
      // The window was resized, turned or zoomed under the pen: no line leads from there to here.
      const { gesture } = store.getState();
      store.getState().end();
      store.getState().begin(sampleOf(event, now), tolerance(paper), gesture ?? undefined, view);
      return;
    }
    const all = event.getCoalescedEvents?.() ?? [];
    const samples = (all.length > 0 ? all : [event]).map((each) => sampleOf(each, now));
    store.getState().extend(samples);
  };

  const onUp = (event: PointerEvent) => {
    if (!contact || event.pointerId !== contact.id) return;
    follow(contact, event);
    finish();
  };
  const onCancel = (event: PointerEvent) => {
    if (!contact || event.pointerId !== contact.id) return;
    const palm = contact.type === 'touch' && penSeen;
    contact = null;
    if (palm) store.getState().cancel();
    else store.getState().end();
  };
  const onLostCapture = (event: PointerEvent) => {
    if (contact && event.pointerId === contact.id) finish();
  };
  const onInterruption = () => {
    if (contact) finish();
  };
  const onLeave = () => onHover(null);
  const onContextMenu = (event: Event) => {
    // A long press of a finger opens a menu in the middle of a line.
    if (contact) event.preventDefault();
  };

  const stop = new AbortController();
  const { signal } = stop;
  paperElement.addEventListener('pointerdown', onDown, { signal });
  paperElement.addEventListener('lostpointercapture', onLostCapture, { signal });
  paperElement.addEventListener('pointerleave', onLeave, { signal });
  paperElement.addEventListener('contextmenu', onContextMenu, { signal });
  // On the window and while capturing: also without pointer capture the line's end is not missed.
  window.addEventListener('pointermove', onMove, { signal, capture: true });
  window.addEventListener('pointerup', onUp, { signal, capture: true });
  window.addEventListener('pointercancel', onCancel, { signal, capture: true });
  window.addEventListener('blur', onInterruption, { signal });
  document.addEventListener('visibilitychange', onInterruption, { signal });
  return () => {
    onInterruption();
    stop.abort();
  };
}

/** Whether the paper's place changed so much that the pointer, at rest, is elsewhere on it. */
function paperMoved(contact: Contact, paper: DOMRect): boolean {
  const { paper: old, clientX, clientY } = contact;
  const dx = (clientX - old.left) / old.width - (clientX - paper.left) / paper.width;
  const dy = (clientY - old.top) / old.height - (clientY - paper.top) / paper.height;
  return Math.hypot(dx, dy) * paperSize > paperJump;
}
