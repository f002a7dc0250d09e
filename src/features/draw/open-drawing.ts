import { type Drawing, emptyDrawing, isEmpty } from '../../digits/drawing/drawing.ts';
import { decodeLink, encodeLink } from '../../digits/drawing/link.ts';
import { t } from '../../language/language.ts';
import { percentDecoded } from '../../lib/link-text.ts';
import type { Result } from '../../lib/result.ts';
import { drawingKeeper, type KeyValueStore } from '../../storage/kept-drawing.ts';
import type { Paper } from '../../ui/draw-pad/model.ts';
import { createDrawingStore } from './drawing-store.ts';
import { haveDrawn, keepHaveDrawn } from './have-drawn.ts';

/**
 * What a link carries of a drawing, where it comes last: for the Draw page, the Explore page or the tour. Null where
 * the hash is another page's, or nobody's.
 */
function linkedText(hash: string): string | null {
  // With the slash that all other addresses of the app have, should somebody put it in.
  return (
    /^#\/?(?:(?:draw|explore|tour|present)?\?(?:[^#]*&)?)?draw=(.*)$/s.exec(percentDecoded(hash))?.[1] ?? null
  );
}

/** Whether the Draw page's address asks for the wide paper. */
function asksForWide(hash: string): boolean {
  return /^#\/?\?(?:[^#]*&)?paper=number(?:&|$)/s.test(percentDecoded(hash));
}

/** Whether a link's drawing is for a page that explains one digit. */
function isExplained(hash: string): boolean {
  return /^#\/?(explore|tour)/.test(percentDecoded(hash));
}

const paperKey = 'lenet-lab.paper';

/** What went wrong with a drawing that was to be opened or kept, in words for the person. */
export const drawingNotices = {
  get damagedLink() {
    return t`This link is damaged: part of the drawing is missing or was changed. The paper is empty. Ask for the link again.`;
  },
  get damagedKept() {
    return t`Your saved drawing is damaged, so the paper is empty.`;
  },
  get notKept() {
    return t`This browser does not allow storage. Your drawing will be lost when you reload.`;
  },
};

/** The parts of a window that a drawing is opened from and kept in. */
interface DrawingPlaces {
  readonly window: EventTarget & {
    readonly location: Pick<Location, 'href' | 'hash'>;
    readonly history: Pick<History, 'state' | 'replaceState'>;
  };
  readonly document: EventTarget & Pick<Document, 'visibilityState'>;
  /** null where the browser forbids it. */
  readonly storage: KeyValueStore | null;
}

/**
 * The store with the drawing of the address, else the one kept from last time, else an empty paper;
 * from then on every finished change is kept. A drawing from a link replaces the kept one only when
 * the person changes it; the address then lets go of it.
 */
export function openDrawing(places: DrawingPlaces) {
  const { window, document } = places;
  const keeper = places.storage && drawingKeeper(places.storage);
  const { hash } = window.location;
  const linked = fromAddress(hash);
  const paper = readPaper(places.storage);
  // The number of a digit that is explained waits, also through a reload.
  const digit = paper === 'number' && isExplained(hash) ? linked : null;
  const opened = digit || !linked ? fromKeeper(keeper) : linked;
  const wide = asksForWide(hash) || (opened !== linked && paper === 'number');
  const store = createDrawingStore(opened.drawing, wide ? 'number' : 'digit');
  const notice = (digit ?? opened).notice;
  if (digit) store.getState().takeDigit(digit.drawing);
  if (notice) store.getState().notify(notice);

  let kept = opened.drawing;
  let keeping = true;
  const keep = () => {
    const { drawing, number, example, chosenPaper } = store.getState();
    if (drawing === kept || example || (number && !isEmpty(number))) return;
    kept = drawing;
    keepHaveDrawn(places.storage);
    writePaper(places.storage, chosenPaper);
    if (linkedText(window.location.hash) !== null) letGo(window);
    if (!keeping || keeper?.keep(drawing).ok) return;
    // Said once; the person may go on drawing.
    keeping = false;
    store.getState().notify(drawingNotices.notKept);
  };

  let invited = false;
  const stopWatching = store.subscribe(({ gesture, example, chosenPaper }, before) => {
    if (example) invited = true;
    if (gesture === null) keep();
    if (chosenPaper === before.chosenPaper) return;
    writePaper(places.storage, chosenPaper);
    showPaper(window, chosenPaper);
  });
  // A page that is closed in the middle of a line keeps what there is of it.
  const onHidden = () => {
    if (document.visibilityState === 'hidden') keep();
  };
  const onHash = () => {
    const { hash } = window.location;
    const linked = fromAddress(hash);
    const wide = asksForWide(hash);
    if (!linked && !wide) return;
    const { chosenPaper, takeDigit, bringNumber, load, choosePaper } = store.getState();
    // As when the page is opened: nothing is kept of it before the person draws.
    if (linked) kept = linked.drawing;
    if (linked && isExplained(hash) && chosenPaper === 'number') takeDigit(linked.drawing);
    else {
      bringNumber();
      if (linked) load(linked.drawing);
      if (!isExplained(hash)) choosePaper(wide ? 'number' : 'digit');
    }
    if (linked) kept = store.getState().drawing;
    if (linked?.notice) store.getState().notify(linked.notice);
  };
  const listening = new AbortController();
  const { signal } = listening;
  window.addEventListener('pagehide', keep, { signal });
  window.addEventListener('hashchange', onHash, { signal });
  document.addEventListener('visibilitychange', onHidden, { signal });
  return {
    store,
    /** Whether to show how it is done: once a visit, to somebody who has not drawn here before. */
    invite(): boolean {
      const linked = linkedText(window.location.hash) !== null;
      const { drawing, paper } = store.getState();
      const isFree = !invited && !linked && paper === 'digit' && isEmpty(drawing);
      return isFree && !haveDrawn(places.storage);
    },
    /** Stops keeping the drawing. */
    close() {
      stopWatching();
      listening.abort();
    },
  };
}

