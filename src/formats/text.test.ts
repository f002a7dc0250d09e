import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseJson } from './text.ts';

test('any JSON of few levels is read as it is', () => {
  fc.assert(
    fc.property(fc.json({ maxDepth: 10 }), (text) => {
      expect(parseJson(text, 'x')).toEqual(JSON.parse(text));
    }),
  );
});

test('brackets within words are no levels', () => {
  const words = `${'['.repeat(100)}\\"${'{'.repeat(100)}\\\\`;
  expect(parseJson(JSON.stringify([words, words]), 'x')).toEqual([words, words]);
});

test.each(['[', '{"a":', '[{"a":'])('20 MB of %s are refused at the 65th level', (piece) => {
  const text = piece.repeat(20_000_000 / piece.length);
  expect(() => parseJson(text, 'file')).toThrow('file: expected JSON at most 64 levels deep');
});

test('what is no JSON says how it begins', () => {
  expect(() => parseJson('hello', 'x')).toThrow('x: expected JSON, got "hello"');
});
