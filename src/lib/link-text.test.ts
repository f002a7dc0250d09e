import { expect, test } from 'vitest';
import { percentDecoded } from './link-text.ts';

test('percent signs are undone, however often they were encoded, and stay where they encode nothing', () => {
  expect(['a%3Db', 'a%253Db', 'a%25253Db', '%C3%BCber', 'a=b', ''].map(percentDecoded)).toEqual([
    'a=b',
    'a=b',
    'a=b',
    'über',
    'a=b',
    '',
  ]);
  expect(['100%', '50%25', '%E0%A4%A', '%zz'].map(percentDecoded)).toEqual([
    '100%',
    '50%',
    '%E0%A4%A',
    '%zz',
  ]);
});
