import { expect, test } from 'vitest';
import { type Drawing, emptyDrawing } from '../../digits/drawing/drawing.ts';
import { drawingKeeper, type KeyValueStore, keptDrawingKey } from '../../storage/kept-drawing.ts';
import { addressOf, drawingNotices, openDrawing } from './open-drawing.ts';

const dotAt = (x: number): Drawing => ({
  strokes: [{ width: 208, points: [{ x, y: 100, pressure: 128 }] }],
  picture: null,
});
const page = 'https://example.test/lab/';

/** The parts of a browser that a drawing is opened from, with their events. */
function places(hash = '', storage: KeyValueStore | null = mapStorage()) {
  const window = Object.assign(new EventTarget(), {
    location: { href: page + hash, hash },
    history: {
      state: null,
      replaceState: (_state: unknown, _unused: string, address?: string | URL | null) => go(String(address)),
    },
  });
  const document = Object.assign(new EventTarget(), {
    visibilityState: 'visible' as DocumentVisibilityState,
  });
  const go = (address: string) => {
    window.location.href = address;
    const at = address.indexOf('#');
    window.location.hash = at < 0 ? '' : address.slice(at);
  };
  return { window, document, storage, go };
}

function mapStorage(): KeyValueStore & { readonly map: Map<string, string> } {
  const map = new Map<string, string>();
  return {
    map,
    getItem: (key) => map.get(key) ?? null,
    setItem: (key, value) => void map.set(key, value),
    removeItem: (key) => void map.delete(key),
  };
}

function keep(storage: KeyValueStore, drawing: Drawing) {
  drawingKeeper(storage).keep(drawing);
}

function hashOf(drawing: Drawing): string {
  const link = addressOf(drawing, { href: page });
  if (!link.ok) throw new Error(link.reason);
  return link.address.slice(page.length);
}

test('a drawing is there again after a reload, to the last finished line', () => {
  const storage = mapStorage();
  const first = openDrawing(places('', storage));
  first.store.getState().begin({ x: 5, y: 6, pressure: 128 }, 6);
  first.store.getState().extend([{ x: 500, y: 600, pressure: 128 }]);
  first.store.getState().end();
  first.close();
  const second = openDrawing(places('', storage));
  expect(second.store.getState().drawing).toEqual(first.store.getState().drawing);
  second.store.getState().clear();
  expect(openDrawing(places('', storage)).store.getState().drawing.strokes).toEqual([]);
});

test('a page that is closed in the middle of a line keeps what there is of it', () => {
  for (const event of ['pagehide', 'visibilitychange']) {
    const storage = mapStorage();
    const { window, document, ...rest } = places('', storage);
    const { store } = openDrawing({ window, document, ...rest });
    store.getState().begin({ x: 5, y: 6, pressure: 128 }, 6);
    document.visibilityState = 'hidden';
    (event === 'pagehide' ? window : document).dispatchEvent(new Event(event));
    expect(drawingKeeper(storage).read()).toEqual({ ok: true, drawing: store.getState().drawing });
  }
});

test('a link wins over the kept drawing, which is replaced only when the person draws', () => {
  const storage = mapStorage();
  keep(storage, dotAt(1));
  const { window, document } = places(hashOf(dotAt(2)), storage);
  const { store } = openDrawing({ window, document, storage });
  expect(store.getState().drawing).toEqual(dotAt(2));
  window.dispatchEvent(new Event('pagehide'));
  expect(drawingKeeper(storage).read()).toEqual({ ok: true, drawing: dotAt(1) });
  store.getState().load(dotAt(3));
  expect(drawingKeeper(storage).read()).toEqual({ ok: true, drawing: dotAt(3) });
  expect(window.location.href).toBe(page);
});

test('a link to the Explore page carries a drawing, too, and keeps what it asks for when it lets go of it', () => {
  const explore = hashOf(dotAt(2)).replace('#', '#/explore?tool=why&rival=4&');
  for (const hash of [explore, `${explore}.`, `#${encodeURIComponent(explore.slice(1))}`]) {
    const { window, document, storage } = places(hash);
    const { store } = openDrawing({ window, document, storage });
    expect(store.getState()).toMatchObject({ drawing: dotAt(2), notice: null });
    store.getState().load(dotAt(3));
    expect(window.location.href).toBe(`${page}#/explore?tool=why&rival=4`);
  }
});

