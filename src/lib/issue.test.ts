import fc from 'fast-check';
import * as v from 'valibot';
import { expect, test } from 'vitest';
import { finite, time, whole } from './forms.ts';
import { issueError, issueReason } from './issue.ts';

const issueOf = (form: v.GenericSchema, value: unknown): v.BaseIssue<unknown> => {
  const parsed = v.safeParse(form, value);
  if (parsed.success) throw new Error('expected an issue');
  return parsed.issues[0];
};

test.each<[string, v.GenericSchema, unknown, string]>([
  ['no object', v.strictObject({}), 3, 'expected an object, got 3'],
  ['a missing entry', v.strictObject({ a: v.number() }), {}, 'a: expected a value, got nothing'],
  ['an entry too many', v.strictObject({}), { b: 'x' }, 'b: expected no such entry, got one'],
  ['a fraction', whole, 1.5, 'expected a whole number, got 1.5'],
  ['less than zero', whole, -1, 'expected at least 0, got -1'],
  ['infinity', finite, Number.POSITIVE_INFINITY, 'expected a finite number, got Infinity'],
  ['no number', v.number(), Number.NaN, 'expected a number, got NaN'],
  ['a long text', v.pipe(v.string(), v.maxLength(2)), 'abc', 'expected at most 2 characters, got 3'],
  ['a long list', v.pipe(v.array(v.number()), v.maxLength(1)), [1, 2], 'expected at most 1 entries, got 2'],
  ['an empty text', v.pipe(v.string(), v.nonEmpty()), '', 'expected some text, got ""'],
  ['none of a list of words', v.picklist(['a', 'b']), 'c', 'expected "a" or "b", got "c"'],
  ['another type', v.nullable(v.string()), 3, 'expected text, got 3'],
  ['no list', v.array(v.string()), {}, 'expected a list, got an object with no keys'],
  ['no floats', v.instance(Float32Array), [1], 'expected 32-bit floats, got [1]'],
  ['words of a form of ours', v.instance(Float32Array, 'expected weights'), 'x', 'expected weights, got "x"'],
  ['a date too late', time, 8.64e15, 'expected a date from 1970 to 9999, got the year 275760'],
  ['no date at all', time, 1e300, 'expected a date from 1970 to 9999, got 1e+300 ms'],
])('%s, in plain words', (_, form, value, words) => {
  expect(issueReason(issueOf(form, value))).toBe(words);
});

test('with the place in front', () => {
  const form = v.object({ a: v.array(v.number()) });
  expect(issueError('x.json', issueOf(form, { a: [1, 'b'] })).message).toBe(
    'x.json, a.1: expected a number, got "b"',
  );
});

test('nothing of the validator shows, whatever the value', () => {
  const form = v.strictObject({
    a: v.pipe(v.string(), v.nonEmpty(), v.maxLength(3)),
    b: v.nullable(v.array(whole)),
    c: v.picklist(['x', 'y']),
    d: v.record(v.string(), v.boolean()),
  });
  const part = fc.oneof(fc.jsonValue(), fc.constantFrom(undefined, Number.NaN, -1, 'abcd', [], {}));
  fc.assert(
    fc.property(fc.record({ a: part, b: part, c: part, d: part }, { requiredKeys: [] }), (value) => {
      const parsed = v.safeParse(form, value);
      if (parsed.success) return;
      for (const issue of parsed.issues) {
        const words = issueReason(issue);
        expect(words).toMatch(/expected .+, got ./);
        expect(words).not.toMatch(/Invalid|[Rr]eceived|Expected|never|undefined|Object|Array/);
      }
    }),
  );
});
