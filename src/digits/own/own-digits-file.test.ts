import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Drawing } from '../drawing/drawing.ts';
import { samples } from '../samples.ts';
import { contradictions, newAmong, type OwnDigit } from './own-digits.ts';
import { readOwnDigits, writeOwnDigits } from './own-digits-file.ts';

let ids = 0;
const newId = () => `id${ids++}`;
const picture = { side: 8, ink: Uint8Array.from({ length: 64 }, (_, at) => (at % 9 === 0 ? 200 : 0)) };
const own = (drawing: Drawing, label: number): OwnDigit => ({
  id: newId(),
  label,
  savedAt: 1_790_000_000_123,
  drawing,
});
const digits: readonly OwnDigit[] = [
  ...samples.slice(0, 3).map(({ drawing, digit }) => own(drawing, digit)),
  own({ strokes: samples[0]?.drawing.strokes ?? [], picture }, 4),
];
const plain = (all: readonly OwnDigit[]) => all.map(({ id: _, ...rest }) => rest);

/** The file with something changed. */
function changed(
  change: (json: Record<string, never> & { digits: Record<string, unknown>[] }) => void,
): string {
  const json = JSON.parse(writeOwnDigits(digits));
  change(json);
  return JSON.stringify(json);
}
const reasonOf = (text: string) => {
  const read = readOwnDigits(text, newId);
  return read.ok ? 'accepted' : read.reason;
};

test('digits come back from their file to the bit, pictures too', () => {
  const read = readOwnDigits(writeOwnDigits(digits), newId);
  expect(read.ok && plain(read.digits)).toEqual(plain(digits));
  expect(read.ok && new Set(read.digits.map(({ id }) => id)).size).toBe(digits.length);
});

test.each<[string, string, RegExp]>([
  ['nothing', '', /expected JSON/],
  ['cut in the middle', writeOwnDigits(digits).slice(0, 500), /expected JSON/],
  ['an array', '[]', /expected an object with format/],
  [
    'another file',
    '{"format":"other","version":1,"digits":[]}',
    /format: expected "lenet-lab.digits", got "other"/,
  ],
  ['a newer version', changed((json) => Object.assign(json, { version: 2 })), /newer version of this app/],
  ['a version that is text', changed((json) => Object.assign(json, { version: '1' })), /version/],
  ['no digits', '{"format":"lenet-lab.digits","version":1}', /digits/],
  [
    '1,001 digits',
    changed((json) => (json.digits = new Array(1001).fill(json.digits[0]) as never)),
    /at most 1,000 digits, got 1001/,
  ],
  [
    'a date in the year 275,000',
    changed(({ digits: [first] }) => Object.assign(first ?? {}, { savedAt: '+275000-01-01T00:00:00.000Z' })),
    /digits\.0\.savedAt: expected a date and time from 1970 to 9999, got "\+275000/,
  ],
  ['20 MB of brackets', '['.repeat(20_000_000), /at most 64 levels deep/],
  [
    'a label of 10',
    changed(({ digits: [first] }) => Object.assign(first ?? {}, { label: 10 })),
    /digits\.0\.label.*9/,
  ],
  [
    'a key too many',
    changed(({ digits: [first] }) => Object.assign(first ?? {}, { more: 1 })),
    /nothing else/,
  ],
  [
    'a key that would reach the prototype',
    writeOwnDigits(digits).replace('"label"', '"__proto__":{"polluted":true},"label"'),
    /nothing else/,
  ],
  ['no ink', changed(({ digits: [first] }) => Object.assign(first ?? {}, { strokes: [] })), /expected ink/],
  [
    'points beside the paper',
    changed(({ digits: [first] }) =>
      Object.assign(first ?? {}, { strokes: [{ width: 9, points: [0, 4097, 1] }] }),
    ),
    /digits\.0\.strokes\.0\.points\.1: expected a whole number of 0 to 4096, got 4097/,
  ],
  [
    'points that are no numbers',
    changed(({ digits: [first] }) =>
      Object.assign(first ?? {}, { strokes: [{ width: 9, points: [0, null, 1] }] }),
    ),
    /points\.1/,
  ],
  [
    'half a point',
    changed(({ digits: [first] }) => Object.assign(first ?? {}, { strokes: [{ width: 9, points: [0, 1] }] })),
    /three numbers a point/,
  ],
  [
    'too many points',
    changed(({ digits: [first] }) =>
      Object.assign(first ?? {}, { strokes: [{ width: 9, points: new Array(150_003).fill(0) }] }),
    ),
    /expected at most 150000/,
  ],
  [
    'a picture with a huge side',
    changed(({ digits: [first] }) => Object.assign(first ?? {}, { picture: { side: 1e9, runs: [1, 1] } })),
    /picture\.side.*512/,
  ],
  [
    'a picture with a run that is too long',
    changed(({ digits: [first] }) => Object.assign(first ?? {}, { picture: { side: 2, runs: [1e12, 1] } })),
    /runs of 2 x 2/,
  ],
  ['brackets without end', '['.repeat(50_000), /expected JSON/],
])('a file is refused whole, with words: %s', (_name, text, reason) => {
  expect(reasonOf(text)).toMatch(reason);
  expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
});

test('3,000 mutated files: each is refused in words or read as valid digits', () => {
  const text = writeOwnDigits(digits.slice(0, 2));
  const pieces = ['0', '-1', '1e309', 'null', '"x"', '[]', '{}', ',', '', '"__proto__":1', '4097', '\u0000'];
  fc.assert(
    fc.property(fc.nat(text.length), fc.nat(12), fc.constantFrom(...pieces), (at, length, piece) => {
      const read = readOwnDigits(text.slice(0, at) + piece + text.slice(at + length), newId);
      if (!read.ok) return read.reason.length > 0;
      return read.digits.every(
        ({ label, savedAt, drawing }) =>
          Number.isInteger(label) &&
          label >= 0 &&
          label <= 9 &&
          Number.isFinite(savedAt) &&
          drawing.strokes.every(({ points }) =>
            points.every(
              ({ x, y, pressure }) => x >= 0 && x <= 4096 && y >= 0 && y <= 4096 && pressure <= 255,
            ),
          ),
      );
    }),
    { numRuns: 3000 },
  );
});

test('what is there already is not taken again; another label of the same drawing is a contradiction', () => {
  const [first, second] = digits as readonly [OwnDigit, OwnDigit];
  const again = { ...first, id: 'again' };
  const contrary = { ...first, id: 'contrary', label: (first.label + 1) % 10 };
  expect(newAmong([again, contrary, { ...contrary, id: 'twice' }], [first, second])).toEqual([contrary]);
  expect(contradictions([first, second, again])).toEqual(new Set());
  expect(contradictions([first, second, contrary])).toEqual(new Set([first.id, 'contrary']));
});
