import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import sirv from 'sirv';
import type { Plugin } from 'vite';

/** Where MNIST is on this machine: $MNIST_DIR, else data/mnist (filled by `npm run fetch:mnist`). */
export function mnistDirectory(): string | undefined {
  const directory = resolve(process.env.MNIST_DIR || 'data/mnist');
  return existsSync(directory) ? directory : undefined;
}

/** Serves that folder as `mnist/` from the development and the preview server; never built in. */
export function mnistFolder(): Plugin {
  const serve = () => {
    const directory = mnistDirectory();
    return directory ? sirv(directory, { dev: true, etag: true }) : undefined;
  };
  return {
    name: 'lenet-lab:mnist-folder',
    configureServer(server) {
      const handler = serve();
      if (handler) server.middlewares.use('/mnist', handler);
    },
    configurePreviewServer(server) {
      const handler = serve();
      if (handler) server.middlewares.use('/mnist', handler);
    },
  };
}
