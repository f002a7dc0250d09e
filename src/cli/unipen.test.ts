import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readUnipen } from './unipen.ts';

let release: string;

beforeEach(async () => {
  release = await mkdtemp(join(tmpdir(), 'unipen-'));
});
afterEach(() => rm(release, { recursive: true }));

async function write(files: Readonly<Record<string, string>>): Promise<void> {
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(release, path)), { recursive: true });
    await writeFile(join(release, path), text);
  }
}

const documentation =
  '.COMMENT written for this test\n  .NOT a keyword: it does not begin the line\n.COORD T X Y\n';
const pen = [
  '.PEN_DOWN\n0 10 50\n1 10 50\n2 10 0\n.PEN_UP',
  '.PEN_DOWN\n3 20 40\n4 30 40\n5 40 40\n6 50 40\n.PEN_UP',
  '.PEN_DOWN\n7 0 0\n.PEN_UP',
].join('\n');

test('strokes of a segment come from the files it includes, y turned down, the longer side 1000', async () => {
  await write({
    'include/abc/abc0.doc': documentation,
    'include/abc/data/jo.dat': pen,
    'data/1a/abc/jo.x_1.dat':
      '.VERSION 1.0\r\n.INCLUDE abc/abc0.doc\r\n.INCLUDE abc/data/jo.dat\r\n' +
      '.SEGMENT CHARACTER 0-1 OK "4"\r\n.SEGMENT CHARACTER 1:1-1:2 ? "1"\r\n.SEGMENT CHARACTER 0,2 ? "9"\r\n' +
      '.SEGMENT CHARACTER 0 OK "\\""\r\n.SEGMENT WORD 0-1 OK "4"\r\n',
  });
  expect(await readUnipen(release, ['abc'])).toEqual([
    {
      label: 4,
      writer: 'jo',
      strokes: [
        [
          [0, 0],
          [0, 1000],
        ],
        [
          [200, 200],
          [400, 200],
          [600, 200],
          [800, 200],
        ],
      ],
    },
    {
      label: 1,
      writer: 'jo',
      strokes: [
        [
          [0, 0],
          [1000, 0],
        ],
      ],
    },
    {
      label: 9,
      writer: 'jo',
      strokes: [
        [
          [200, 0],
          [200, 1000],
        ],
        [[0, 1000]],
      ],
    },
  ]);
});

test('donors and their files come in order, files of folders within too', async () => {
  const digit = `.COORD T X Y\n${pen}\n.SEGMENT CHARACTER 0 OK "1"\n`;
  await write({
    'data/1a/b/z.dat': digit,
    'data/1a/b/deep/y.dat': digit,
    'data/1a/a/x.dat': digit,
    'data/1a/a/notes.txt': 'not read',
    'include/none': '',
  });
  const digits = await readUnipen(release, ['b', 'a']);
  expect(digits.map(({ writer }) => writer)).toEqual(['y', 'z', 'x']);
});

test.each([
  ['a donor that is not there', {}, /expected a donor's folder .*abc/],
  [
    'an include that is not there',
    { 'data/1a/abc/a.dat': '.INCLUDE abc/no.dat\n' },
    /expected a file .*no\.dat/,
  ],
  [
    'a segment of strokes that are not there',
    { 'data/1a/abc/a.dat': `.COORD T X Y\n${pen}\n.SEGMENT CHARACTER 2-7 OK "1"\n` },
    /a\.dat: expected strokes up to 2, got 2-7/,
  ],
  [
    'words in place of coordinates',
    { 'data/1a/abc/a.dat': '.PEN_DOWN\n1 2\nthree 4\n' },
    /a\.dat: expected rows of X Y, got 1 2/,
  ],
])('%s is refused by name', async (_, files, message) => {
  await write(files);
  await expect(readUnipen(release, ['abc'])).rejects.toThrow(message);
});