test('a link with a slash before the drawing opens, too', () => {
  const { window, document, storage } = places(hashOf(dotAt(2)).replace('#', '#/'));
  const { store } = openDrawing({ window, document, storage });
  expect(store.getState()).toMatchObject({ drawing: dotAt(2), notice: null });
  store.getState().load(dotAt(3));
  expect(window.location.href).toBe(page);
});

test.each([
  ['followed by a full stop', (hash: string) => `${hash}.`],
  ['in brackets', (hash: string) => `${hash}).`],
  ['broken by a line end', (hash: string) => `${hash.slice(0, 12)}%0A${hash.slice(12)}`],
  ['encoded', (hash: string) => `#${encodeURIComponent(hash.slice(1))}`],
  ['encoded twice', (hash: string) => `#${encodeURIComponent(encodeURIComponent(hash.slice(1)))}`],
])('a link %s opens its drawing, and lets go of it as others do', (_damage, damaged) => {
  const { window, document, storage } = places(damaged(hashOf(dotAt(2))));
  const { store } = openDrawing({ window, document, storage });
  expect(store.getState()).toMatchObject({ drawing: dotAt(2), notice: null });
  store.getState().load(dotAt(3));
  expect(window.location.href).toBe(page);
});

test('a link that was cut off gives an empty paper and says that it is damaged', () => {
  const { store } = openDrawing(places(hashOf(dotAt(2)).slice(0, -3)));
  expect(store.getState()).toMatchObject({ drawing: { strokes: [] }, notice: drawingNotices.damagedLink });
});

test('a damaged link gives an empty paper and a notice, and leaves the kept drawing alone', () => {
  const storage = mapStorage();
  keep(storage, dotAt(1));
  const { store } = openDrawing(places(`${hashOf(dotAt(2))}x`, storage));
  expect(store.getState()).toMatchObject({ drawing: { strokes: [] }, notice: drawingNotices.damagedLink });
  expect(drawingKeeper(storage).read()).toEqual({ ok: true, drawing: dotAt(1) });
});

test('a damaged entry gives an empty paper and a notice', () => {
  const storage = mapStorage();
  storage.map.set(keptDrawingKey, '{"version":1');
  const { store } = openDrawing(places('', storage));
  expect(store.getState()).toMatchObject({ drawing: { strokes: [] }, notice: drawingNotices.damagedKept });
});

test('full storage is said once, and drawing goes on', () => {
  const full: KeyValueStore = {
    getItem: () => null,
    setItem: () => {
      throw new Error('full');
    },
    removeItem: () => undefined,
  };
  const { store } = openDrawing(places('', full));
  store.getState().load(dotAt(1));
  expect(store.getState().notice).toBe(drawingNotices.notKept);
  store.getState().dismissNotice();
  store.getState().load(dotAt(2));
  expect(store.getState()).toMatchObject({ drawing: dotAt(2), notice: null });
});

test('a link pasted into the address of the open page is a step, and replaces the kept drawing as late', () => {
  const storage = mapStorage();
  const { window, document, go } = places('', storage);
  const { store } = openDrawing({ window, document, storage });
  store.getState().load(dotAt(1));
  go(page + hashOf(dotAt(2)));
  window.dispatchEvent(new Event('hashchange'));
  expect(store.getState().drawing).toEqual(dotAt(2));
  expect(window.location.hash).toBe(hashOf(dotAt(2)));
  expect(drawingKeeper(storage).read()).toEqual({ ok: true, drawing: dotAt(1) });
  store.getState().undo();
  expect(window.location.href).toBe(page);
  expect(store.getState().drawing).toEqual(dotAt(1));
});

test('an example invites once a visit, is not kept, and never comes again once the person has drawn', () => {
  const storage = mapStorage();
  const visit = () => openDrawing(places('', storage));
  const first = visit();
  expect(first.invite()).toBe(true);
  first.store.getState().showExample(dotAt(1), 'whole');
  expect(first.invite()).toBe(false);
  expect(storage.map.size).toBe(0);
  expect(visit().invite()).toBe(true);

  const { begin, end, clear } = first.store.getState();
  begin({ x: 5, y: 6, pressure: 128 }, 6);
  end();
  clear();
  expect(visit().store.getState().drawing).toEqual(emptyDrawing);
  expect(visit().invite()).toBe(false);
});

