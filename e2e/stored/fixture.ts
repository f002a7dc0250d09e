import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, brotliDecompressSync, constants } from 'node:zlib';
import type { Page } from '@playwright/test';

/**
 * What an older version of the app has left in a browser and given to a person, as `make.ts` has collected
 * it. `stored.json` can be read and compared; the bytes of its arrays and files lie in `bytes.br`.
 */
export interface Stored {
  /** The version of the app that made it. */
  readonly commit: string;
  readonly localStorage: Readonly<Record<string, string>>;
  readonly databases: readonly StoredDatabase[];
  readonly files: Readonly<Record<FileKind, StoredFile>>;
  /** What follows the address of the app. */
  readonly links: { readonly drawing: string; readonly settings: string };
  readonly told: Told;
}

export const networkKinds = ['tfjs', 'onnx', 'safetensors'] as const;
type FileKind = (typeof networkKinds)[number] | 'run' | 'digits';

interface StoredFile {
  readonly name: string;
  readonly bytes: Bytes;
}

interface StoredDatabase {
  readonly name: string;
  readonly version: number;
  readonly stores: readonly StoredStore[];
}

interface StoredStore {
  readonly name: string;
  readonly keyPath: string | string[] | null;
  readonly autoIncrement: boolean;
  readonly indexes: readonly {
    readonly name: string;
    readonly keyPath: string | string[];
    readonly unique: boolean;
    readonly multiEntry: boolean;
  }[];
  /** Arrays in the values are {@link Bytes}. */
  readonly entries: readonly { readonly key: IDBValidKey; readonly value: unknown }[];
}

/** Bytes in JSON: in a page and in memory as base64, in the file as their place in `bytes.br`. */
interface Bytes {
  readonly $bytes: 'Uint8Array' | 'Float32Array' | 'Float64Array';
  readonly base64: string;
}

/** As far as it is looked at here. */
interface StoredRun {
  readonly record: {
    readonly ended: boolean;
    readonly step: number;
    readonly totalSteps: number;
    readonly testAccuracy: number;
    readonly training: Bytes;
    readonly validation: Bytes;
  };
  readonly progress: { readonly engine: { readonly workers: number } };
}

/** What the app that made it said of it. */
export interface Told {
  readonly drawing: { readonly digit: string; readonly confidence: number; readonly by: string };
  readonly linkedDrawing: { readonly digit: string; readonly confidence: number };
  readonly ownDigits: readonly number[];
  readonly paused: { readonly step: number; readonly totalSteps: number; readonly workers: number };
  /** How the paused run ended there, on processors that multiply and add in one step, and on others. */
  readonly ending: Readonly<Record<'fused' | 'unfused', RunEnd>>;
  /** Per cent. */
  readonly ended: { readonly step: number; readonly testAccuracy: string };
  /** By their places in the list, without the shipped one. */
  readonly networks: readonly string[];
}

export interface RunEnd {
  readonly step: number;
  /** SHA-256 of the parameters. */
  readonly digest: string;
}

const [jsonPath, bytesPath] = ['stored.json', 'bytes.br'].map((name) => join(import.meta.dirname, name)) as [
  string,
  string,
];

