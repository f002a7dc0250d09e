import { expect, test } from 'vitest';
import { synthesise } from '../digits/synthesis/synthesise.ts';
import { randomFromSeed } from '../lib/random.ts';
import { sheetPage, sheetPicture } from './contact-sheet.ts';

test('a sheet holds every drawing, in rows, under its name', () => {
  const random = randomFromSeed(1);
  const sheet = sheetPicture(
    '1 with "a < b"',
    Array.from({ length: 13 }, () => synthesise(random).drawing),
  );
  expect(sheet.match(/<path d="M/g)).toHaveLength(13);
  expect(sheet).toContain('1 with &quot;a &lt; b&quot;');
  expect(sheet).not.toMatch(/NaN|undefined/);
});

test('the page shows every sheet by its name', () => {
  expect(sheetPage([{ name: '7', file: '7.svg' }])).toContain('<img src="7.svg" alt="7"');
});
