import type { OwnDigitsModel } from '../features/digits/own-digits-model.ts';
import type { DrawingStore } from '../features/draw/drawing-store.ts';
import type { TrainerClient } from '../lab/training/client.ts';
import { t } from '../language/language.ts';
import { plural } from '../language/plural.ts';
import { appVersion } from '../lib/app-version.ts';
import { formatCount } from '../lib/format.ts';
import { refusedFor } from '../lib/result.ts';
import { heldRuns } from '../run/store/run-lock.ts';
import { openStoredRuns } from '../run/store/stored-runs.ts';
import { openDataCache } from '../storage/data-cache.ts';
import { type KeyValueStore, keptDrawingKey } from '../storage/kept-drawing.ts';
import type { NetworkLibrary } from '../storage/network-library.ts';
import type { RunRecord } from '../storage/records.ts';
import { amountOf, type StoredEntry } from '../storage/stored.ts';
import { dataTitle } from '../storage/stored-titles.ts';
import { formatMoment } from '../ui/run-words.ts';
import { forgetKeptFiles, keptFilesSize } from './kept-files.ts';
import { routes } from './routes.ts';
import { storedDigits } from './stored-digits.ts';
import { storedDrawing, textBytes } from './stored-drawing.ts';

interface StoredPlaces {
  readonly library: NetworkLibrary;
  readonly storage: KeyValueStore | null;
  readonly drawing: DrawingStore;
  readonly own: OwnDigitsModel;
  /** Null before somebody has been on the Train page. */
  readonly trainer: () => TrainerClient | null;
}

/** All that this site keeps in the browser, for the person to see: what stores something adds itself here. */
export function storedEntries(places: StoredPlaces): readonly StoredEntry[] {
  return [
    networks(places),
    storedDigits(places.own),
    runs(places),
    data(places),
    storedDrawing(places),
    choices(places),
    appFiles(),
  ];
}

function networks({ library }: StoredPlaces): StoredEntry {
  return {
    id: 'networks',
    name: t`Your networks`,
    undoable: true,
    async look() {
      // Read already, as a rule: whoever looks is told of changes by the library itself.
      if (library.view().networks === null) await library.refresh();
      const { networks, bytes, trouble } = library.view();
      if (trouble !== null) return { words: trouble, bytes: null, items: [] };
      const count = networks?.length ?? 0;
      return {
        words: count === 0 ? t`nothing` : plural(count)`${count} network | ${count} networks`,
        bytes,
        items: [],
      };
    },
    async remove() {
      const removed = await library.remove((library.view().networks ?? []).map(({ id }) => id));
      return removed.ok ? { ok: true, undo: () => library.restore(removed.removed) } : removed;
    },
  };
}

function runs({ trainer }: StoredPlaces): StoredEntry {
  const stored = openStoredRuns();
  const look = async () => {
    const [listed, held] = await Promise.all([stored.list(), heldRuns()]);
    if (!listed.ok) return { words: listed.reason, bytes: null, items: [] };
    const items = listed.runs.map(({ runId, record, bytes }) => ({
      id: runId,
      bytes,
      name: record
        ? [formatMoment(record.startedAt), dataTitle(record.dataName), stepText(record)].join(', ')
        : t`A run that is damaged`,
      ...(held.has(runId) && { held: t`open on a Train page` }),
    }));
    const bytes = items.reduce((sum, item) => sum + item.bytes, 0);
    const count = items.length;
    return { words: count === 0 ? t`nothing` : plural(count)`${count} run | ${count} runs`, bytes, items };
  };
  return {
    id: 'runs',
    name: t`Training runs`,
    used: { text: t`on the Train page`, href: routes.train.href },
    look,
    async remove(items) {
      const free = (await look()).items.filter(({ held }) => held === undefined).map(({ id }) => id);
      const chosen = items === null ? free : free.filter((id) => items.includes(id));
      const removed = await stored.remove(chosen);
      // The Train page offers them to be gone on with, if somebody has been there.
      for (const id of chosen) trainer()?.forgetRun(id);
      return removed;
    },
  };
}

/** Of a run that was stopped before its end, nobody knows how many there would have been. */
function stepText({ ended, step, totalSteps }: RunRecord): string {
  return ended
    ? plural(step)`${formatCount(step)} step | ${formatCount(step)} steps`
    : t`step ${formatCount(step)} of ${formatCount(totalSteps)}`;
}

function data({ trainer }: StoredPlaces): StoredEntry {
  return {
    id: 'data',
    name: t`MNIST, downloaded`,
    look: async () => amountOf(await openDataCache().size(), t`restored by the next run`),
    async remove() {
      const removed = await openDataCache().remove();
      trainer()?.deleteCache();
      return removed;
    },
  };
}

function choices({ storage }: StoredPlaces): StoredEntry {
  const keys = () => ownKeys(storage).filter((key) => key !== keptDrawingKey);
  return {
    id: 'choices',
    name: t`Preferences`,
    look: async () =>
      amountOf(
        textBytes(storage, keys()),
        t`theme, language, fastest engine, network that answers, paper to write on, questions of the tour, that you have drawn`,
      ),
    async remove() {
      try {
        for (const key of keys()) storage?.removeItem(key);
        return { ok: true };
      } catch {
        return { ok: false, reason: t`this browser does not let the page change what it keeps` };
      }
    },
  };
}

function appFiles(): StoredEntry {
  return {
    id: 'app',
    name: t`The app itself`,
    used: { text: t`what is new in version ${appVersion}`, href: routes.changes.href },
    look: async () =>
      amountOf(await keptFilesSize(), t`to open without a network; restored on your next visit`),
    remove: () => forgetKeptFiles().then(() => ({ ok: true }), refusedFor),
  };
}

/** Keys of this app: other apps may share the site's storage. */
function ownKeys(storage: KeyValueStore | null): string[] {
  try {
    return storage ? Object.keys(storage).filter((key) => key.startsWith('lenet-lab.')) : [];
  } catch {
    return [];
  }
}
