import { describe, expect, test, vi } from 'vitest';
import { answerOf } from '../../digits/answer-rules.ts';
import { emptyDrawing } from '../../digits/drawing/drawing.ts';
import { normalise } from '../../digits/raster/normalise.ts';
import { samples } from '../../digits/samples.ts';
import type { Engine, EngineKind, Opened } from '../../engines/engine.ts';
import { openEngine } from '../../engines/open.ts';
import { randomFromSeed } from '../../lib/random.ts';
import { activationOf } from '../../network/architecture.ts';
import { initialParameters } from '../../network/initialise.ts';
import { lenet5 } from '../../network/lenet-5.ts';
import { lenet5Of1998 } from '../../network/lenet-5-1998.ts';
import { digit28, digitSize, padToInput32 } from '../../network/rasters.ts';
import { referenceForward } from '../../network/reference/reference.ts';
import type { ReaderStatus } from './contract.ts';
import { Reader, type ReaderParts } from './reader.ts';

/** The reader in Node, on the wasm engine; what fails is made to fail here. */

const parameters = initialParameters(lenet5, randomFromSeed(6));
const network = { architecture: lenet5, parameters, leastEnergy: null };
const drawing = samples[0]?.drawing ?? { strokes: [], picture: null };

/** The wasm engine in place of every kind, changed as a test wants it. */
async function opened(kind: EngineKind, change: Partial<Engine> = {}): Promise<Opened> {
  const wasm = await openEngine('wasm');
  if (!wasm.ok) return wasm;
  const engine = new Proxy(wasm.engine, {
    get: (target, key) => {
      const own = { kind, ...change }[key as keyof Engine] ?? target[key as keyof Engine];
      return typeof own === 'function' ? own.bind(target) : own;
    },
  });
  return { ok: true, engine };
}

function readerWith(parts: Partial<ReaderParts>) {
  const states: ReaderStatus[] = [];
  const reader = new Reader({
    openEngine: (kind) => opened(kind),
    loadModel: async () => network,
    normalise,
    answerOf,
    ...parts,
  });
  const start = (engines: readonly EngineKind[]) =>
    reader.start('model', engines, (status) => states.push(status));
  return { reader, states, start, names: () => states.map(({ state }) => state) };
}

test('a model that could not be loaded is loaded on retry, with the engine that is open already', async () => {
  let attempts = 0;
  let openings = 0;
  const { reader, states, start, names } = readerWith({
    openEngine: (kind) => {
      openings += 1;
      return opened(kind);
    },
    loadModel: async () => {
      attempts += 1;
      if (attempts === 1) throw new Error('model.json: expected status 200, got 404');
      return network;
    },
  });
  await start(['wasm']);
  expect(states.at(-1)).toEqual({
    state: 'failed',
    what: 'model',
    message: 'model.json: expected status 200, got 404',
  });
  expect(await reader.read({ revision: 1, drawing })).toBeNull();
  await reader.retry();
  expect(names().slice(-4)).toEqual(['opening', 'loading model', 'warming up', 'ready']);
  expect((await reader.read({ revision: 2, drawing }))?.revision).toBe(2);
  expect({ attempts, openings }).toEqual({ attempts: 2, openings: 1 });
});

test('retry on a reader that is ready changes nothing', async () => {
  const { reader, names, start } = readerWith({});
  await start(['wasm']);
  const before = names();
  await reader.retry();
  expect(names()).toEqual(before);
});

test('an engine that gives NaN makes room for the next after three attempts, and the page learns why', async () => {
  const { reader, states, start } = readerWith({
    openEngine: (kind) => {
      let passes = 0;
      // The first pass, which warms up, is fine: phones have been seen to go wrong later.
      const forward = async () => new Float32Array(9118).fill(passes++ ? Number.NaN : 0.1);
      return opened(kind, kind === 'webgl' ? { forward } : {});
    },
  });
  await start(['webgl', 'wasm']);
  for (let times = 0; times < 3; times++) {
    expect(await reader.read({ revision: times, drawing })).toBeNull();
    await reader.retry();
  }
  expect(states.at(-1)).toMatchObject({
    state: 'ready',
    device: {
      kind: 'wasm',
      refused: [{ kind: 'webgl', reason: 'webgl gave values that are not finite' }],
    },
  });
  expect((await reader.read({ revision: 9, drawing }))?.answer.probabilities).toHaveLength(10);
});

test('engines that all fail at once end in a message, not in an endless round', async () => {
  const forward = () => Promise.reject(new Error('broken'));
  const { states, start } = readerWith({ openEngine: (kind) => opened(kind, { forward }) });
  await start(['webgl', 'wasm']);
  expect(states.at(-1)).toEqual({
    state: 'failed',
    what: 'engine',
    message: 'No engine opened. TensorFlow.js WebGL: broken. WebAssembly: broken.',
  });
});

