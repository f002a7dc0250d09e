import { expect, test } from 'vitest';
import { neutralValues, whatIfChange } from '../../../explain/what-if.ts';
import { changesText, changeText, momentHint, readingText, shareText, shortValue } from './words.ts';

const probabilities = Array.from({ length: 10 }, (_, at) => (at === 4 ? 0.71 : 0.03));

test('what sliders do is said in words, with whole units and directions', () => {
  expect(changeText(whatIfChange('turn'), 30)).toBe('turned by 30 degrees');
  expect(changeText(whatIfChange('turn'), -30)).toBe('turned by 30 degrees anticlockwise');
  expect(changeText(whatIfChange('right'), -1)).toBe('moved left by 1 pixel');
  expect(changeText(whatIfChange('down'), 2.5)).toBe('moved down by 2.5 pixels');
  expect(changeText(whatIfChange('size'), 60)).toBe('at 60\u202f% of its size');
  expect(changeText(whatIfChange('line'), -0.5)).toBe('with a line 0.5 pixels thinner on each side');
  expect(changeText(whatIfChange('noise'), 0)).toBe('unchanged');
  expect(changesText(neutralValues)).toBe('Unchanged');
  expect(changesText({ ...neutralValues, turn: 30, blur: 1 })).toBe(
    'Turned by 30 degrees and blurred by 1 pixel',
  );
});

test('values are short beside a slider', () => {
  expect(shortValue(whatIfChange('turn'), -30)).toBe('\u221230°');
  expect(shortValue(whatIfChange('blur'), 1.5)).toBe('1.5\u202fpx');
  expect(shortValue(whatIfChange('invert'), 60)).toBe('60\u202f%');
});

test('a reading is a digit with how sure it is, or none', () => {
  expect(
    readingText('Unchanged', { kind: 'digit', digit: 4, confidence: 0.71, runnerUp: null, probabilities }),
  ).toBe('Unchanged, it is read as 4, 71.0\u202f% sure.');
  const unsure = { kind: 'none', reason: 'unsure', probabilities } as const;
  expect(readingText('Unchanged', { ...unsure, candidates: null })).toBe(
    'Unchanged, it is read as no digit.',
  );
  const candidates = [
    { digit: 8, probability: 0.5 },
    { digit: 4, probability: 0.3 },
  ] as const;
  expect(readingText('Unchanged', { ...unsure, candidates })).toBe(
    'Unchanged, it is read as no digit for sure, perhaps an 8 or a 4.',
  );
});

test('a share is told where it has been measured', () => {
  const points = [{ value: 10, share: 0.93 }];
  expect(shareText(points, 10)).toBe('93.0\u202f%');
  expect(shareText(points, 20)).toBe('–');
});

test('each moment has its own words, and a line before the normalisation, too', () => {
  const hints = [
    momentHint({ moment: 'before', straight: false }, 'turn'),
    momentHint({ moment: 'after', straight: false }, 'turn'),
    momentHint({ moment: 'before', straight: true }, 'turn'),
    momentHint({ moment: 'before', straight: false }, 'line'),
  ];
  expect(new Set(hints).size).toBe(4);
});
