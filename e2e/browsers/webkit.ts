import { existsSync, readdirSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually, freePort, start } from './processes.ts';
import { Browser, commands, type Send } from './web-driver.ts';

/** What the pages write to the console as errors, and what they throw. */
const isError = /CONSOLE .*ERROR/;

/** WebKitGTK's small browser, which comes with its driver. */
export function miniBrowser(): string | undefined {
  const libraries = '/usr/lib';
  return readdirSync(libraries)
    .flatMap((folder) => ['webkit2gtk-4.1', 'webkit2gtk-4.0'].map((name) => join(libraries, folder, name)))
    .map((folder) => join(folder, 'MiniBrowser'))
    .find((path) => existsSync(path));
}

/** It has no headless mode: it runs on a screen of its own. */
export async function openWebKit(driver: string, browser: string): Promise<Browser> {
  const home = await mkdtemp(join(tmpdir(), 'lenet-webkit-'));
  const port = await freePort();
  const screen = ['--auto-servernum', '--server-args=-screen 0 1440x900x24'];
  const program = start('xvfb-run', [...screen, driver, `--port=${port}`], {
    HOME: home,
    XDG_DATA_HOME: join(home, 'data'),
    XDG_CACHE_HOME: join(home, 'cache'),
    // Root may not make the namespaces of its sandbox on every machine.
    WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS: '1',
  });
  const close = async () => {
    await program.stop();
    await rm(home, { recursive: true, force: true, maxRetries: 5 });
  };
  const ask = async (method: string, path: string, parameters?: object): Promise<unknown> => {
    const response = await fetch(`http://127.0.0.1:${port}/${path}`, {
      method,
      ...(method === 'POST' && { body: JSON.stringify(parameters ?? {}) }),
    });
    const { value } = (await response.json()) as { value: unknown };
    if (response.ok) return value;
    const { error, message } = value as { error: string; message: string };
    throw new Error(`${error}: ${message}`);
  };
  try {
    await eventually(() => ask('GET', 'status'));
    const args = ['--automation', '--geometry=1400x860', '--enable-write-console-messages-to-stdout=true'];
    const { sessionId } = (await ask('POST', 'session', {
      capabilities: { alwaysMatch: { 'webkitgtk:browserOptions': { binary: browser, args } } },
    })) as { sessionId: string };
    const send: Send = (command, parameters, id) => {
      const [method, path] = commands[command];
      return ask(method, `session/${sessionId}/${path.replace(':id', id ?? '')}`, parameters);
    };
    await send('setTimeouts', { script: 60_000, pageLoad: 60_000 });
    return new Browser(send, () => program.lines.filter((line) => isError.test(line)), close);
  } catch (error) {
    await close();
    throw error;
  }
}