/** The same bytes lie there once: a saved network is that of its run. */
export function writeStored(stored: Stored): void {
  const pieces: Buffer[] = [];
  const places = new Map<string, { readonly at: number; readonly length: number }>();
  let end = 0;
  const json = JSON.stringify(
    stored,
    (_, value) => {
      if (!isBytes(value)) return value;
      let place = places.get(value.base64);
      if (!place) {
        const piece = Buffer.from(value.base64, 'base64');
        place = { at: end, length: piece.length };
        places.set(value.base64, place);
        pieces.push(piece);
        end += piece.length;
      }
      return { $bytes: value.$bytes, ...place };
    },
    2,
  );
  writeFileSync(jsonPath, `${json}\n`);
  const bytes = Buffer.concat(pieces);
  // A window over all of it: files repeat the arrays of the databases.
  const params = {
    [constants.BROTLI_PARAM_QUALITY]: 11,
    [constants.BROTLI_PARAM_LGWIN]: 24,
    [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
  };
  writeFileSync(bytesPath, brotliCompressSync(bytes, { params }));
}

export function readStored(): Stored {
  const bytes = brotliDecompressSync(readFileSync(bytesPath));
  return JSON.parse(readFileSync(jsonPath, 'utf8'), (_, value) => {
    if (typeof value !== 'object' || value === null || !('$bytes' in value)) return value;
    const { $bytes, at, length } = value;
    return { $bytes, base64: bytes.subarray(at, at + length).toString('base64') };
  });
}

/** The run that had ended, or the one that had not. */
export function runOf(stored: Pick<Stored, 'databases'>, ended: boolean): StoredRun {
  const entriesOf = (name: string) => entries(stored, 'lenet-lab.runs', name);
  const found = entriesOf('records').find(({ value }) => (value as StoredRun['record']).ended === ended);
  const progress = entriesOf('progress').find(({ key }) => key === found?.key)?.value;
  if (!found || !progress) throw new Error(`runOf: expected a run with ended = ${ended}, got none`);
  return { record: found.value, progress } as StoredRun;
}

/** A curve: its steps, losses and shares right lie in turn. */
export function pointsOf(curve: Bytes): { readonly loss: number; readonly accuracy: number }[] {
  const values = new Float64Array(Uint8Array.from(bytesOf(curve)).buffer);
  return Array.from({ length: values.length / 3 }, (_, at) => ({
    loss: values[3 * at + 1] ?? 0,
    accuracy: values[3 * at + 2] ?? 0,
  }));
}

/** Parameters of a saved network. */
export function weightsOf(stored: Pick<Stored, 'databases'>, networkName: string): Buffer {
  const entriesOf = (name: string) => entries(stored, 'lenet-lab.networks', name);
  const found = entriesOf('records').find(({ value }) => (value as { name: string }).name === networkName);
  const weights = entriesOf('weights').find(({ key }) => key === found?.key)?.value;
  if (!weights) throw new Error(`weightsOf: expected the network ${networkName}, got none`);
  return bytesOf((weights as { parameters: Bytes }).parameters);
}

function entries({ databases }: Pick<Stored, 'databases'>, database: string, store: string) {
  const found = databases.find(({ name }) => name === database);
  return found?.stores.find(({ name }) => name === store)?.entries ?? [];
}

export function bytesOf({ base64 }: Bytes): Buffer {
  return Buffer.from(base64, 'base64');
}

export function asBytes(buffer: Buffer): Bytes {
  return { $bytes: 'Uint8Array', base64: buffer.toString('base64') };
}

function isBytes(value: unknown): value is Bytes {
  return typeof value === 'object' && value !== null && '$bytes' in value && 'base64' in value;
}

/** Fills the storage of the app's origin before any page of the app has opened. */
export async function fill(
  page: Page,
  { localStorage, databases }: Pick<Stored, 'localStorage' | 'databases'>,
): Promise<void> {
  const place = '**/being-filled';
  await page.route(place, (route) =>
    route.fulfill({ contentType: 'text/html', body: '<!doctype html><link rel="icon" href="data:,">' }),
  );
  await page.goto('/being-filled');
  await page.evaluate(fillStorage, JSON.stringify({ localStorage, databases }));
  await page.unroute(place);
}

/** What lies in the storage of the origin that the page shows. */
export function dump(page: Page): Promise<Pick<Stored, 'localStorage' | 'databases'>> {
  return page.evaluate(dumpStorage);
}

/** Runs in the page. */
async function fillStorage(json: string): Promise<void> {
  const { localStorage: texts, databases }: Pick<Stored, 'localStorage' | 'databases'> = JSON.parse(json);
  const kinds = { Uint8Array, Float32Array, Float64Array };
  const unpacked = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(unpacked);
    if (typeof value !== 'object' || value === null) return value;
    if ('$bytes' in value) {
      const { $bytes, base64 } = value as Bytes;
      return new kinds[$bytes](Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0)).buffer);
    }
    return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, unpacked(part)]));
  };
  for (const [key, text] of Object.entries(texts)) localStorage.setItem(key, text);
  for (const { name, version, stores } of databases) {
    await new Promise<void>((resolve, reject) => {
      const opening = indexedDB.open(name, version);
      opening.onerror = () => reject(opening.error);
      opening.onupgradeneeded = () => {
        for (const { name, keyPath, autoIncrement, indexes, entries } of stores) {
          const store = opening.result.createObjectStore(name, { keyPath, autoIncrement });
          for (const { name, keyPath, ...options } of indexes) store.createIndex(name, keyPath, options);
          for (const { key, value } of entries)
            store.put(unpacked(value), keyPath === null ? key : undefined);
        }
      };
      opening.onsuccess = () => {
        opening.result.close();
        resolve();
      };
    });
  }
}

/** Runs in the page. */
async function dumpStorage(): Promise<Pick<Stored, 'localStorage' | 'databases'>> {
  const answer = <Value>(request: IDBRequest<Value>) =>
    new Promise<Value>((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
  const packed = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(packed);
    if (ArrayBuffer.isView(value)) {
      const bytes = new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
      const base64 = btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
      return { $bytes: Object.prototype.toString.call(value).slice(8, -1), base64 };
    }
    if (typeof value === 'object' && value !== null) {
      return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, packed(part)]));
    }
    // JSON would leave it out, or make another value of it.
    if (value === undefined || (typeof value === 'number' && !Number.isFinite(value))) {
      throw new Error(`dump: expected values that JSON can hold, got ${value}`);
    }
    return value;
  };
  const databases: StoredDatabase[] = [];
  for (const { name = '' } of await indexedDB.databases()) {
    const database = await answer(indexedDB.open(name));
    const stores: StoredStore[] = [];
    for (const storeName of database.objectStoreNames) {
      const store = database.transaction(storeName).objectStore(storeName);
      const [keys, values] = await Promise.all([answer(store.getAllKeys()), answer(store.getAll())]);
      stores.push({
        name: storeName,
        keyPath: store.keyPath,
        autoIncrement: store.autoIncrement,
        indexes: Array.from(store.indexNames, (indexName) => {
          const { keyPath, unique, multiEntry } = store.index(indexName);
          return { name: indexName, keyPath, unique, multiEntry };
        }),
        entries: keys.map((key, at) => ({ key, value: packed(values[at]) })),
      });
    }
    databases.push({ name, version: database.version, stores });
    database.close();
  }
  return { localStorage: { ...localStorage }, databases };
}