test('other parameters answer from the next reading on, and the model again when they are taken back', async () => {
  const { reader, states, start } = readerWith({});
  const other = initialParameters(lenet5, randomFromSeed(7));
  await start(['wasm']);
  const first = await reader.read({ revision: 1, drawing });
  await reader.answerWith({ architecture: 'lenet-5', parameters: other });
  expect(states.at(-1)).toMatchObject({ state: 'ready', parameters: other });
  const second = await reader.read({ revision: 1, drawing });
  expect(second?.activations).not.toEqual(first?.activations);
  await reader.answerWith(null);
  expect((await reader.read({ revision: 1, drawing }))?.activations).toEqual(first?.activations);
});

test('another network answers on an engine that computes it, and the model on its own again', async () => {
  const kinds: string[] = [];
  const { reader, states, start } = readerWith({
    openEngine: (kind, architecture) => {
      kinds.push(kind);
      return kind === 'webgl' ? opened(kind) : openEngine(kind, { architecture });
    },
  });
  await start(['webgl', 'wasm']);
  const old = {
    architecture: lenet5Of1998.id,
    parameters: initialParameters(lenet5Of1998, randomFromSeed(1)),
  };
  await reader.answerWith(old);
  expect(states.at(-1)).toMatchObject({ state: 'ready', ...old, device: { kind: 'wasm' } });
  const reading = await reader.read({ revision: 1, drawing });
  expect(reading?.architecture).toBe(lenet5Of1998.id);
  const input = padToInput32(digit28(normalise(drawing)?.digit ?? new Uint8Array(784)));
  const expected = referenceForward(lenet5Of1998, old.parameters, input);
  const f6 = activationOf(lenet5Of1998, expected, 'F6');
  activationOf(lenet5Of1998, reading?.activations ?? new Float32Array(9_118), 'F6').forEach((value, at) => {
    expect(value).toBeCloseTo(f6[at] as number, 5);
  });
  await reader.answerWith(null);
  expect((await reader.read({ revision: 2, drawing }))?.architecture).toBe(lenet5.id);
  expect(kinds).toEqual(['webgl', 'wasm', 'webgl']);
});

test('parameters that are not finite change nothing', async () => {
  const { reader, states, start } = readerWith({});
  await start(['wasm']);
  const before = states.length;
  const broken = new Float32Array(parameters.length).fill(Number.NaN);
  await reader.answerWith({ architecture: 'lenet-5', parameters: broken });
  expect(states).toHaveLength(before);
});

