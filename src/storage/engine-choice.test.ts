import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  coversEngines,
  type DeviceFacts,
  deviceKey,
  engineChoiceKey,
  forgetEngineChoice,
  keepEngineChoice,
  readEngineChoice,
} from './engine-choice.ts';
import type { KeyValueStore } from './kept-drawing.ts';

function mapStore(): KeyValueStore & { readonly map: Map<string, string> } {
  const map = new Map<string, string>();
  return {
    map,
    getItem: (key) => map.get(key) ?? null,
    setItem: (key, value) => void map.set(key, value),
    removeItem: (key) => void map.delete(key),
  };
}

const facts: DeviceFacts = { userAgent: 'Browser/1', cores: 8, renderer: 'GPU', appVersion: '1.0.0' };
const device = deviceKey(facts);
const choice = {
  kind: 'wasm',
  workers: 7,
  why: 'WebAssembly trains 80,000 images a second here.',
  timed: ['wasm'],
};

test('a choice is read back for its device, with workers or without', () => {
  const store = mapStore();
  expect(readEngineChoice(store, device)).toBeNull();
  keepEngineChoice(store, device, choice);
  expect(readEngineChoice(store, device)).toEqual(choice);
  keepEngineChoice(store, device, { kind: 'webgl', why: '' });
  expect(readEngineChoice(store, device)).toEqual({ kind: 'webgl', why: '' });
  forgetEngineChoice(store);
  expect(readEngineChoice(store, device)).toBeNull();
});

test('a choice that an older version stored is read, and covers no engine', () => {
  const store = mapStore();
  const older = { kind: 'wasm', workers: 7, why: 'wasm, 7 workers: 80,000 images/s' };
  store.setItem(engineChoiceKey, JSON.stringify({ version: 1, device, ...older }));
  const read = readEngineChoice(store, device);
  expect(read).toEqual(older);
  expect(read && coversEngines(read, ['wasm'])).toBe(false);
});

test('a choice covers the engines that were tried, and not one that was added since', () => {
  const timed = { ...choice, timed: ['wasm', 'gone', 'webgl'] };
  expect(coversEngines(timed, ['webgl', 'wasm'])).toBe(true);
  expect(coversEngines(timed, ['webgl', 'wasm', 'new'])).toBe(false);
});

test('another browser, number of cores, GPU or version of the app is another device', () => {
  const others: Partial<DeviceFacts>[] = [
    { userAgent: 'Browser/2' },
    { cores: 4 },
    { renderer: 'other GPU' },
    { appVersion: '1.0.1' },
    { renderer: '', appVersion: 'GPU1.0.0' },
  ];
  const store = mapStore();
  keepEngineChoice(store, device, choice);
  for (const other of others) {
    expect(readEngineChoice(store, deviceKey({ ...facts, ...other }))).toBeNull();
  }
});

test('devices have equal keys only when all their facts are equal', () => {
  const someFacts = fc.record({
    userAgent: fc.string(),
    cores: fc.nat(64),
    renderer: fc.string(),
    appVersion: fc.string(),
  });
  fc.assert(
    fc.property(someFacts, someFacts, (one, other) => {
      const same = (Object.keys(one) as (keyof DeviceFacts)[]).every((fact) => one[fact] === other[fact]);
      expect(deviceKey(one) === deviceKey(other)).toBe(same);
      expect(deviceKey({ ...one })).toBe(deviceKey(one));
    }),
  );
});

test('a damaged entry, whatever it holds, is no choice and never an exception', () => {
  const store = mapStore();
  keepEngineChoice(store, device, choice);
  const good = store.map.get(engineChoiceKey) ?? '';
  const cut = fc.nat(good.length - 1).map((length) => good.slice(0, length));
  fc.assert(
    fc.property(fc.oneof(cut, fc.string(), fc.json()), (text) => {
      store.map.set(engineChoiceKey, text);
      expect(readEngineChoice(store, device)).toBeNull();
    }),
  );
  for (const wrong of [{ workers: 0 }, { timed: 'wasm' }, { workers: 1.5 }, { kind: '' }, { version: 2 }]) {
    store.map.set(engineChoiceKey, JSON.stringify({ ...JSON.parse(good), ...wrong }));
    expect(readEngineChoice(store, device)).toBeNull();
  }
});

test('storage that is full or forbidden means timing again, not an exception', () => {
  const refuse = () => {
    throw new Error('QuotaExceededError: full');
  };
  const store = { getItem: refuse, setItem: refuse, removeItem: refuse };
  keepEngineChoice(store, device, choice);
  forgetEngineChoice(store);
  expect(readEngineChoice(store, device)).toBeNull();
});
