import { type Drawing, type InkPicture, paperSize, type Stroke } from '../digits/drawing/drawing.ts';
import type { Place } from '../digits/drawing/ways.ts';
import { resample } from '../digits/picture/resample.ts';
import type { Normalisation } from '../digits/raster/normalisation.ts';
import { normalise } from '../digits/raster/normalise.ts';
import { append } from '../lib/lists.ts';
import type { Batches } from './batches.ts';
import type { ChangeKind } from './change-kinds.ts';
import type { Question, Rest } from './edit-readings.ts';
import {
  cheapest,
  type Descent,
  descend,
  type Search,
  startsFor,
  type Tried,
  tryEdits,
} from './edit-search.ts';
import { type Edit, onPaper, type Sheet, sheetOf } from './edits.ts';
import { handEdits } from './first-edits.ts';
import { rankedEdits, type Wish, wishesOf } from './ranked-edits.ts';
import { roughlyEdited } from './rough-reading.ts';
import { extentFor } from './search-extent.ts';

/** One line more or less that makes the network read another digit. */
export interface Change {
  readonly kind: ChangeKind;
  /** The added line; null for an erasure. */
  readonly stroke: Stroke | null;
  /** Where a round eraser goes, in paper units; null for an addition. */
  readonly erasure: { readonly from: Place; readonly to: Place; readonly radius: number } | null;
  /** The drawing with the change. */
  readonly drawing: Drawing;
  /** What it is then read as. */
  readonly digit: number;
  /** Probability of `digit`, 0..1. */
  readonly confidence: number;
  /**
   * Of the added line, or of the lines that the eraser takes (their middle, so that a cut includes the round ends
   * that it leaves), as a share of the digit's size: the longer side of the box that the network sees it in.
   */
  readonly length: number;
}

interface Asked extends Question {
  readonly drawing: Drawing;
  /** Of the line to add where nothing in the drawing tells, in paper units. */
  readonly widthHint?: number;
}

interface Options {
  /** Heeded whenever the search breathes, and between batches. */
  readonly signal?: AbortSignal;
  /**
   * Called every 20 ms or so with the share done, 0..1; the search goes on when it resolves. Left out, nothing else
   * may run until the search ends.
   */
  readonly breathe?: (share: number) => Promise<void>;
  /** The search ends within a round of it, with what it has found. */
  readonly budgetMs?: number;
}

/** Between two breaths, with time to spare for the step under way. */
const breathMs = 15;
const usualWidth = paperSize / 20;

/** From what seems to flip the answer to what flips it on the picture itself. */
const onPictureSteps = [0.05, 0.03];
const onPicturePrice = 0.1;

/** Side of the picture that the ink of an erasure is measured on while many are tried. */
const smallSide = 64;

/** What a logit that is missing costs where edits are ranked. */
const rankingPrice = 0.06;

/**
 * The smallest stroke or erasure with which the drawing is read as `to`, or as anything but `from`: read by the app's
 * own path from strokes to the answer, where a refusal is no flip. Short is better, and at a similar length what a
 * hand would do. The order of the search is fixed; only a budget can make it end differently.
 *
 * Null for a blank paper, and where nothing was found.
 * @throws the signal's reason
 */
export async function smallestChange(
  batches: Batches,
  asked: Asked,
  options: Options = {},
): Promise<Change | null> {
  const { signal, breathe, budgetMs = Number.POSITIVE_INFINITY } = options;
  signal?.throwIfAborted();
  const normalisation = normalise(asked.drawing);
  if (!normalisation) return null;
  const sheet = sheetOf(asked.drawing, normalisation, asked.widthHint ?? usualWidth);
  const started = performance.now();
  const progress = { share: 0 };
  const search: Search = {
    batches,
    question: asked,
    sheet,
    see: (_, { drawing }) => normalise(drawing),
    rest: restBetween(progress, signal, breathe),
    detour: 0.06,
    isOver: () => performance.now() - started > budgetMs,
  };
  const wishes = await wishesOf(batches, normalisation, asked);
  const first = await firstEdits(search, normalisation, wishes);
  const best = await searchInWaves(search, first, normalisation, progress);
  return best && changeOf(sheet, best);
}