test('no example invites beside a drawing, a link, or where nothing can be remembered', () => {
  const storage = mapStorage();
  expect(openDrawing(places(hashOf(dotAt(1)), storage)).invite()).toBe(false);
  expect(openDrawing(places('', null)).invite()).toBe(false);
  expect(openDrawing(places('#/?paper=number', storage)).invite()).toBe(false);
  keep(storage, dotAt(1));
  expect(openDrawing(places('', storage)).invite()).toBe(false);
});

/** A drawing that has room on the wide paper. */
const low: Drawing = {
  strokes: [{ width: 80, points: [{ x: 400, y: 2000, pressure: 128 }] }],
  picture: null,
};

test('the paper that was chosen is there again after a reload, and stands in the address', () => {
  const storage = mapStorage();
  const first = places('', storage);
  const { store } = openDrawing(first);
  store.getState().choosePaper('number');
  expect(first.window.location.hash).toBe('#/?paper=number');
  expect(openDrawing(places('', storage)).store.getState().paper).toBe('number');
  store.getState().choosePaper('digit');
  expect(first.window.location.hash).toBe('#/');
  expect(openDrawing(places('', storage)).store.getState().paper).toBe('digit');
});

test('a link to a number opens on the wide paper, one to a digit on the square one', () => {
  const link = addressOf(low, { href: page }, 'number');
  if (!link.ok) throw new Error(link.reason);
  const number = places(link.address.slice(page.length));
  const { store } = openDrawing(number);
  expect(store.getState()).toMatchObject({ paper: 'number', drawing: low });
  store.getState().clear();
  // The address lets go of the drawing and keeps the paper.
  expect(number.window.location.hash).toBe('#/?paper=number');

  const storage = mapStorage();
  openDrawing(places('', storage)).store.getState().choosePaper('number');
  expect(openDrawing(places(hashOf(low), storage)).store.getState().paper).toBe('digit');
});

test('a link that is pasted into the open page brings its paper along', () => {
  const at = places();
  const { store } = openDrawing(at);
  const link = addressOf(low, { href: page }, 'number');
  if (!link.ok) throw new Error(link.reason);
  at.go(link.address);
  at.window.dispatchEvent(new Event('hashchange'));
  expect(store.getState()).toMatchObject({ paper: 'number', drawing: low });
  at.go(page + hashOf(dotAt(7)));
  at.window.dispatchEvent(new Event('hashchange'));
  expect(store.getState()).toMatchObject({ paper: 'digit', drawing: dotAt(7) });
});

test('a number waits while one of its digits is explained, also through a reload, and is kept meanwhile', () => {
  const storage = mapStorage();
  const at = places('#/?paper=number', storage);
  const { store } = openDrawing(at);
  store.getState().load(low);
  const explore = hashOf(dotAt(7)).replace('#', '#/explore?tool=why&');
  at.go(page + explore);
  at.window.dispatchEvent(new Event('hashchange'));
  const again = openDrawing(places(explore, storage)).store;
  for (const { getState } of [store, again]) {
    expect(getState()).toMatchObject({ drawing: dotAt(7), number: low, canUndo: false });
    getState().load(dotAt(8));
    expect(drawingKeeper(storage).read()).toEqual({ ok: true, drawing: low });
    getState().bringNumber();
    expect(getState()).toMatchObject({ paper: 'number', drawing: low, number: null });
    // What was drawn instead of the digit is one step back.
    getState().undo();
    expect(getState().drawing).toEqual(dotAt(8));
    getState().redo();
    expect(getState()).toMatchObject({ paper: 'number', drawing: low });
  }
});

test('a link to a digit, followed while a number waits, is a step after that number', () => {
  const at = places('#/?paper=number');
  const { store } = openDrawing(at);
  store.getState().load(low);
  store.getState().takeDigit(dotAt(7));
  at.go(page + hashOf(dotAt(9)));
  at.window.dispatchEvent(new Event('hashchange'));
  expect(store.getState()).toMatchObject({ paper: 'digit', drawing: dotAt(9), number: null });
  store.getState().undo();
  expect(store.getState().drawing).toEqual(low);
});

test('another page’s address stays as it is when the paper changes', () => {
  const at = places('#/explore?tool=why');
  openDrawing(at).store.getState().choosePaper('number');
  expect(at.window.location.hash).toBe('#/explore?tool=why');
});
