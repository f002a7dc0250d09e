import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { type DataServer, give, type Manner } from '../../../tools/data-server.ts';
import {
  expectAll,
  files,
  packed,
  plain,
  server,
  sourceOf,
  spoiltServer,
  trainImages,
  wholeServer,
} from '../../../tools/small-mnist.ts';

describe('when the first place fails, the next one gives the file, and the problem says so:', () => {
  const status = (code: number) => server((_, response) => response.writeHead(code).end('sorry'));
  const body = (bytes: Uint8Array, headers: Record<string, string> = {}) =>
    server((ask, response) => give(bytes, ask, response, { headers }));
  const spoilt = (bytes: Uint8Array) => spoiltServer([{}], bytes);
  const damaged = () => {
    const bytes = packed(trainImages).slice();
    bytes.fill(0, 20_000, 20_100);
    return bytes;
  };
  const changed = (at: number, value: number) => {
    const bytes = plain(trainImages).slice();
    bytes[at] = value;
    return new Uint8Array(gzipSync(bytes));
  };
  test.each<[string, () => Promise<DataServer>, RegExp]>([
    [
      '404',
      () => status(404),
      /^this site: expected train-labels-idx1-ubyte.gz, got status 404; asking 127\.0/,
    ],
    ['403', () => status(403), /got status 403; asking 127/],
    ['500', () => status(500), /got status 500; asking 127/],
    ['HTML', () => body(Buffer.from('<!doctype html>'), { 'content-type': 'text/html' }), /got a web page/],
    ['HTML called data', () => body(Buffer.from('<!doctype html><title>')), /labels.*got 0x3c21646f/],
    ['nothing', () => body(new Uint8Array()), /got the end after 0/],
    ['damaged gzip', () => spoilt(damaged()), /got damaged gzip/],
    ['half a gzip', () => spoilt(packed(trainImages).subarray(0, 90_000)), /got damaged gzip/],
    [
      'half a plain file',
      () => spoilt(plain(trainImages).subarray(0, 90_000)),
      /548,816 bytes, got the end after 90,000/,
    ],
    [
      'wrong bytes',
      () => spoilt(changed(5000, 1)),
      /expected train-images.* SHA-256 \w{12}\.\.\., got \w{12}\.\.\.; asking/,
    ],
    ['a wrong magic number', () => spoilt(changed(3, 1)), /0x00000803\), got 0x00000801/],
    ['another count', () => spoilt(changed(7, 1)), /expected 700 items, got 513/],
    ['another size', () => spoilt(changed(11, 27)), /28 x 28, got 27 x 28/],
    ['gzip without an end', () => spoilt(endless()), /expected at most 548,816 bytes, got more/],
  ])('%s', async (_name, first, problem) => {
    const failing = await first();
    const source = sourceOf([failing, await wholeServer()]);
    await expectAll(source);
    const { problems } = source.status();
    expect(problems.some((text) => problem.test(text))).toBe(true);
  });

  test('a place that refused is asked last for the files after', async () => {
    const refusing = await status(404);
    await expectAll(sourceOf([refusing, await wholeServer()]));
    expect(refusing.asked.length).toBe(1);
  });

  test('a refused connection', async () => {
    const gone = await wholeServer();
    await gone.close();
    const source = sourceOf([gone, await wholeServer()]);
    await expectAll(source);
    expect(source.status().problems.at(-1)).toMatch(
      /this site: .* got no answer \(.*ECONNREFUSED.*\); asking 127/,
    );
  });

  test('silence', async () => {
    const source = sourceOf([await server(() => {}), await wholeServer()]);
    await expectAll(source);
    expect(source.status().problems.at(-1)).toMatch(/expected an answer, got none for 0.4 s; asking 127/);
  });
});

/** A gzip of empty stored blocks: it never gives a byte, and never ends. */
function endless(): Uint8Array {
  const bytes = new Uint8Array(10 + 5 * 200_000);
  bytes.set(gzipSync('').subarray(0, 10));
  for (let at = 10; at < bytes.length; at += 5) bytes.set([0, 0, 0, 0xff, 0xff], at);
  return bytes;
}

test('a gzip bomb is left at the last byte that is expected', async () => {
  const header = plain(trainImages).subarray(0, 16);
  const bomb = gzipSync(Buffer.concat([header, Buffer.alloc(300 << 20)]));
  let sent = 0;
  const bombing = await server((ask, response) => {
    if (ask.file !== trainImages) return give(packed(ask.file), ask, response);
    const next = () => {
      if (sent >= bomb.length || response.closed) return response.end();
      response.write(bomb.subarray(sent, sent + 4096));
      sent += 4096;
      // Slow enough for a busy machine to notice before it is all on its way.
      setTimeout(next, 10);
    };
    next();
  });
  const source = sourceOf([bombing, await wholeServer()]);
  await expectAll(source);
  expect(source.status().problems[0]).toMatch(/this site: expected train-images.* SHA-256/);
  expect(sent).toBeLessThan(bomb.length / 2);
});

