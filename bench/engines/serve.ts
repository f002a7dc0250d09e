import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, type Plugin, preview } from 'vite';
import type { Batch } from '../../src/engines/engine.ts';

/** Isolated from other origins, so that threads can share memory: ours, and jax-js's. */
const headers = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
};

/**
 * Builds the benchmark's page as a user would get it, minified, and serves it from a temporary folder
 * together with the data, which stays in memory.
 */
export async function serveBenchPage(parameters: Float32Array, data: Batch) {
  const outDir = await mkdtemp(join(tmpdir(), 'lenet-lab-bench-'));
  const shared = {
    configFile: false,
    root: fileURLToPath(new URL('.', import.meta.url)),
    base: './',
    logLevel: 'error',
    build: { outDir, emptyOutDir: true, target: 'es2023', chunkSizeWarningLimit: 10_000 },
  } as const;
  await build({ ...shared, worker: { format: 'es' } });
  const server = await preview({
    ...shared,
    plugins: [dataFile(parameters, data)],
    preview: { port: 5307, headers },
  });
  const address = server.resolvedUrls?.local[0];
  if (!address) throw new Error('bench: expected the server to say its address');
  return {
    address,
    async close() {
      await server.close();
      await rm(outDir, { recursive: true });
    },
  };
}

/** `data.bin`: parameters, digits, labels, one after the other. */
export function dataBytes(parameters: Float32Array, { digits, labels }: Batch): Buffer {
  return Buffer.concat([Buffer.from(parameters.buffer), digits, labels]);
}

function dataFile(parameters: Float32Array, data: Batch): Plugin {
  const body = dataBytes(parameters, data);
  return {
    name: 'lenet-lab:bench-data',
    configurePreviewServer(server) {
      server.middlewares.use('/data.bin', (_, response) => {
        response.writeHead(200, { 'Content-Type': 'application/octet-stream', ...headers });
        response.end(body);
      });
    },
  };
}
