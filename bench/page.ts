import { gzipSync } from 'node:zlib';
import type { Browser, Page } from '@playwright/test';
import type { Row, Section } from './report.ts';
import { summarise } from './statistics.ts';

/**
 * The Draw page as a person meets it: a cold load, ink under the pen, and the time from a pointer
 * event to the answer with every layer's picture. Everything is measured from outside, through the
 * page's public handles.
 */
export async function benchPage(browser: Browser, address: string, title: string): Promise<Section> {
  const rows: Row[] = [];
  const loads = await coldLoads(browser, address, 5);
  rows.push({
    what: 'compressed JavaScript before the paper takes ink',
    unit: 'kB',
    summary: summarise(loads.map(({ scriptBytes }) => scriptBytes / 1000)),
    goal: 'at most 100',
  });
  rows.push({
    what: 'cold load to paper',
    unit: 'ms',
    summary: summarise(loads.map(({ paperMs }) => paperMs)),
  });
  rows.push({
    what: 'cold load to first answer',
    unit: 'ms',
    summary: summarise(loads.map(({ answerMs }) => answerMs)),
    goal: 'within 3,000',
  });

  const page = await newPage(browser);
  await page.goto(address);
  await answered(page);
  await drawing(page, 100); // a warm-up: shaders, JIT
  const { ink, update, shown, forward } = await drawing(page, 600);
  rows.push({
    what: 'pointer event to ink on the canvas',
    unit: 'ms',
    summary: summarise(ink),
    goal: 'next frame',
  });
  rows.push({
    what: 'pointer event to answer and all layer pictures',
    unit: 'ms',
    summary: summarise(update),
    goal: 'median 25, p95 50',
  });
  rows.push({ what: 'the same, until the frame is presented', unit: 'ms', summary: summarise(shown) });
  rows.push({ what: 'forward pass, all layers read back', unit: 'ms', summary: summarise(forward) });
  rows.push(...(await memoryOver(page, 1000)));
  rows.push(...(await exploring(page, address)));
  await page.context().close();
  return { title: `${title} (1440 x 900)`, rows };
}

/** The same drawing while the Explore page explains every answer of it. */
async function exploring(page: Page, address: string): Promise<Row[]> {
  await page.goto(`${address}#/explore?tool=why`);
  await page.getByRole('region', { name: 'Instrument' }).waitFor();
  await answered(page);
  await drawing(page, 100);
  await page.getByTestId('lead').waitFor();
  const { ink, update } = await drawing(page, 300);
  return [
    {
      what: 'Explore, asked why: pointer event to ink on the canvas',
      unit: 'ms',
      summary: summarise(ink),
      goal: 'as on the Draw page',
    },
    { what: 'the same, to answer and all layer pictures', unit: 'ms', summary: summarise(update) },
  ];
}

/** tsx wraps named functions in a helper of its own, which those that run in the page do not find there. */
export async function newPage(browser: Browser): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  await context.addInitScript('globalThis.__name ??= (named) => named');
  return context.newPage();
}

interface ColdLoad {
  readonly scriptBytes: number;
  readonly paperMs: number;
  readonly answerMs: number;
}

async function coldLoads(browser: Browser, address: string, rounds: number): Promise<ColdLoad[]> {
  const loads: ColdLoad[] = [];
  for (let round = 0; round < rounds; round++) {
    const page = await newPage(browser);
    const scripts: { at: number; bytes: number }[] = [];
    page.on('response', async (response) => {
      if (!/javascript/.test(response.headers()['content-type'] ?? '')) return;
      const at = performance.now();
      const body = await response.body().catch(() => Buffer.alloc(0));
      scripts.push({ at, bytes: gzipSync(body).length });
    });
    const started = performance.now();
    await page.goto(address, { waitUntil: 'commit' });
    await page.getByTestId('draw-pad').waitFor();
    const paperAt = performance.now();
    await answered(page);
    const answeredAt = performance.now();
    loads.push({
      scriptBytes: scripts.filter(({ at }) => at <= paperAt).reduce((sum, { bytes }) => sum + bytes, 0),
      paperMs: paperAt - started,
      answerMs: answeredAt - started,
    });
    await page.context().close();
  }
  return loads;
}

async function answered(page: Page): Promise<void> {
  await page.waitForFunction(() => {
    const revision = (id: string) =>
      document.querySelector(`[data-testid="${id}"]`)?.getAttribute('data-revision') ?? null;
    return revision('draw-pad') !== null && revision('draw-pad') === revision('prediction');
  });
}

