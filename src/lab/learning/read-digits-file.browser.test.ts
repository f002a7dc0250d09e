import { expect, test } from 'vitest';
import { writeOwnDigits } from '../../digits/own/own-digits-file.ts';
import { readDigitsFile } from './client.ts';

const drawing = {
  strokes: [
    {
      width: 200,
      points: [
        { x: 1000, y: 1000, pressure: 255 },
        { x: 1000, y: 3000, pressure: 255 },
      ],
    },
  ],
  picture: null,
};

test('a file of digits is read by a worker', async () => {
  const file = new Blob([writeOwnDigits([{ id: 'a', label: 1, savedAt: 1000, drawing }])]);
  expect(await readDigitsFile(file)).toEqual({
    ok: true,
    digits: [{ id: '', label: 1, savedAt: 1000, drawing }],
  });
});

test.each([
  ['brackets within brackets', '[', /at most 64 levels deep/],
  ['lists beside one another', '[],', /^file: expected /],
])('20 MB of %s are refused while the page goes on', async (_, piece, words) => {
  const text = `{"format":"lenet-lab.digits","version":1,"digits":[${piece.repeat(19_000_000 / piece.length)}0]}`;
  const file = new Blob([text]);
  let turns = 0;
  const counting = setInterval(() => {
    turns += 1;
  }, 1);
  const read = await readDigitsFile(file);
  clearInterval(counting);
  expect(read).toMatchObject({ ok: false, reason: expect.stringMatching(words) });
  // A page that parses the file itself has no turn before the answer.
  expect(turns).toBeGreaterThan(2);
});
