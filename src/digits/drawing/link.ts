import type { Result } from '../../lib/result.ts';
import {
  checksum,
  checksumLength,
  type NumberReader,
  readNumbers,
  writeNumber,
  writeSigned,
} from './base64-vlq.ts';
import { type Drawing, type InkPoint, paperSize, type Stroke } from './drawing.ts';

/**
 * Strokes as short URL-safe text and back, to the bit.
 *
 * Format: the version's letter, the number of strokes, each stroke, a checksum of all that. A stroke:
 * width; twice the number of points, plus 1 when all have the same pressure; that pressure if so;
 * then x, y (and pressure) of the first point and the differences from point to point.
 */
const version = 'B';

/** Characters of a link's drawing that still travel through mail and chat. */
export const linkLengthMax = 30_000;

type DecodedStrokes = Result<{ readonly strokes: readonly Stroke[] }>;

type DecodedDrawing = Result<{ readonly drawing: Drawing }>;

type EncodedLink = Result<{ readonly text: string }, 'has-picture' | 'too-long'>;

/** The drawing as a link carries it. Pictures do not fit into an address; they are refused. */
export function encodeLink(drawing: Drawing): EncodedLink {
  if (drawing.picture) return { ok: false, reason: 'has-picture' };
  const text = encodeStrokes(drawing.strokes);
  return text.length > linkLengthMax ? { ok: false, reason: 'too-long' } : { ok: true, text };
}

/**
 * The drawing of a link, or why there is none; never throws, whatever the text. What mail and chat put
 * into a link or behind it (line ends, brackets, a full stop) is no part of it: the checksum tells.
 */
export function decodeLink(text: string): DecodedDrawing {
  const bare = text.replace(/[^\w-]/g, '');
  if (bare.length > linkLengthMax)
    return failed(`expected at most ${linkLengthMax} characters, got ${bare.length}`);
  let decoded = decodeStrokes(bare);
  // Marks of italics or a dash behind the link, which might be of the drawing as well.
  for (let end = -1; !decoded.ok && end >= -2 && /[_-]/.test(bare.at(end) ?? ''); end--) {
    decoded = decodeStrokes(bare.slice(0, end));
  }
  return decoded.ok ? { ok: true, drawing: { strokes: decoded.strokes, picture: null } } : decoded;
}

export function encodeStrokes(strokes: readonly Stroke[]): string {
  const body = version + writeNumber(strokes.length) + strokes.map(encodeStroke).join('');
  return body + checksum(body);
}

/** The strokes of a text, or what was wrong with it; never throws, whatever the text. */
export function decodeStrokes(text: string): DecodedStrokes {
  const body = text.slice(0, -checksumLength);
  if (body.length < 2) return failed(`expected a drawing, got ${text.length} characters`);
  if (checksum(body) !== text.slice(-checksumLength)) return failed('expected its checksum, got another');
  if (body[0] !== version) return failed(`expected version ${version}, got ${body[0]}`);

  const reader = readNumbers(body.slice(1));
  const count = reader.number();
  const strokes: Stroke[] = [];
  // A count that lies costs nothing: the loop ends with the text.
  for (let index = 0; index < count; index++) {
    const stroke = decodeStroke(reader);
    if (typeof stroke === 'string') return failed(`stroke ${index}: ${stroke}`);
    strokes.push(stroke);
  }
  return reader.atEnd() ? { ok: true, strokes } : failed('expected the end after the last stroke, got more');
}

// A stroke never changes, and the whole drawing is encoded after each new one.
const encoded = new WeakMap<Stroke, string>();

function encodeStroke(stroke: Stroke): string {
  const known = encoded.get(stroke);
  if (known !== undefined) return known;
  const { width, points } = stroke;
  const pressure = points[0]?.pressure ?? 0;
  const even = points.every((point) => point.pressure === pressure);
  const parts = [writeNumber(width), writeNumber(2 * points.length + (even ? 1 : 0))];
  if (even) parts.push(writeNumber(pressure));
  let last: InkPoint = { x: 0, y: 0, pressure: 0 };
  for (const point of points) {
    parts.push(writeSigned(point.x - last.x), writeSigned(point.y - last.y));
    if (!even) parts.push(writeSigned(point.pressure - last.pressure));
    last = point;
  }
  const text = parts.join('');
  encoded.set(stroke, text);
  return text;
}

function decodeStroke(reader: NumberReader): Stroke | string {
  const width = reader.number();
  if (!(width >= 1 && width <= paperSize)) return `expected a width of 1 to ${paperSize}, got ${width}`;
  const countAndFlag = reader.number();
  const count = Math.floor(countAndFlag / 2);
  if (!(count >= 1)) return `expected at least one point, got ${count}`;
  const evenPressure = countAndFlag % 2 === 1 ? reader.number() : null;
  const points: InkPoint[] = [];
  let [x, y, pressure] = [0, 0, evenPressure ?? 0];
  for (let index = 0; index < count; index++) {
    x += reader.signed();
    y += reader.signed();
    if (evenPressure === null) pressure += reader.signed();
    const onPaper = x >= 0 && x <= paperSize && y >= 0 && y <= paperSize;
    if (!onPaper || !(pressure >= 0 && pressure <= 255))
      return `point ${index}: expected x and y of 0 to ${paperSize} and a pressure of 0 to 255, got ${x}, ${y}, ${pressure}`;
    points.push({ x, y, pressure });
  }
  return { width, points };
}

function failed(reason: string): { ok: false; reason: string } {
  return { ok: false, reason };
}
