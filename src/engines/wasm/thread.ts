import { t } from '../../language/language.ts';
import { messageOf } from '../../lib/expect.ts';
import { startWorker } from '../../lib/start-worker.ts';
import { nodeModule } from './node-module.ts';

/** Another thread running helper.ts: a worker of the browser, or a worker thread of Node. */
export interface Thread {
  post(message: unknown, transfer: readonly ArrayBuffer[]): void;
  terminate(): void;
}

export interface ThreadEvents {
  readonly message: (data: unknown) => void;
  /** The thread has died, or never came up. May be called more than once. */
  readonly failure: (reason: string) => void;
}

/** @throws when the environment has no threads at all; later failures go to `events`. */
export function startThread(events: ThreadEvents): Thread {
  return nodeModule('node:worker_threads') ? startNodeThread(events) : startBrowserThread(events);
}

function startBrowserThread({ message, failure }: ThreadEvents): Thread {
  // Vite finds the file by this expression; it has to stand as it does.
  const worker = startWorker(() => new Worker(new URL('./helper.ts', import.meta.url), { type: 'module' }));
  worker.addEventListener('message', ({ data }) => message(data));
  worker.addEventListener('messageerror', () => failure(t`a message could not be read`));
  worker.addEventListener('error', (event) => {
    event.preventDefault();
    // A script that cannot be loaded gives an event without a message.
    failure(event.message || t`its script did not load`);
  });
  return {
    post: (data, transfer) => worker.postMessage(data, [...transfer]),
    terminate: () => worker.terminate(),
  };
}

function startNodeThread({ message, failure }: ThreadEvents): Thread {
  const [threads, modules] = [nodeModule('node:worker_threads'), nodeModule('node:module')];
  if (!threads || !modules) throw new Error('this is not Node');
  // Named apart from import.meta.url, so that Vite does not take it for one of the page's files.
  const here = import.meta.url;
  // Node reads no TypeScript, and what the main thread has registered for it does not reach threads.
  const tsx = modules.createRequire(here).resolve('tsx/esm/api').replace(/cjs$/, 'mjs');
  const helper = new URL('./helper.ts', here).href;
  const script = `import(${JSON.stringify(tsx)}).then(({ register }) => {
    register();
    return import(${JSON.stringify(helper)});
  });`;
  const worker = new threads.Worker(script, { eval: true, execArgv: [] });
  worker.on('message', (data) => {
    // A thread that waits for work does not keep the process alive; one that owes an answer does.
    worker.unref();
    message(data);
  });
  worker.on('error', (error) => failure(messageOf(error)));
  worker.on('exit', (code) => failure(t`it ended with code ${code}`));
  return {
    post: (data, transfer) => {
      worker.ref();
      worker.postMessage(data, transfer);
    },
    terminate: () => void worker.terminate(),
  };
}
