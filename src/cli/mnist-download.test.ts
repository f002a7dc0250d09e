import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import type { MnistFile } from '../data/sources/mnist.ts';
import { downloadMnist } from './mnist-download.ts';

const content = Buffer.from('what MNIST would hold');
const file: MnistFile = {
  name: 'some-idx3-ubyte.gz',
  items: 1,
  byteLength: content.length,
  sha256: createHash('sha256').update(content).digest('hex'),
};

let server: Server;
let origin = '';
let folder = '';
let asked: string[] = [];

beforeAll(async () => {
  const answers: Record<string, Buffer> = {
    '/packed/': gzipSync(content),
    '/unpacked/': content,
    '/other/': gzipSync('something else'),
  };
  server = createServer(({ url = '' }, response) => {
    asked.push(url);
    const body = answers[url.replace(file.name, '')];
    response.writeHead(body ? 200 : 404).end(body);
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => server.close());
beforeEach(async () => {
  asked = [];
  folder = await mkdtemp(join(tmpdir(), 'download-'));
});
afterEach(() => rm(folder, { recursive: true }));

async function download(mirrors: readonly string[]): Promise<string[]> {
  const lines: string[] = [];
  const places = mirrors.map((mirror) => `${origin}/${mirror}/`);
  await downloadMnist({
    directory: folder,
    mirrors: places,
    files: [file],
    report: (line) => lines.push(line),
  });
  return lines;
}

test.each(['packed', 'unpacked'])(
  'a mirror that answers %s leaves a packed file with the right content',
  async (mirror) => {
    await download([mirror]);
    expect(gunzipSync(await readFile(join(folder, file.name)))).toEqual(content);
    expect(await readdir(folder)).toEqual([file.name]);
  },
);

test('mirrors that miss the file or give another are passed over', async () => {
  const lines = await download(['none', 'other', 'packed']);
  expect(asked.length).toBe(3);
  expect(lines[0]).toMatch(/\/packed\/$/);
});

test('a file that is here already is kept; a damaged one is fetched again', async () => {
  const path = join(folder, file.name);
  await writeFile(path, gzipSync(content).subarray(0, 20));
  await download(['packed']);
  expect(gunzipSync(await readFile(path))).toEqual(content);
  asked = [];
  expect(await download(['packed'])).toEqual([`${file.name}: here already`]);
  expect(asked).toEqual([]);
});

test('when no mirror has it, the message says what each answered, and no file is left', async () => {
  const failed = download(['none', 'other']);
  await expect(failed).rejects.toThrow(
    /no mirror gave it\n.*\/none\/: expected status 200, got 404\n.*SHA-256/,
  );
  expect(await readdir(folder)).toEqual([]);
});
