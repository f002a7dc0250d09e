import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import sirv from 'sirv';
import type { Ask } from './data-server.ts';
import { siteHeaders } from './site-headers.ts';

export interface SiteServer {
  /** Ends in "/". */
  readonly address: string;
  close(): Promise<void>;
}

export interface SiteOptions {
  /** The path that the app is served below, "/" or "/some/path/". */
  readonly path?: string;
  /** Sent with every file. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Gives FILE.gz in the place of FILE, where there is one, to whoever takes it. */
  readonly gzip?: boolean;
}

/** The built app as a web server gives it, with `mnist/` answered in whatever way a test or a benchmark wants. */
export async function serveSite(
  folder: string,
  answer: (ask: Ask, response: ServerResponse) => void,
  { path = '/', headers = siteHeaders, gzip = false }: SiteOptions = {},
): Promise<SiteServer> {
  const pages = sirv(folder, { dev: true, gzip });
  const server = createServer((request, response) => {
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
    if (!request.url?.startsWith(path)) {
      response.writeHead(404).end();
      return;
    }
    request.url = request.url.slice(path.length - 1);
    const file = request.url.match(/^\/mnist\/([^?]*)/)?.[1];
    if (file === undefined) {
      pages(request, response, () => {
        response.writeHead(404).end();
      });
      return;
    }
    const from = Number(request.headers.range?.match(/^bytes=(\d+)-$/)?.[1] ?? 0);
    answer({ file, from, request }, response);
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`,
    close: () =>
      new Promise((closed) => {
        server.close(() => closed());
        server.closeAllConnections();
      }),
  };
}

/** Gives the bytes at so many a second, as a slow line does. */
export function giveSlowly(bytes: Uint8Array, response: ServerResponse, bytesPerSecond: number): void {
  const everyMs = 20;
  const piece = Math.max(1, Math.round((bytesPerSecond * everyMs) / 1000));
  response.setHeader('content-length', bytes.length);
  let at = 0;
  const timer = setInterval(() => {
    response.write(bytes.subarray(at, at + piece));
    at += piece;
    if (at < bytes.length) return;
    clearInterval(timer);
    response.end();
  }, everyMs);
  response.on('close', () => clearInterval(timer));
}