/** The browser's storage, or null where it is forbidden: even naming it may throw then. */
export function browserStorage(): KeyValueStore | null {
  try {
    return window.localStorage;
  } catch {
    return null;
  }
}

type DrawingAddress = Result<{ readonly address: string }, 'has-picture' | 'too-long'>;

/** The address that opens this page with `drawing` on the paper. */
export function addressOf(
  drawing: Drawing,
  location: Pick<Location, 'href'>,
  paper: Paper = 'digit',
): DrawingAddress {
  const link = encodeLink(drawing);
  if (!link.ok) return link;
  const [page] = location.href.split('#');
  const hash = paper === 'number' ? `${wideHash}&draw=` : '#draw=';
  return { ok: true, address: `${page}${hash}${link.text}` };
}

interface Opened {
  readonly drawing: Drawing;
  readonly notice?: string;
}

function fromAddress(hash: string): Opened | null {
  const text = linkedText(hash);
  if (text === null) return null;
  const link = decodeLink(text);
  return link.ok ? link : { drawing: emptyDrawing, notice: drawingNotices.damagedLink };
}

function fromKeeper(keeper: ReturnType<typeof drawingKeeper> | null): Opened {
  const read = keeper?.read();
  if (read?.ok === false) return { drawing: emptyDrawing, notice: drawingNotices.damagedKept };
  return { drawing: read?.drawing ?? emptyDrawing };
}

/** Takes the drawing out of the address, without a step in the browser's history. */
function letGo(window: DrawingPlaces['window']): void {
  const [page] = window.location.href.split('#');
  const others = /^#\/?((?:draw|explore|tour|present)?\?.*?)[?&]?draw=/s.exec(
    percentDecoded(window.location.hash),
  )?.[1];
  window.history.replaceState(window.history.state, '', others ? `${page}#/${others}` : page);
}

/** The Draw page with the wide paper. */
const wideHash = '#/?paper=number';

/** Brings the address of the Draw page in line with the paper that was chosen; a link to a drawing stays. */
function showPaper(window: DrawingPlaces['window'], paper: Paper): void {
  const { hash, href } = window.location;
  if (linkedText(hash) !== null || !/^(#\/?(\?.*)?)?$/s.test(hash)) return;
  if (asksForWide(hash) === (paper === 'number')) return;
  const [page] = href.split('#');
  window.history.replaceState(window.history.state, '', `${page}${paper === 'number' ? wideHash : '#/'}`);
}

function readPaper(storage: KeyValueStore | null): Paper {
  try {
    return storage?.getItem(paperKey) === 'number' ? 'number' : 'digit';
  } catch {
    return 'digit';
  }
}

function writePaper(storage: KeyValueStore | null, paper: Paper): void {
  try {
    if (paper === 'digit') storage?.removeItem(paperKey);
    else storage?.setItem(paperKey, paper);
  } catch {
    // Forbidden: the choice lasts as long as the page.
  }
}