function restBetween(
  progress: { readonly share: number },
  signal: AbortSignal | undefined,
  breathe: Options['breathe'],
): Rest {
  let rested = performance.now();
  return async () => {
    signal?.throwIfAborted();
    if (performance.now() - rested < breathMs) return;
    await breathe?.(progress.share);
    signal?.throwIfAborted();
    rested = performance.now();
  };
}

async function firstEdits(
  { sheet, rest }: Search,
  normalisation: Normalisation,
  wishes: readonly Wish[],
): Promise<Edit[]> {
  await rest();
  const { lines, erasures } = extentFor(sheet.drawing);
  const ranked = (erases: boolean, count: number) =>
    rankedEdits(normalisation, wishes, { erases, count, costPerLogit: rankingPrice }, rest);
  return [
    ...handEdits(sheet),
    ...(await ranked(false, lines)),
    ...(erasures > 0 ? await ranked(true, erasures) : []),
  ];
}

async function searchInWaves(
  search: Search,
  first: readonly Edit[],
  normalisation: Normalisation,
  progress: { share: number },
): Promise<Tried | null> {
  const { waves } = extentFor(search.sheet.drawing);
  const { picture } = search.sheet.drawing;
  const rough = picture && roughSearch(search, picture, normalisation);
  const searched = rough ?? search;
  const tried = await tryEdits(searched, first, Number.POSITIVE_INFINITY);
  const used: Descent[] = [];
  for (const [wave, { prices, steps }] of waves.entries()) {
    const starts = startsFor(prices, tried, used, search.sheet.size);
    append(used, starts);
    const report = (round: number) => {
      progress.share = (wave + (round + 1) / (steps.length + 1)) / waves.length;
    };
    const { ends, best } = await descend(searched, starts, steps, cheapest(tried), report);
    const found = rough
      ? await onPicture(search, [...(best ? [best] : []), ...ends.map(({ at }) => at)])
      : best;
    if (found) return found;
  }
  return null;
}

/** The same search with edits that are seen roughly, and measured on a smaller picture. */
function roughSearch(search: Search, { side, ink }: InkPicture, normalisation: Normalisation): Search {
  const raster = { width: side, height: side, values: ink };
  const whole = { left: 0, top: 0, width: side, height: side };
  const small = Uint8Array.from(resample(raster, whole, smallSide, smallSide), Math.round);
  const drawing = { ...search.sheet.drawing, picture: { side: smallSide, ink: small } };
  const sheet = { ...search.sheet, drawing };
  return { ...search, sheet, see: (edit, made) => roughlyEdited(normalisation, sheet, edit, made) };
}

/** What was found roughly is a start, no more: the answer must flip on the picture itself. */
async function onPicture(search: Search, found: readonly Tried[]): Promise<Tried | null> {
  const tried = await tryEdits(
    search,
    found.map(({ edit }) => edit),
    Number.POSITIVE_INFINITY,
  );
  const best = cheapest(tried);
  // Every reading takes milliseconds here, so only what can be better still is read.
  const prices = best ? [onPicturePrice] : [onPicturePrice, onPicturePrice];
  const starts = startsFor(prices, tried, [], search.sheet.size);
  const closely = { ...search, detour: 0 };
  return (await descend(closely, starts, onPictureSteps, best, () => undefined)).best;
}

function changeOf({ eraserRadius }: Sheet, { kind, edit, drawing, stroke, length, reading }: Tried): Change {
  const { digit, confidence } = reading;
  const erasure = edit.erases
    ? { from: onPaper(edit.from), to: onPaper(edit.to), radius: eraserRadius }
    : null;
  return { kind, stroke, erasure, drawing, digit, confidence, length };
}
