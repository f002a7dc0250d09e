import type { Drawing, Stroke } from '../digits/drawing/drawing.ts';
import type { Place } from '../digits/drawing/ways.ts';
import type { Normalisation } from '../digits/raster/normalisation.ts';
import { normalise } from '../digits/raster/normalise.ts';
import { digitClasses } from '../network/labels.ts';
import { inputSize, padToInput32 } from '../network/rasters.ts';
import type { Batches } from './batches.ts';
import { leastLead, type Question, type Reading, type Rest, readDrawings } from './edit-readings.ts';
import {
  type Applied,
  applied,
  type ChangeKind,
  type Edit,
  kindOf,
  onPaper,
  type Sheet,
  sheetOf,
  variantsOf,
} from './edits.ts';
import { handEdits } from './first-edits.ts';
import { rankedEdits, type Wish } from './ranked-edits.ts';

export interface Change {
  readonly kind: ChangeKind;
  readonly stroke: Stroke | null;
  readonly erasure: { readonly from: Place; readonly to: Place; readonly radius: number } | null;
  readonly drawing: Drawing;
  readonly digit: number;
  readonly confidence: number;
  readonly length: number;
}

interface Tried extends Applied {
  readonly edit: Edit;
  readonly kind: ChangeKind;
  readonly reading: Reading;
  readonly cost: number;
}

export const tuning = {
  lines: 200,
  slots: [0.03, 0.03, 0.06, 0.06, 0.12, 0.12],
  slots2: [0.12, 0.12, 0.2, 0.2, 0.3, 0.3],
  steps: [0.1, 0.08, 0.06, 0.05, 0.03, 0.03, 0.015, 0.015, 0.008],
  steps2: [0.15, 0.12, 0.1, 0.08, 0.06, 0.04, 0.03, 0.02, 0.01],
  free: 0.1,
  branch: 0.03,
  w1: 0.8,
  w2: 0.85,
  w3: 0.85,
  w4: 0.9,
  leastLine: 0.06,
};
function costOf(kind: ChangeKind, length: number): number {
  const t = tuning;
  switch (kind) {
    case 'close a gap':
      return t.w1 * length;
    case 'lengthen an end':
      return t.w2 * length;
    case 'shorten an end':
      return t.w3 * length;
    case 'cut the line':
      return t.w4 * length;
    case 'draw a branch':
      return length + t.branch;
    case 'rub out a piece':
      return length;
    case 'add a line':
      return length + t.free;
  }
}

export async function smallestChange(
  batches: Batches,
  asked: Question & { drawing: Drawing; widthHint?: number },
  {
    signal,
    breathe = async () => undefined,
  }: { signal?: AbortSignal; breathe?: (share: number) => Promise<void> } = {},
): Promise<Change | null> {
  signal?.throwIfAborted();
  const normalisation = normalise(asked.drawing);
  if (!normalisation) return null;
  const sheet = sheetOf(asked.drawing, normalisation, asked.widthHint ?? 208);
  let share = 0;
  let rested = performance.now();
  const rest: Rest = async () => {
    if (performance.now() - rested < 20) return;
    await breathe(share);
    signal?.throwIfAborted();
    rested = performance.now();
  };
  const wishes = await wishesOf(batches, normalisation, asked);
  const first = [
    ...handEdits(sheet),
    ...rankedEdits(normalisation, wishes, { erases: false, costPerLogit: 0.06, count: tuning.lines }),
  ];
  const tried = await tryEdits(batches, sheet, first, asked, rest);
  let best = bestOf(tried);
  const used: Tried[] = [];
  for (const [slots, steps] of [
    [tuning.slots, tuning.steps],
    [tuning.slots2, tuning.steps2],
  ] as const) {
    let beam = pickStarts(tried, slots, used, sheet.size);
    used.push(...beam.map(({ one }) => one));
    for (const [round, step] of steps.entries()) {
      share = (round + 1) / (steps.length + 1);
      const variants = beam.map(({ one }) => variantsOf(one.edit, step * sheet.size));
      const next = await tryEdits(batches, sheet, variants.flat(), asked, rest);
      let at = 0;
      beam = beam.map(({ one, price }, i) => {
        const edits = variants[i] as Edit[];
        const mine = next.filter(({ edit }) => edits.includes(edit));
        at += mine.length;
        return { price, one: mine.reduce((a, b) => (loss(b, price) < loss(a, price) ? b : a), one) };
      });
      best = bestOf([...next, ...(best ? [best] : [])]);
    }
    if (best) break;
  }
  return best && changeOf(sheet, best);
}

