import { existsSync } from 'node:fs';
import sirv from 'sirv';
import type { Plugin } from 'vite';
import { mnistDirectory } from '../src/cli/mnist-files.ts';

/** Serves the folder of MNIST, where there is one, as `mnist/` while developing and previewing; never built in. */
export function mnistFolder(): Plugin {
  const serve = () => {
    const directory = mnistDirectory();
    return existsSync(directory) ? sirv(directory, { dev: true, etag: true }) : undefined;
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
