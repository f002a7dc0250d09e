import { readNumbers, writeNumber } from '../digits/drawing/base64-vlq.ts';
import { type Drawing, type InkPicture, isEmpty, pictureSideMax } from '../digits/drawing/drawing.ts';
import { inkRuns, pictureOfRuns } from '../digits/drawing/ink-runs.ts';
import { decodeStrokes, encodeStrokes } from '../digits/drawing/link.ts';
import { expectThat } from '../lib/expect.ts';
import { type Result, refusedFor } from '../lib/result.ts';

/** A place for short texts that outlive the page: localStorage, or a Map in a test. */
export interface KeyValueStore {
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
  removeItem(key: string): void;
}

/**
 * The drawing on the paper, kept through reloads. Synchronous, so that the paper is complete at its
 * first paint and a page that is being closed still keeps its last stroke.
 */
interface DrawingKeeper {
  /** What was kept; null when nothing was; a reason when what was kept is damaged or out of reach. */
  read(): KeptDrawing;
  /** Keeps `drawing` instead of what was kept. */
  keep(drawing: Drawing): Result;
}

type KeptDrawing = Result<{ readonly drawing: Drawing | null }>;

export const keptDrawingKey = 'lenet-lab.drawing';

/** As JSON. */
interface KeptForm {
  readonly version: 1;
  readonly strokes: string;
  readonly picture: { readonly side: number; readonly ink: string } | null;
}

export function drawingKeeper(store: KeyValueStore): DrawingKeeper {
  return {
    read() {
      try {
        const text = store.getItem(keptDrawingKey);
        return text === null ? { ok: true, drawing: null } : parse(text);
      } catch (error) {
        // Forbidden storage throws on every access, and JSON.parse on a text that was cut.
        return refusedFor(error);
      }
    },
    keep(drawing) {
      try {
        if (isEmpty(drawing)) store.removeItem(keptDrawingKey);
        else store.setItem(keptDrawingKey, write(drawing));
        return { ok: true };
      } catch (error) {
        return refusedFor(error);
      }
    },
  };
}

function write(drawing: Drawing): string {
  const { picture } = drawing;
  const kept: KeptForm = {
    version: 1,
    strokes: encodeStrokes(drawing.strokes),
    picture: picture && { side: picture.side, ink: inkRuns(picture).map(writeNumber).join('') },
  };
  return JSON.stringify(kept);
}

/** @throws Error when it is damaged */
function parse(text: string): KeptDrawing {
  const kept = formOf(JSON.parse(text));
  const strokes = decodeStrokes(kept.strokes);
  if (!strokes.ok) return strokes;
  const picture = kept.picture && decodeInk(kept.picture.side, kept.picture.ink);
  if (kept.picture && !picture) return { ok: false, reason: 'expected the ink of a picture, got other text' };
  return { ok: true, drawing: { strokes: strokes.strokes, picture } };
}

/**
 * Checked by hand: this is all that is checked before the paper takes ink, and the library that checks every
 * other form would add 3 kB to what is loaded until then.
 * @throws ExpectationError
 */
function formOf(value: unknown): KeptForm {
  const isObject = (it: unknown) => typeof it === 'object' && it !== null;
  expectThat(isObject(value), 'the kept drawing', 'an object', value);
  const { version, strokes, picture } = value as Record<keyof KeptForm, unknown>;
  expectThat(version === 1, 'its version', '1', version);
  expectThat(typeof strokes === 'string', 'its strokes', 'a text', strokes);
  if (picture === null) return { version, strokes, picture };
  expectThat(isObject(picture), 'its picture', 'an object or null', picture);
  const { side, ink } = picture as Record<'side' | 'ink', unknown>;
  const fits = typeof side === 'number' && Number.isInteger(side) && side >= 1 && side <= pictureSideMax;
  expectThat(fits, "its picture's side", `a whole number from 1 to ${pictureSideMax}`, side);
  expectThat(typeof ink === 'string', "its picture's ink", 'a text', ink);
  return { version, strokes, picture: { side, ink } };
}

function decodeInk(side: number, text: string): InkPicture | null {
  const reader = readNumbers(text);
  const runs: number[] = [];
  while (!reader.atEnd()) {
    const number = reader.number();
    if (Number.isNaN(number)) return null;
    runs.push(number);
  }
  return pictureOfRuns(side, runs);
}