describe('a download that breaks off', () => {
  test.each<[string, Manner]>([
    ['cut', { cutAfter: 200_000 }],
    ['silent', { silentAfter: 200_000 }],
  ])('%s: goes on at the same byte, in the same gzip', async (_name, manner) => {
    const ranges = { ranges: true, etag: '"1"' };
    const serving = await spoiltServer([{ ...manner, ...ranges }, { ...manner, ...ranges }, ranges]);
    const source = sourceOf([serving]);
    await expectAll(source);
    expect(serving.asked.filter((name) => name.startsWith(trainImages))).toEqual([
      trainImages,
      `${trainImages}@200000`,
      `${trainImages}@400000`,
    ]);
    expect(source.status().problems[0]).toMatch(/^this site: train-images.*; going on at byte 200,000\.$/);
    expect(source.status().parts.train.bytes).toBe(
      packed(trainImages).length + packed(files.train.labels.name).length,
    );
  });

  test('goes on in a file that was never packed', async () => {
    const serving = await spoiltServer([{ cutAfter: 300_001 }, { ranges: true }], plain(trainImages));
    await expectAll(sourceOf([serving]));
    expect(serving.asked).toContain(`${trainImages}@300001`);
  });

  test.each<[string, Manner]>([
    ['that knows no ranges', {}],
    ['that gives another range', { ranges: 'other' }],
    ['whose file has changed since', { ranges: true, etag: '"2"' }],
    [
      'that packs the rest on the way',
      { ranges: true, etag: '"1"', headers: { 'content-encoding': 'gzip' } },
    ],
  ])('from a server %s: is taken again, what is here is kept', async (_name, second) => {
    const serving = await spoiltServer([{ cutAfter: 200_000, etag: '"1"' }, second, {}]);
    const source = sourceOf([serving]);
    const counts: number[] = [];
    source.subscribe(({ parts }) => counts.push(parts.train.images));
    await expectAll(source);
    expect(counts).toEqual([...counts].sort((a, b) => a - b));
    expect(source.status().problems.length).toBeGreaterThan(0);
  });

  test('when the line unpacks, no range is asked for', async () => {
    const headers = { 'content-encoding': 'gzip' };
    const serving = await spoiltServer([
      { cutAfter: 200_000, headers },
      { headers, ranges: true },
    ]);
    await expectAll(sourceOf([serving]));
    expect(serving.asked.filter((name) => name.startsWith(trainImages))).toEqual([trainImages, trainImages]);
  });

  test('a length that was never told: the end that comes too soon is noticed', async () => {
    for (const bytes of [packed(trainImages), plain(trainImages)]) {
      const serving = await spoiltServer([{ cutAfter: 200_000, unmeasured: true }, {}], bytes);
      const source = sourceOf([serving]);
      await expectAll(source);
      expect(source.status().problems[0]).toMatch(/got the end after 200,000; asking for it again/);
    }
  });

  test('wrong bytes before the break and right ones after: all of it is taken again', async () => {
    const wrong = plain(trainImages).slice();
    wrong[1000] = (wrong[1000] as number) ^ 1;
    let asked = 0;
    const serving = await server((ask, response) => {
      if (ask.file !== trainImages) return give(packed(ask.file), ask, response);
      asked += 1;
      if (asked === 1) give(wrong, ask, response, { cutAfter: 200_000 });
      else give(plain(trainImages), ask, response, { ranges: true });
    });
    await expectAll(sourceOf([serving]));
    expect(asked).toBe(3);
  });

  test('again and again without getting further: the next place goes on with what is here', async () => {
    const cutting = await spoiltServer([{ cutAfter: 200_000 }]);
    const source = sourceOf([cutting, await wholeServer()]);
    const counts: number[] = [];
    source.subscribe(({ parts }) => counts.push(parts.train.images));
    await expectAll(source);
    expect(cutting.asked.filter((name) => name.startsWith(trainImages)).length).toBeLessThan(6);
    expect(counts).toEqual([...counts].sort((a, b) => a - b));
  });
});

describe('a source that stalls is left for the next one after its first stall:', () => {
  /** One byte now and then: never silent for long, and never done. */
  const trickle = () =>
    server((ask, response) => {
      const bytes = packed(ask.file);
      response.setHeader('content-length', bytes.length);
      let at = 0;
      const timer = setInterval(() => response.write(bytes.subarray(at, ++at)), 50);
      response.on('close', () => clearInterval(timer));
    });

  test.each<[string, () => Promise<DataServer>, RegExp]>([
    [
      'no answer at all',
      () => server(() => {}),
      /labels\S+ expected an answer, got none for 0\.4 s; asking 127/,
    ],
    ['silent in mid-file', () => spoiltServer([{ silentAfter: 30_000 }]), /expected more bytes, got none/],
    [
      'one byte now and then',
      trickle,
      /expected at least 2,000 bytes a second, got \d+ in 0\.\d s; asking 127/,
    ],
  ])('%s', async (_name, first, problem) => {
    const stalling = await first();
    const source = sourceOf([stalling, await wholeServer()]);
    await expectAll(source);
    expect(stalling.asked.filter((name) => name === stalling.asked.at(-1))).toHaveLength(1);
    expect(source.status().problems.join('\n')).toMatch(problem);
  });

  test('it is asked once more when the others have nothing', async () => {
    let asked = 0;
    const late = await server((ask, response) => {
      asked += 1;
      if (asked > 1) give(packed(ask.file), ask, response);
    });
    const none = await server((_, response) => response.writeHead(404).end());
    const source = sourceOf([late, none]);
    await expectAll(source);
    expect(late.asked.slice(0, 2)).toEqual([files.train.labels.name, files.train.labels.name]);
  });

  test('where there is no other, it is tried again', async () => {
    let asked = 0;
    const late = await server((ask, response) => {
      asked += 1;
      if (asked > 1) give(packed(ask.file), ask, response);
    });
    await expectAll(sourceOf([late]));
  });
});
