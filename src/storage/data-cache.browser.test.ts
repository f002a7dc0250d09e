import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type ByteStream, type CacheScope, dataCacheName, openDataCache } from './data-cache.ts';

const cache = openDataCache();
const clear = () => caches.delete(dataCacheName);
beforeEach(clear);
afterEach(clear);

/** All bytes, and in how many pieces they came. */
async function readAll(stream: ByteStream | null): Promise<{ bytes: Uint8Array; pieces: number }> {
  if (!stream) throw new Error('expected a file, got null');
  const reader = stream.getReader();
  const pieces: Uint8Array[] = [];
  for (let { value } = await reader.read(); value; { value } = await reader.read()) pieces.push(value);
  return { bytes: new Uint8Array(await new Blob(pieces as BlobPart[]).arrayBuffer()), pieces: pieces.length };
}

describe('the cache of this browser', () => {
  test('gives back what was kept, piece after piece, and says how much it is', async () => {
    const header = Uint8Array.of(1, 2, 3);
    const body = Uint8Array.from({ length: 2_500_000 }, (_, i) => i % 251);
    expect(await cache.write('images', [header, new Uint8Array(), body])).toEqual({ ok: true });
    expect(await cache.write('labels', [Uint8Array.of(9)])).toEqual({ ok: true });
    expect(await cache.size()).toBe(2_500_004);
    const { bytes, pieces } = await readAll(await cache.read('images'));
    expect(pieces).toBeGreaterThan(1);
    expect(bytes.length).toBe(2_500_003);
    expect(bytes.every((byte, i) => byte === (i < 3 ? header[i] : body[i - 3]))).toBe(true);
  });

  test('has nothing before, and nothing after it was removed, one or all', async () => {
    expect([await cache.read('a'), await cache.size()]).toEqual([null, 0]);
    expect(await caches.has(dataCacheName)).toBe(false);
    await cache.write('a', [Uint8Array.of(1)]);
    await cache.write('b', [Uint8Array.of(2, 3)]);
    expect(await cache.remove('a')).toEqual({ ok: true });
    expect([await cache.read('a'), await cache.size()]).toEqual([null, 2]);
    expect(await cache.remove()).toEqual({ ok: true });
    expect([await cache.read('b'), await cache.size()]).toEqual([null, 0]);
    expect(await cache.remove()).toEqual({ ok: true });
  });

  test('keeps the newest of one name', async () => {
    await cache.write('a', [Uint8Array.of(1, 1)]);
    await cache.write('a', [Uint8Array.of(2)]);
    expect((await readAll(await cache.read('a'))).bytes).toEqual(Uint8Array.of(2));
    expect(await cache.size()).toBe(1);
  });
});

describe('a cache that fails is a result', () => {
  const scopes: [string, object, RegExp][] = [
    ['missing, as on plain http', {}, /needs https or localhost/],
    [
      'forbidden',
      {
        get caches() {
          throw new DOMException('not here', 'SecurityError');
        },
      },
      /not here/,
    ],
    [
      'full',
      {
        caches: {
          has: () => caches.has(dataCacheName),
          delete: () => caches.delete(dataCacheName),
          open: async (name: string) =>
            Object.assign(await caches.open(name), {
              put: () => Promise.reject(new DOMException('Quota exceeded.', 'QuotaExceededError')),
            }),
        },
      },
      /Quota exceeded/,
    ],
  ];
  test.each(scopes)('%s', async (_name, scope, reason) => {
    const broken = openDataCache(
      Object.setPrototypeOf(scope, { Response, ReadableStream }) as unknown as CacheScope,
    );
    expect(await broken.write('a', [Uint8Array.of(1)])).toEqual({
      ok: false,
      reason: expect.stringMatching(reason),
    });
    expect([await broken.read('a'), await broken.size()]).toEqual([null, 0]);
  });
});
