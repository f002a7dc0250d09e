import * as v from 'valibot';
import { parseJson } from '../../formats/text.ts';
import { t } from '../../language/language.ts';
import { ExpectationError, expectThat, inWords } from '../../lib/expect.ts';
import { formatCount } from '../../lib/format.ts';
import { isDate } from '../../lib/forms.ts';
import { issueError } from '../../lib/issue.ts';
import type { Result } from '../../lib/result.ts';
import { type Drawing, type InkPicture, paperSize, pictureSideMax, type Stroke } from '../drawing/drawing.ts';
import { inkRuns, pictureOfRuns } from '../drawing/ink-runs.ts';
import { type OwnDigit, ownDigitsMost, pointsMost, strokesMost } from './own-digits.ts';

/**
 * One's own digits as a JSON file that other software can read:
 *
 *     { "format": "lenet-lab.digits", "version": 1, "digits": [
 *       { "label": 7, "savedAt": "2026-11-24T04:00:00.000Z",
 *         "strokes": [{ "width": 208, "points": [x, y, pressure, x, y, pressure, ...] }],
 *         "picture": null } ] }
 *
 * Coordinates are those of `drawing.ts`: integers of 0 to 4096, y down; pressure and ink 0 to 255. A
 * picture, if there is one, is { "side": pixels, "runs": [length, ink, length, ink, ...] }, row by row.
 */
const formatName = 'lenet-lab.digits';
const version = 1;

/** 20 MB: what is larger was not written here. */
export const digitsFileBytesMost = 20_000_000;

export type OwnDigitsImport = Result<{ readonly digits: readonly OwnDigit[] }>;

export function writeOwnDigits(digits: readonly OwnDigit[]): string {
  // One digit a line: two exports can be compared.
  const lines = digits.map(({ label, savedAt, drawing }) => {
    const { strokes, picture } = drawing;
    return JSON.stringify({
      label,
      savedAt: new Date(savedAt).toISOString(),
      strokes: strokes.map(({ width, points }) => ({
        width,
        points: points.flatMap(({ x, y, pressure }) => [x, y, pressure]),
      })),
      picture: picture && { side: picture.side, runs: inkRuns(picture) },
    });
  });
  return `{"format":"${formatName}","version":${version},"digits":[\n${lines.join(',\n')}\n]}\n`;
}

/**
 * The digits of a file, or what is wrong with it; nothing is taken from a file that is wrong anywhere.
 * @param newId gives each digit its id here
 */
export function readOwnDigits(text: string, newId: () => string): OwnDigitsImport {
  try {
    const json = parseJson(text, t`file`);
    expectThat(isObject(json), t`file`, t`an object with format, version and digits`, json);
    expectThat(json.format === formatName, t`file, format`, `"${formatName}"`, json.format);
    if (typeof json.version === 'number' && json.version > version) {
      throw new ExpectationError(
        t`file, version: expected ${version}, got ${json.version}: a newer version of this app wrote it. Close all its tabs, then open it again`,
      );
    }
    const { digits } = json;
    const count = Array.isArray(digits) ? digits.length : 0;
    expectThat(count <= ownDigitsMost, t`file`, t`at most ${formatCount(ownDigitsMost)} digits`, count);
    const parsed = v.safeParse(fileForm, json, { abortEarly: true });
    if (!parsed.success) throw issueError(t`file`, parsed.issues[0]);
    return { ok: true, digits: parsed.output.digits.map((digit, at) => digitOf(digit, at, newId())) };
  } catch (error) {
    if (error instanceof ExpectationError) return { ok: false, reason: error.message };
    throw error;
  }
}

/** An object with these entries and no others: a key like __proto__ is one too many as well. */
function exactly<Entries extends v.ObjectEntries>(entries: Entries) {
  const names = Object.keys(entries);
  return v.pipe(
    v.unknown(),
    v.check(
      (value) => !isObject(value) || Object.keys(value).every((key) => names.includes(key)),
      () => t`expected ${names.join(', ')} and nothing else`,
    ),
    v.strictObject(entries),
  );
}

const whole = (from: number, to: number) => v.pipe(v.number(), v.integer(), v.minValue(from), v.maxValue(to));

/** Numbers are looked at where they are taken over: forms of so many would be slow. */
const numbers = (most: number) => v.pipe(v.array(v.unknown()), v.maxLength(most));

const digitForm = exactly({
  label: whole(0, 9),
  savedAt: v.pipe(
    v.string(),
    v.check(
      (text) => isDate(Date.parse(text)),
      ({ input }) => t`expected a date and time from 1970 to 9999, got ${inWords(input)}`,
    ),
  ),
  strokes: v.pipe(
    v.array(exactly({ width: whole(1, paperSize), points: numbers(3 * pointsMost) })),
    v.maxLength(strokesMost),
  ),
  picture: v.nullable(exactly({ side: whole(1, pictureSideMax), runs: numbers(2 * pictureSideMax ** 2) })),
});

const fileForm = exactly({
  format: v.literal(formatName),
  version: v.literal(version),
  digits: v.array(digitForm),
});

type FileDigit = v.InferOutput<typeof digitForm>;

function digitOf({ label, savedAt, strokes, picture }: FileDigit, at: number, id: string): OwnDigit {
  const place = t`file, digits.${at}`;
  const points = strokes.reduce((sum, stroke) => sum + stroke.points.length / 3, 0);
  expectThat(points <= pointsMost, place, t`at most ${formatCount(pointsMost)} points`, points);
  const drawing: Drawing = {
    strokes: strokes.map(({ width, points }, stroke) => ({
      width,
      points: pointsOf(points, `${place}.strokes.${stroke}`),
    })),
    picture: picture && pictureOf(picture, `${place}.picture`),
  };
  const inked = drawing.strokes.length > 0 || drawing.picture?.ink.some((value) => value > 0);
  if (!inked) throw new ExpectationError(t`${place}: expected ink, got an empty drawing`);
  return { id, label, savedAt: Date.parse(savedAt), drawing };
}

function pointsOf(values: readonly unknown[], place: string): Stroke['points'] {
  expectThat(values.length >= 3 && values.length % 3 === 0, place, t`three numbers a point`, values.length);
  const within = (at: number, most: number) => {
    const value = values[at];
    const fits = typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= most;
    expectThat(fits, `${place}.points.${at}`, t`a whole number of 0 to ${most}`, value);
    return value;
  };
  return Array.from({ length: values.length / 3 }, (_, point) => ({
    x: within(3 * point, paperSize),
    y: within(3 * point + 1, paperSize),
    pressure: within(3 * point + 2, 255),
  }));
}

function pictureOf({ side, runs }: { side: number; runs: readonly unknown[] }, place: string): InkPicture {
  const numbersOnly = runs.every((value) => typeof value === 'number');
  const picture = numbersOnly && runs.length % 2 === 0 && pictureOfRuns(side, runs as readonly number[]);
  expectThat(!!picture, place, t`runs of ${side} x ${side} bytes`, runs);
  return picture as InkPicture;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
