import { readFile } from 'node:fs/promises';
import * as v from 'valibot';
import { type Drawing, paperSize } from '../digits/drawing/drawing.ts';
import { inForm } from '../formats/form.ts';
import { expectThat, messageOf } from '../lib/expect.ts';
import { largest, smallest } from '../lib/lists.ts';

/** One digit of a file of pen strokes. */
export interface StrokesDigit {
  readonly label: number;
  readonly writer: string;
  /** Strokes of points [x, y]; y points down; the longer side of the bounding box is 1000. */
  readonly strokes: readonly (readonly (readonly [number, number])[])[];
}

const digitSchema = v.object({
  label: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(9)),
  writer: v.string(),
  strokes: v.array(v.array(v.tuple([v.number(), v.number()]))),
});

/** Where `train:model` looks for pen strokes unless it is told. */
export const pensFile = 'data/pens.json';

/** UNIPEN's donors tell their writers by names of one kind: the collections that networks are measured on. */
const collections = [
  { name: 'apa, apb and app', writer: /^app\d+$/ },
  { name: 'ibm', writer: /^r\d+$/ },
  { name: 'aga', writer: /^[a-z]{8}$/ },
] as const;
const otherCollection = 'others';
export const collectionNames = [...collections.map(({ name }) => name), otherCollection];

export function collectionOf({ writer }: StrokesDigit): string {
  return collections.find((collection) => collection.writer.test(writer))?.name ?? otherCollection;
}

/** Side of the square that the file's digits are scaled to. */
export const fileSide = 1000;
/** How much of the paper a digit takes. */
const paperShare = 0.6;
/** Width of the pen on the paper; it changes the ink on the screen only. */
const penWidth = paperSize / 32;

/** How far apart a straight line's ends are at least, as a share of its length: room for a hand's tremor. */
const leastStraight = 0.93;

/**
 * Whether it is a dot or one straight line that is not labelled 1: a part of a digit, as recordings that were
 * cut at the wrong place hold them. Told by its shape and label alone, whatever a network says of it.
 */
export function isFragment({ label, strokes }: StrokesDigit): boolean {
  const [line, ...others] = strokes.filter((stroke) => stroke.length > 0);
  if (!line || others.length > 0) return false;
  const distance = (a: number, b: number) => {
    const [[fromX, fromY] = [0, 0], [toX, toY] = [0, 0]] = [line.at(a), line.at(b)];
    return Math.hypot(toX - fromX, toY - fromY);
  };
  const length = line.reduce((sum, _, at) => (at === 0 ? 0 : sum + distance(at - 1, at)), 0);
  return length === 0 || (label !== 1 && distance(0, -1) >= leastStraight * length);
}

/** The file that a command is to read. @throws Error unless it is one */
export function strokesPath(positionals: readonly string[]): string {
  const [file] = positionals;
  if (file !== undefined && positionals.length === 1) return file;
  throw new Error(`expected one file of strokes, got ${positionals.length}`);
}

/** @throws Error naming the digit that is not in this form */
export async function readStrokesFile(path: string): Promise<readonly StrokesDigit[]> {
  const text = await readFile(path, 'utf8').catch((error) => {
    throw new Error(`strokes: expected a file ${path}, got ${messageOf(error)}`);
  });
  return parseStrokes(text);
}

export function parseStrokes(text: string): readonly StrokesDigit[] {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw new Error(`strokes: expected JSON, got ${messageOf(error)}`);
  }
  expectThat(Array.isArray(json), 'strokes', 'an array of digits', json);
  return json.map((digit: unknown, index) => inForm(digitSchema, digit, `strokes, digit ${index}`));
}

/** The digit as a person would draw it: in the middle of the paper, its longer side 60 % of the paper's. */
export function drawingOf({ strokes }: StrokesDigit): Drawing {
  const points = strokes.flat();
  const middle = (axis: 0 | 1) => {
    const values = points.map((point) => point[axis]);
    return (smallest(values) + largest(values)) / 2;
  };
  const [middleX, middleY] = [middle(0), middle(1)];
  const scale = (paperShare * paperSize) / fileSide;
  const onPaper = (value: number, middleOfFile: number) =>
    Math.round((value - middleOfFile) * scale + paperSize / 2);
  return {
    picture: null,
    strokes: strokes
      .filter((stroke) => stroke.length > 0)
      .map((stroke) => ({
        width: penWidth,
        points: stroke.map(([x, y]) => ({ x: onPaper(x, middleX), y: onPaper(y, middleY), pressure: 128 })),
      })),
  };
}
