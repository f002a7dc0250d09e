import type { DBSchema } from 'idb';
import * as v from 'valibot';
import { type Drawing, pictureSideMax } from '../digits/drawing/drawing.ts';
import { decodeStrokes, encodeStrokes } from '../digits/drawing/link.ts';
import type { OwnDigit } from '../digits/own/own-digits.ts';
import type { Result } from '../lib/result.ts';
import { type DatabaseOptions, type KeptTransaction, keptDatabase } from './database.ts';
import { databaseVersions } from './database-versions.ts';

/**
 * One's own digits, in IndexedDB. Every change is one transaction: it happens as a whole or not at all.
 * No member rejects.
 */
export interface OwnDigitsStore {
  /** Newest first. `damaged` is how many more are there that cannot be read. */
  list(): Promise<OwnDigitsList>;
  /** Adds digits, or puts them in the place of those with the same ids. */
  put(digits: readonly OwnDigit[]): Promise<OwnDigitsChange>;
  remove(ids: readonly string[]): Promise<OwnDigitsChange>;
  /** Deletes all, damaged ones too. */
  clear(): Promise<OwnDigitsChange>;
  close(): void;
}

export type OwnDigitsList = Result<{ readonly digits: readonly OwnDigit[]; readonly damaged: number }>;

export type OwnDigitsChange = Result;

interface DigitsSchema extends DBSchema {
  digits: { key: string; value: unknown };
}

type DigitsObjects = ReturnType<KeptTransaction<DigitsSchema, 'readwrite'>['objectStore']>;

/** @param name of the database, for tests */
export function openOwnDigitsStore(name = 'lenet-lab.digits', options: DatabaseOptions = {}): OwnDigitsStore {
  const database = keptDatabase<DigitsSchema>(
    { name, version: databaseVersions['lenet-lab.digits'], stores: ['digits'], what: 'own digits' },
    options,
  );
  const change = (work: (digits: DigitsObjects) => Promise<unknown>) =>
    database.attempt(async () => {
      await database.transact('readwrite', (transaction) => work(transaction.objectStore('digits')));
      return { ok: true } as const;
    });

  return {
    list: () =>
      database.attempt(async () => {
        const [ids, stored] = await database.transact('readonly', (transaction) => {
          const digits = transaction.objectStore('digits');
          return Promise.all([digits.getAllKeys(), digits.getAll()]);
        });
        const digits = ids.flatMap((id, at) => readDigit(id, stored[at]) ?? []);
        const damaged = ids.length - digits.length;
        return { ok: true as const, digits: digits.sort((a, b) => b.savedAt - a.savedAt), damaged };
      }),
    put: (digits) =>
      change((kept) => Promise.all(digits.map((digit) => kept.put(storedDigit(digit), digit.id)))),
    remove: (ids) => change((kept) => Promise.all(ids.map((id) => kept.delete(id)))),
    clear: () => change((kept) => kept.clear()),
    close: database.close,
  };
}

const storedForm = v.strictObject({
  version: v.literal(1),
  label: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(9)),
  savedAt: v.pipe(v.number(), v.finite()),
  /** As a link carries them, with their checksum. */
  strokes: v.string(),
  picture: v.nullable(
    v.strictObject({
      side: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(pictureSideMax)),
      ink: v.instance(Uint8Array),
    }),
  ),
});

function storedDigit({ label, savedAt, drawing }: OwnDigit): v.InferOutput<typeof storedForm> {
  const { strokes, picture } = drawing;
  return {
    version: 1,
    label,
    savedAt,
    strokes: encodeStrokes(strokes),
    // A view would be cloned with the whole memory that it looks at.
    picture: picture && { side: picture.side, ink: new Uint8Array(picture.ink) },
  };
}

/** Null for what is damaged, or was written by another version. */
function readDigit(id: string, stored: unknown): OwnDigit | null {
  const parsed = v.safeParse(storedForm, stored);
  if (!parsed.success) return null;
  const { label, savedAt, strokes, picture } = parsed.output;
  const decoded = decodeStrokes(strokes);
  if (!decoded.ok || (picture && picture.ink.length !== picture.side ** 2)) return null;
  const drawing: Drawing = { strokes: decoded.strokes, picture };
  return { id, label, savedAt, drawing };
}
