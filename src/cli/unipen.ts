import { readdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { messageOf } from '../lib/expect.ts';
import { append, largest, smallest } from '../lib/lists.ts';
import { fileSide, type StrokesDigit } from './strokes-file.ts';

/**
 * Isolated digits (category 1a) of the public release of UNIPEN, train_r01_v07 (International Unipen Foundation, 1999,
 * doi:10.5281/zenodo.1195803). Its files are statements of a keyword that begins a line with a dot (Guyon, Schomaker,
 * Plamondon, Liberman, Janet: "UNIPEN project of on-line data exchange and recognizer benchmarks", ICPR 1994).
 */

/** Where the isolated digits of every donor are, and what their files include. */
const digitsFolder = join('data', '1a');
const includesFolder = 'include';

interface Statement {
  readonly keyword: string;
  /** All that follows it, up to the next. */
  readonly text: string;
}

type Point = readonly [number, number];
type Strokes = readonly (readonly Point[])[];

/**
 * @param release the folder that holds `data` and `include`
 * @param donors names of folders of `data/1a`
 * @throws Error that names the file which is missing or not in the format
 */
export async function readUnipen(release: string, donors: readonly string[]): Promise<StrokesDigit[]> {
  const digits: StrokesDigit[] = [];
  for (const donor of donors) {
    for (const path of await filesOf(join(release, digitsFolder, donor))) {
      append(digits, await digitsOf(path, join(release, includesFolder)));
    }
  }
  return digits;
}

async function filesOf(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch((error) => {
    throw new Error(`UNIPEN: expected a donor's folder ${folder}, got ${messageOf(error)}`);
  });
  return entries
    .filter((entry) => entry.isFile() && entry.name.endsWith('.dat'))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

async function digitsOf(path: string, includes: string): Promise<StrokesDigit[]> {
  const statements = await statementsOf(path, includes);
  const components = componentsOf(statements, path);
  const [writer = ''] = basename(path).split('.');
  return statements.flatMap(({ keyword, text }) => {
    const [kind, places, , ...label] = text.split(/\s+/);
    if (keyword !== '.SEGMENT' || kind !== 'CHARACTER' || places === undefined) return [];
    const [digit] = /^"([0-9])"$/.exec(label.join(' ').trim())?.slice(1) ?? [];
    if (digit === undefined) return [];
    const strokes = cut(components, places, path);
    return [{ label: Number(digit), writer, strokes: scaled(strokes) }];
  });
}

/** Of a file, with those of the files that it includes in their places. */
async function statementsOf(path: string, includes: string): Promise<Statement[]> {
  // Names of people have letters that are not ASCII, in the encoding of their time.
  const text = await readFile(path, 'latin1').catch((error) => {
    throw new Error(`UNIPEN: expected a file ${path}, got ${messageOf(error)}`);
  });
  const statements: Statement[] = [];
  for (const part of `\n${text}`.split(/\r?\n(?=\.[A-Z_])/).slice(1)) {
    const [keyword = ''] = /^\S+/.exec(part) ?? [];
    const rest = part.slice(keyword.length).trim();
    if (keyword === '.INCLUDE') append(statements, await statementsOf(join(includes, rest), includes));
    else statements.push({ keyword, text: rest });
  }
  return statements;
}

/** The strokes of a file, in the order of writing, y up. */
function componentsOf(statements: readonly Statement[], path: string): Strokes {
  let columns: readonly string[] = ['X', 'Y'];
  return statements.flatMap(({ keyword, text }) => {
    if (keyword === '.COORD') columns = text.split(/\s+/);
    if (keyword !== '.PEN_DOWN') return [];
    const [x, y] = [columns.indexOf('X'), columns.indexOf('Y')];
    const values = text === '' ? [] : text.split(/\s+/).map(Number);
    if (x < 0 || y < 0 || values.length % columns.length > 0 || !values.every(Number.isFinite))
      throw new Error(`UNIPEN: ${path}: expected rows of ${columns.join(' ')}, got ${text.slice(0, 40)}`);
    const points = Array.from({ length: values.length / columns.length }, (_, row): Point => {
      const from = row * columns.length;
      return [values[from + x] as number, values[from + y] as number];
    });
    return [points];
  });
}

/**
 * The strokes of a segment: ranges of components, from 0, where an end may name a point of its component.
 * @param places such as `3`, `3-4`, `3:12-4:20`, or several with commas
 */
function cut(components: Strokes, places: string, path: string): Strokes {
  return places.split(',').flatMap((range) => {
    const [first = '', last = first] = range.split('-');
    const [from, fromPoint] = placeOf(first);
    const [to, toPoint] = placeOf(last);
    const strokes = components.slice(from, to + 1);
    if (!(from <= to && to < components.length))
      throw new Error(`UNIPEN: ${path}: expected strokes up to ${components.length - 1}, got ${range}`);
    return strokes.map((points, at) =>
      points.slice(
        at === 0 ? fromPoint : 0,
        at === strokes.length - 1 && toPoint !== undefined ? toPoint + 1 : undefined,
      ),
    );
  });
}

function placeOf(text: string): readonly [component: number, point: number | undefined] {
  const [component, point] = text.split(':');
  return [Number(component), point === undefined ? undefined : Number(point)];
}

/** y down, the longer side as long as in every file of strokes; a pen that rests leaves one point. */
function scaled(strokes: Strokes): StrokesDigit['strokes'] {
  const [x, y] = [0, 1].map((axis) => strokes.flat().map((point) => point[axis as 0 | 1]));
  const [left, top] = [smallest(x as number[]), largest(y as number[])];
  const side = Math.max(largest(x as number[]) - left, top - smallest(y as number[]), 1e-9);
  const scale = fileSide / side;
  const inFile = (value: number) => roundHalfToEven(value * scale);
  return strokes
    .filter((points) => points.length > 0)
    .map((points) =>
      points
        .map(([x, y]) => [inFile(x - left), inFile(top - y)] as const)
        .filter(([x, y], at, all) => at === 0 || x !== all[at - 1]?.[0] || y !== all[at - 1]?.[1]),
    );
}

/** As most software for numbers rounds (IEEE 754), so that it makes the same files. */
function roundHalfToEven(value: number): number {
  return Math.abs(value % 1) === 0.5 ? 2 * Math.round(value / 2) : Math.round(value);
}