const loss = (one: Tried, price: number) => one.cost + price * Math.max(0, leastLead - one.reading.lead);

function pickStarts(tried: readonly Tried[], slots: readonly number[], used: readonly Tried[], size: number) {
  const chosen: { one: Tried; price: number }[] = [];
  const near = (a: Edit, b: Edit) =>
    a.erases === b.erases &&
    Math.hypot(a.from.x - b.from.x, a.from.y - b.from.y) < 0.1 * size &&
    Math.hypot(a.to.x - b.to.x, a.to.y - b.to.y) < 0.1 * size;
  for (const price of slots) {
    let best: Tried | null = null;
    for (const one of tried) {
      if (best && loss(one, price) >= loss(best, price)) continue;
      if (used.some((u) => near(u.edit, one.edit)) || chosen.some((c) => near(c.one.edit, one.edit)))
        continue;
      best = one;
    }
    if (best) chosen.push({ one: best, price });
  }
  return chosen;
}

function changeOf(sheet: Sheet, { kind, edit, drawing, stroke, length, reading }: Tried): Change {
  return {
    kind,
    stroke,
    drawing,
    length,
    digit: reading.digit,
    confidence: reading.confidence,
    erasure: edit.erases
      ? { from: onPaper(edit.from), to: onPaper(edit.to), radius: sheet.eraserRadius }
      : null,
  };
}

function bestOf(tried: readonly Tried[]): Tried | null {
  let best: Tried | null = null;
  for (const one of tried) if (one.reading.lead >= leastLead && (!best || one.cost < best.cost)) best = one;
  return best;
}

async function tryEdits(
  batches: Batches,
  sheet: Sheet,
  edits: readonly Edit[],
  question: Question,
  rest: Rest,
): Promise<Tried[]> {
  const made = edits.map((edit) => applied(sheet, edit));
  const readings = await readDrawings(
    batches,
    made.map((one) => one && one.drawing),
    question,
    rest,
  );
  return edits.flatMap((edit, at) => {
    const one = made[at];
    const reading = readings[at] as Reading;
    if (!one || reading.lead === Number.NEGATIVE_INFINITY) return [];
    const kind = kindOf(sheet, edit);
    const cost = costOf(kind, one.length) + (one.stroke && one.length < tuning.leastLine ? 9 : 0);
    return [{ ...one, edit, kind, reading, cost }];
  });
}

async function wishesOf(
  batches: Batches,
  normalisation: Normalisation,
  { from, to }: Question,
): Promise<Wish[]> {
  const rivals = to === null ? digitClasses.filter((digit) => digit !== from) : [to];
  const input = padToInput32(normalisation.digit);
  const inputs = new Float32Array(rivals.length * inputSize);
  const cotangents = new Float32Array(rivals.length * 10);
  rivals.forEach((rival, at) => {
    inputs.set(input, at * inputSize);
    cotangents[at * 10 + rival] = 1;
    cotangents[at * 10 + from] = -1;
  });
  const { logits, gradient } = await batches.inputGradient(inputs, cotangents);
  return rivals.map((rival, at) => ({
    behind: (logits[from] as number) - (logits[rival] as number),
    slopes: gradient.subarray(at * inputSize, (at + 1) * inputSize),
  }));
}
