import { type Result, refusedFor } from '../lib/result.ts';

/**
 * Large files of data, kept unpacked in Cache Storage so that the next visit starts without the network.
 * Private windows, plain http and full disks refuse it, so every failure is a result: nothing throws.
 */
export interface DataCache {
  /** What was kept under this name; null when nothing was, or nothing that can be reached. */
  read(name: string): Promise<ByteStream | null>;
  /** Keeps the pieces, one after the other, as one file. They are read as they lie, not copied first. */
  write(name: string, pieces: readonly Uint8Array[]): Promise<Result>;
  /** Bytes of all the files that are kept; 0 where none can be. */
  size(): Promise<number>;
  /** Forgets one file, or all of them. */
  remove(name?: string): Promise<Result>;
}

export interface ByteStream {
  getReader(): ReadableStreamDefaultReader<Uint8Array>;
}

/** What is used of a page's or worker's global object. `caches` is missing on plain http. */
export type CacheScope = Pick<typeof globalThis, 'Response' | 'ReadableStream'> & {
  readonly caches?: CacheStorage;
};

/** Changes with the form of what is kept. */
export const dataCacheName = 'lenet-lab-data-v1';

/** Cache Storage keeps answers by address; this one leads nowhere (RFC 2606), so no request meets it. */
const addressOf = (name: string) => `https://lenet-lab.invalid/${encodeURIComponent(name)}`;
const lengthHeader = 'x-byte-length';
const sliceLength = 1 << 20;

/** @param scope the global object of the page or worker */
export function openDataCache(scope: CacheScope = globalThis): DataCache {
  /** Forbidden storage throws already when `caches` is looked at. */
  const storage = () => {
    const { caches } = scope;
    if (!caches)
      throw new Error('expected Cache Storage, got a page without it (it needs https or localhost)');
    return caches;
  };
  const opened = async () => ((await storage().has(dataCacheName)) ? storage().open(dataCacheName) : null);

  return {
    async read(name) {
      try {
        return (await (await opened())?.match(addressOf(name)))?.body ?? null;
      } catch {
        return null;
      }
    },
    write: (name, pieces) =>
      asResult(async () => {
        const length = pieces.reduce((sum, piece) => sum + piece.length, 0);
        const headers = { [lengthHeader]: String(length), 'content-type': 'application/octet-stream' };
        const response = new scope.Response(streamOf(scope, pieces), { headers });
        await (await storage().open(dataCacheName)).put(addressOf(name), response);
      }),
    async size() {
      try {
        const kept = (await (await opened())?.matchAll()) ?? [];
        return kept.reduce((sum, { headers }) => sum + Number(headers.get(lengthHeader) ?? 0), 0);
      } catch {
        return 0;
      }
    },
    remove: (name) =>
      asResult(async () => {
        if (name === undefined) await storage().delete(dataCacheName);
        else await (await opened())?.delete(addressOf(name));
      }),
  };
}

async function asResult(work: () => Promise<void>): Promise<Result> {
  try {
    await work();
    return { ok: true };
  } catch (error) {
    return refusedFor(error);
  }
}

/** The pieces in slices, each made when the one before has been taken. */
function streamOf(scope: CacheScope, pieces: readonly Uint8Array[]): ReadableStream {
  let piece = 0;
  let at = 0;
  return new scope.ReadableStream({
    pull(controller) {
      while (at >= (pieces[piece]?.length ?? Number.POSITIVE_INFINITY)) {
        piece += 1;
        at = 0;
      }
      const bytes = pieces[piece];
      if (!bytes) return controller.close();
      controller.enqueue(bytes.subarray(at, at + sliceLength));
      at += sliceLength;
    },
  });
}