describe('a GPU that is to be spared', () => {
  /** A reader that knows which engines are open. */
  function counting(opens: (kind: EngineKind) => boolean = () => true) {
    const open: EngineKind[] = [];
    const parts = readerWith({
      openEngine: async (kind) => {
        if (!opens(kind)) return { ok: false, reason: 'it is not there' };
        open.push(kind);
        const dispose = async () => {
          open.splice(open.indexOf(kind), 1);
        };
        return opened(kind, { dispose });
      },
    });
    const device = () => {
      const status = parts.states.at(-1);
      return status?.state === 'ready' ? status.device : undefined;
    };
    return { ...parts, open, device };
  }

  test('another engine answers the same, by the same network, until the GPU is free; then the first again', async () => {
    const { reader, start, open, device } = counting();
    await start(['webgl', 'wasm', 'cpu']);
    const fresh = initialParameters(lenet5, randomFromSeed(7));
    await reader.answerWith({ architecture: 'lenet-5', parameters: fresh });
    const before = await reader.read({ revision: 1, drawing });
    for (let times = 0; times < 2; times++) {
      void reader.spareGpu(true);
      const answer = await reader.read({ revision: 1, drawing });
      expect(device()).toMatchObject({ kind: 'wasm', insteadOf: 'webgl', refused: [] });
      expect(answer?.activations).toEqual(before?.activations);
      await reader.spareGpu(false);
      expect(device()?.kind).toBe('wasm');
      await vi.waitFor(() => expect(device()).toMatchObject({ kind: 'webgl', insteadOf: null }), 5000);
      expect((await reader.read({ revision: 1, drawing }))?.activations).toEqual(before?.activations);
    }
    await vi.waitFor(() => expect(open).toEqual(['webgl']));
  });

  test('a number is read by the other engine as well', async () => {
    const { reader, start, device } = counting();
    await start(['webgl', 'wasm']);
    void reader.spareGpu(true);
    const askedOf = reader.readNumber({ revision: 1, drawing }).then((number) => ({ number, by: device() }));
    expect(await askedOf).toMatchObject({
      number: { revision: 1 },
      by: { kind: 'wasm', insteadOf: 'webgl' },
    });
  });

  test('a run that resumes at once finds the other engine still there', async () => {
    const { reader, start, states, device } = counting();
    await start(['webgl', 'wasm']);
    await reader.spareGpu(true);
    const { length } = states;
    await reader.spareGpu(false);
    await reader.spareGpu(true);
    await new Promise((resolve) => setTimeout(resolve, 1500));
    expect(states).toHaveLength(length);
    expect(device()).toMatchObject({ kind: 'wasm', insteadOf: 'webgl' });
  });

  test('where nothing else opens, the GPU goes on answering', async () => {
    const { reader, start, device, states } = counting((kind) => kind === 'webgl');
    await start(['webgl', 'wasm']);
    const { length } = states;
    await reader.spareGpu(true);
    expect(states).toHaveLength(length);
    expect(device()).toMatchObject({ kind: 'webgl', insteadOf: null });
    expect((await reader.read({ revision: 1, drawing }))?.revision).toBe(1);
  });

  test('lost while the other one opens: the other one answers, and nothing is opened beside it', async () => {
    let lose = (_reason: string) => {};
    const lost = new Promise<string>((resolve) => {
      lose = resolve;
    });
    const kinds: EngineKind[] = [];
    const { reader, start, states } = readerWith({
      openEngine: async (kind) => {
        kinds.push(kind);
        if (kind === 'wasm') lose('the GPU context was lost');
        return opened(kind, kind === 'webgl' ? { lost } : {});
      },
    });
    await start(['webgl', 'wasm']);
    await reader.spareGpu(true);
    await reader.retry();
    expect(states.at(-1)).toMatchObject({ state: 'ready', device: { kind: 'wasm' } });
    expect(kinds).toEqual(['webgl', 'wasm']);
    expect((await reader.read({ revision: 1, drawing }))?.revision).toBe(1);
  });
});

test('a number is read by the same engine; without one there is none', async () => {
  const { reader, start } = readerWith({});
  expect(await reader.readNumber({ revision: 1, drawing })).toBeNull();
  await start(['wasm']);
  const number = await reader.readNumber({ revision: 2, drawing });
  expect(number?.revision).toBe(2);
  expect(number?.hypotheses.length).toBeGreaterThan(0);
});

test('sliding reads the same drawing with the network that answers; without one there is nothing', async () => {
  const { reader, start } = readerWith({});
  expect(await reader.slideNumber({ revision: 1, drawing })).toBeNull();
  await start(['wasm']);
  const first = await reader.slideNumber({ revision: 2, drawing });
  expect(first?.revision).toBe(2);
  expect(first?.slid?.probabilities.length).toBe(10 * (first?.slid?.margins.length ?? 0));
  await reader.answerWith({
    architecture: lenet5.id,
    parameters: initialParameters(lenet5, randomFromSeed(7)),
  });
  const other = await reader.slideNumber({ revision: 3, drawing });
  expect(other?.slid?.line).toEqual(first?.slid?.line);
  expect(other?.slid?.probabilities).not.toEqual(first?.slid?.probabilities);
  expect(await reader.slideNumber({ revision: 4, drawing: emptyDrawing })).toEqual({
    revision: 4,
    slid: null,
  });
});

test('after the number of an empty paper, no number needs a batch of a size that is new to the engine', async () => {
  const sizes: number[] = [];
  const { reader, start } = readerWith({
    openEngine: async (kind) => {
      const wasm = await opened(kind);
      if (!wasm.ok) return wasm;
      const forward = (digits: Uint8Array) => {
        sizes.push(digits.length / digitSize);
        return wasm.engine.forward(digits);
      };
      return opened(kind, { forward });
    },
  });
  await start(['webgl']);
  await reader.readNumber({ revision: 1, drawing: emptyDrawing });
  await vi.waitFor(() => expect(sizes).toHaveLength(4));
  const known = new Set(sizes);
  for (let count = 1; count <= samples.length; count += 3) {
    const strokes = samples.slice(0, count).flatMap(({ drawing }, place) =>
      drawing.strokes.map(({ width, points }) => ({
        width,
        points: points.map((point) => ({ ...point, x: Math.round(point.x / 8) + 280 * place })),
      })),
    );
    await reader.readNumber({ revision: count + 1, drawing: { strokes, picture: null } });
  }
  expect(sizes.length).toBeGreaterThan(known.size);
  expect(sizes.filter((size) => !known.has(size))).toEqual([]);
});
