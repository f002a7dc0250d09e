import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A real server on this machine whose answers a test spoils. */
export interface DataServer {
  /** What a file's name follows. */
  readonly address: string;
  /** File names that were asked for, with the first byte where that was not 0: "a.gz", "a.gz@500". */
  readonly asked: string[];
  close(): Promise<void>;
}

export interface Ask {
  readonly file: string;
  /** First byte of the range that is asked for, 0 without one. */
  readonly from: number;
  readonly request: IncomingMessage;
}
export type Answering = (ask: Ask, response: ServerResponse) => void;

export async function serveData(answer: Answering): Promise<DataServer> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    const file = (request.url ?? '').split('/').at(-1) ?? '';
    const from = Number(request.headers.range?.match(/^bytes=(\d+)-$/)?.[1] ?? 0);
    asked.push(from > 0 ? `${file}@${from}` : file);
    answer({ file, from, request }, response);
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}/mnist/`,
    asked,
    close: () =>
      new Promise((closed) => {
        server.close(() => closed());
        server.closeAllConnections();
      }),
  };
}

export interface Manner {
  /** Bytes after which the line is cut, or falls silent. */
  readonly cutAfter?: number;
  readonly silentAfter?: number;
  /** Whether ranges are answered; "other" gives another range than was asked for. */
  readonly ranges?: boolean | 'other';
  readonly etag?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Without Content-Length, and ended by closing the connection as HTTP/1.0 did. */
  readonly unmeasured?: boolean;
}

/** Gives the bytes, or what the manner leaves of them. */
export function give(bytes: Uint8Array, { from }: Ask, response: ServerResponse, manner: Manner = {}): void {
  const ranged = from > 0 && manner.ranges !== undefined && manner.ranges !== false;
  const first = ranged ? from - (manner.ranges === 'other' ? 1 : 0) : 0;
  const body = bytes.subarray(first);
  if (manner.unmeasured) {
    response.shouldKeepAlive = false;
    response.useChunkedEncodingByDefault = false;
    response.removeHeader('transfer-encoding');
  } else response.setHeader('content-length', body.length);
  if (ranged) response.setHeader('content-range', `bytes ${first}-${bytes.length - 1}/${bytes.length}`);
  if (manner.etag) response.setHeader('etag', manner.etag);
  for (const [name, value] of Object.entries(manner.headers ?? {})) response.setHeader(name, value);
  response.writeHead(ranged ? 206 : 200);
  const end = Math.min(manner.cutAfter ?? body.length, manner.silentAfter ?? body.length, body.length);
  if (end === body.length) response.end(body);
  else
    response.write(body.subarray(0, end), () => {
      if (manner.silentAfter !== undefined) return;
      // What was written is on its way before the line goes.
      setTimeout(() => (manner.unmeasured ? response.end() : response.destroy()), 20);
    });
}
