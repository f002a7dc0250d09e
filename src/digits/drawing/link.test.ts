import fc from 'fast-check';
import { expect, test } from 'vitest';
import { emptyDrawing, paperSize, type Stroke } from './drawing.ts';
import { decodeLink, decodeStrokes, encodeLink, encodeStrokes, linkLengthMax } from './link.ts';
import { recordStrokes } from './stroke-recorder.ts';

const coordinate = fc.integer({ min: 0, max: paperSize });
const anyStroke: fc.Arbitrary<Stroke> = fc.record({
  width: fc.integer({ min: 1, max: paperSize }),
  points: fc.array(fc.record({ x: coordinate, y: coordinate, pressure: fc.integer({ min: 0, max: 255 }) }), {
    minLength: 1,
    maxLength: 40,
  }),
});
const anyStrokes = fc.array(anyStroke, { maxLength: 8 });

test('strokes survive the text to the bit, and the text needs no escaping in an address', () => {
  fc.assert(
    fc.property(anyStrokes, (strokes) => {
      const text = encodeStrokes(strokes);
      expect(text).toMatch(/^[\w-]+$/);
      expect(decodeStrokes(text)).toEqual({ ok: true, strokes });
    }),
  );
});

test('any single changed, lost or added character is noticed', () => {
  const change = fc.record({
    at: fc.nat(),
    character: fc.constantFrom(...'AZaz09-_%é '),
    how: fc.constantFrom('replace', 'remove', 'insert'),
  });
  fc.assert(
    fc.property(anyStrokes, change, (strokes, { at, character, how }) => {
      const text = encodeStrokes(strokes);
      const place = at % text.length;
      const after = text.slice(how === 'insert' ? place : place + 1);
      const mutated = text.slice(0, place) + (how === 'remove' ? '' : character) + after;
      fc.pre(mutated !== text);
      expect(decodeStrokes(mutated).ok).toBe(false);
    }),
    { numRuns: 500 },
  );
});

test('any text at all gives a drawing on the paper or a reason, never an exception', () => {
  const looksRight = fc.stringMatching(/^B[\w-]{0,60}$/);
  fc.assert(
    fc.property(fc.oneof(fc.string(), looksRight), (text) => {
      const decoded = decodeLink(text);
      if (!decoded.ok) expect(decoded.reason).not.toBe('');
    }),
  );
});

test('a text with a true checksum but an impossible stroke is refused with the reason', () => {
  const refused = (stroke: Stroke) => {
    const decoded = decodeStrokes(encodeStrokes([stroke]));
    return decoded.ok ? null : decoded.reason;
  };
  const point = { x: 1, y: 1, pressure: 128 };
  expect(refused({ width: 200, points: [{ ...point, x: paperSize + 1 }] })).toMatch(
    /point 0: expected x and y/,
  );
  expect(refused({ width: 200, points: [point, { ...point, y: -1 }] })).toMatch(/point 1: expected x and y/);
  expect(refused({ width: 200, points: [{ ...point, pressure: 256 }] })).toMatch(/pressure of 0 to 255/);
  expect(refused({ width: 0, points: [point] })).toMatch(/width of 1 to 4096, got 0/);
  expect(refused({ width: 200, points: [] })).toMatch(/at least one point, got 0/);
});

test('an address holds neither a picture nor a drawing without end', () => {
  const picture = { side: 1, ink: Uint8Array.of(255) };
  expect(encodeLink({ strokes: [], picture })).toEqual({ ok: false, reason: 'has-picture' });
  const points = Array.from({ length: linkLengthMax }, (_, x) => ({ x: x % paperSize, y: 0, pressure: 128 }));
  expect(encodeLink({ strokes: [{ width: 200, points }], picture: null })).toEqual({
    ok: false,
    reason: 'too-long',
  });
  expect(decodeLink('B'.repeat(linkLengthMax + 1)).ok).toBe(false);
});

test('what mail, chat and sentences add to a link is no part of the drawing', () => {
  const add = (text: string, at: number, added: string) => text.slice(0, at) + added + text.slice(at);
  const behind = [
    '.',
    ')',
    ').',
    '>',
    ']',
    '”',
    '"',
    "'",
    ',',
    ';',
    '!',
    '…',
    '_',
    '__',
    '-',
    '*',
    '**',
    '\n',
    ' ',
  ];
  const within = ['\n', '\r\n', '=\r\n', '\n> ', ' ', '\u00ad', '\u200b', '\t'];
  fc.assert(
    fc.property(
      anyStrokes,
      fc.nat(),
      fc.constantFrom(...within),
      fc.constantFrom(...behind),
      (strokes, at, inside, end) => {
        const link = encodeLink({ strokes, picture: null });
        if (!link.ok) throw new Error(link.reason);
        const damaged = add(link.text, at % link.text.length, inside) + end;
        expect(decodeLink(damaged)).toEqual({ ok: true, drawing: { strokes, picture: null } });
      },
    ),
    { numRuns: 300 },
  );
});

test('a link that was cut off is damaged, wherever it was cut', () => {
  const points = [10, 700, 1300].map((x) => ({ x, y: 4 * x - 30, pressure: 128 }));
  const link = encodeLink({
    strokes: [
      { width: 208, points },
      { width: 96, points },
    ],
    picture: null,
  });
  if (!link.ok) throw new Error(link.reason);
  for (let length = 0; length < link.text.length; length++) {
    expect(decodeLink(link.text.slice(0, length)).ok, `${length} characters`).toBe(false);
  }
});

test('an empty drawing and a dot are links as well', () => {
  const dot: Stroke = { width: 208, points: [{ x: 2048, y: 2048, pressure: 128 }] };
  for (const drawing of [emptyDrawing, { strokes: [dot], picture: null }]) {
    const link = encodeLink(drawing);
    expect(link.ok && decodeLink(link.text)).toEqual({ ok: true, drawing });
  }
});

test('a 3 of 120 samples, as a mouse on a paper of 480 pixels gives them, makes a link below 400 characters', () => {
  const unitsPerPixel = paperSize / 480;
  const recorder = recordStrokes(208, 0.6 * unitsPerPixel);
  for (let index = 0; index < 120; index++) {
    const half = index < 60 ? index / 60 : (index - 60) / 60;
    const angle = Math.PI * (-0.9 + 1.5 * half);
    const middle = index < 60 ? 160 : 300;
    const x = Math.round(230 + 80 * Math.cos(angle));
    const y = Math.round(middle + 70 * Math.sin(angle));
    recorder.add([{ x: x * unitsPerPixel, y: y * unitsPerPixel, pressure: 128 + 4 * (index % 5) }]);
  }
  const link = encodeLink({ strokes: recorder.strokes(), picture: null });
  expect(link.ok && link.text.length).toBeLessThan(400);
});
