import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { noDigitKinds } from './no-digits.ts';
import { styleNames } from './styles.ts';
import { kindTitle, styleTitle } from './titles.ts';

test('every style and every kind of non-digit has a title that can be translated', () => {
  const german: object = JSON.parse(readFileSync('src/language/de.json', 'utf8'));
  const titles = [...styleNames.map(styleTitle), ...noDigitKinds.map(kindTitle)];
  // A style that is only a digit is called by it.
  expect(titles.filter((title) => title.length > 1 && !(title in german))).toEqual([]);
  expect(styleNames.map(styleTitle)).toEqual(styleNames);
});