/** What the engine and the two heaps hold before and after many answers. */
async function memoryOver(page: Page, answers: number): Promise<Row[]> {
  const heaps = await heapReader(page);
  const engine = () =>
    page.getByTestId('device').evaluate((device) => ({
      tensors: Number(device.dataset.tensors),
      bytes: Number(device.dataset.bytes),
    }));
  const held = async () => ({ ...(await engine()), ...(await heaps()) });
  const before = await held();
  await page.evaluate(async (count) => {
    const find = (selector: string) => document.querySelector<HTMLElement>(selector);
    const revision = (id: string) => find(`[data-testid="${id}"]`)?.dataset.revision;
    for (let done = 0; done < count; done++) {
      const before = revision('draw-pad');
      find(`button[aria-label="${done % 2 ? 'Redo' : 'Undo'}"]`)?.click();
      if (revision('draw-pad') === before)
        throw new Error('bench: expected a change of the drawing, got none');
      while (revision('draw-pad') !== revision('prediction'))
        await new Promise((resolve) => setTimeout(resolve, 1));
    }
  }, answers);
  const after = await held();
  const grown = (what: string, unit: string, key: keyof typeof before, size = 1) => ({
    what: `${what}, grown over ${answers} answers`,
    unit,
    summary: summarise([(after[key] - before[key]) / size]),
    goal: 'flat',
  });
  return [
    grown('tensors', '', 'tensors'),
    grown('texture memory', 'kB', 'bytes', 1000),
    grown("the page's heap", 'kB', 'page', 1000),
    grown("the worker's heap", 'kB', 'worker', 1000),
  ];
}

/** Bytes in use after a garbage collection, in the page and in its worker, by Chromium's debugging protocol. */
async function heapReader(page: Page): Promise<() => Promise<{ page: number; worker: number }>> {
  const session = await page.context().newCDPSession(page);
  let worker = '';
  session.on('Target.attachedToTarget', ({ sessionId }) => {
    worker = sessionId;
  });
  await session.send('Target.setAutoAttach', { autoAttach: true, waitForDebuggerOnStart: false });
  let id = 0;
  const inWorker = (method: string) =>
    new Promise<unknown>((resolve) => {
      const call = ++id;
      session.on('Target.receivedMessageFromTarget', ({ message }) => {
        const { id: answered, result } = JSON.parse(message);
        if (answered === call) resolve(result);
      });
      void session.send('Target.sendMessageToTarget', {
        sessionId: worker,
        message: JSON.stringify({ id: call, method, params: {} }),
      });
    });
  return async () => {
    await session.send('HeapProfiler.collectGarbage');
    await inWorker('HeapProfiler.collectGarbage');
    const { usedSize } = await session.send('Runtime.getHeapUsage');
    const inUse = (await inWorker('Runtime.getHeapUsage')) as { usedSize: number };
    return { page: usedSize, worker: inUse.usedSize };
  };
}

/** Draws circles with a pen event at each frame and times every event's way to its answer. */
export async function drawing(page: Page, events: number) {
  return page.evaluate(async (count) => {
    const find = (id: string) => {
      const found = document.querySelector<HTMLElement>(`[data-testid="${id}"]`);
      if (!found) throw new Error(`bench: expected ${id} on the page`);
      return found;
    };
    const pad = find('draw-pad');
    const prediction = find('prediction');
    const revisionOf = (element: HTMLElement) => Number(element.dataset.revision || Number.NaN);
    const box = pad.getBoundingClientRect();
    const waiting: { revision: number; at: number }[] = [];
    const ink: number[] = [];
    const update: number[] = [];
    const shown: number[] = [];
    const forward: number[] = [];
    const afterPaint = (then: () => void) =>
      requestAnimationFrame(() => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = then;
        port2.postMessage(null);
      });
    new MutationObserver(() => {
      const revision = revisionOf(prediction);
      const now = performance.now();
      while (waiting[0] && waiting[0].revision <= revision) {
        const { at } = waiting.shift() as { at: number };
        update.push(now - at);
        afterPaint(() => shown.push(performance.now() - at));
      }
      const ms = Number.parseFloat(find('device').dataset.forwardMs ?? '');
      if (Number.isFinite(ms)) forward.push(ms);
    }).observe(prediction, { attributes: true, attributeFilter: ['data-revision'] });

    const send = (type: string, x: number, y: number) => {
      const at = performance.now();
      pad.dispatchEvent(
        new PointerEvent(type, {
          pointerId: 1,
          pointerType: 'pen',
          isPrimary: true,
          bubbles: true,
          cancelable: true,
          button: type === 'pointermove' ? -1 : 0,
          buttons: type === 'pointerup' ? 0 : 1,
          pressure: type === 'pointerup' ? 0 : 0.5,
          clientX: box.left + box.width * x,
          clientY: box.top + box.height * y,
        }),
      );
      ink.push(performance.now() - at);
      waiting.push({ revision: revisionOf(pad), at });
    };
    const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
    const perStroke = 60;
    for (let event = 0; event < count; event++) {
      const turn = (event % perStroke) / perStroke;
      const angle = 2 * Math.PI * turn;
      const type = event % perStroke === 0 ? 'pointerdown' : 'pointermove';
      send(type, 0.5 + 0.2 * Math.sin(angle), 0.5 - 0.32 * Math.cos(angle));
      await frame();
      if (event % perStroke === perStroke - 1) {
        send('pointerup', 0.5, 0.18);
        await frame();
        const clear = [...document.querySelectorAll('button')].find(
          (button) => button.getAttribute('aria-label') === 'Clear' || button.textContent?.trim() === 'Clear',
        );
        clear?.click();
        await frame();
      }
    }
    const end = performance.now() + 5000;
    while (waiting.length > 0 && performance.now() < end) await frame();
    if (waiting.length > 0) throw new Error(`bench: ${waiting.length} pointer events were never answered`);
    await frame();
    await frame();
    return { ink, update, shown, forward };
  }, events);
}
