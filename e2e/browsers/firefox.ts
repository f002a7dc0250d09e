import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually, freePort, start } from './processes.ts';
import { Browser, type Command, type Send } from './web-driver.ts';

/** What the pages write to the console as errors, and what they throw; not what the browser says of its own services. */
const isError = /^(console\.error: (?!RSLoader|RemoteSettings)|JavaScript error: http)/;

/**
 * Firefox speaks Marionette: WebDriver's commands under names of its own, as JSON over a socket. Debian has
 * no geckodriver, which would only translate.
 * https://firefox-source-docs.mozilla.org/testing/marionette/Protocol.html
 */
const names: Readonly<Record<Command, string>> = {
  navigate: 'WebDriver:Navigate',
  reload: 'WebDriver:Refresh',
  find: 'WebDriver:FindElements',
  click: 'WebDriver:ElementClick',
  act: 'WebDriver:PerformActions',
  run: 'WebDriver:ExecuteAsyncScript',
  setTimeouts: 'WebDriver:SetTimeouts',
};

const preferences = (port: number) => `
user_pref("marionette.port", ${port});
user_pref("devtools.console.stdout.content", true);
user_pref("datareporting.policy.dataSubmissionEnabled", false);
user_pref("browser.shell.checkDefaultBrowser", false);
user_pref("app.update.disabledForTesting", true);
user_pref("network.captive-portal-service.enabled", false);
user_pref("network.connectivity-service.enabled", false);
user_pref("services.settings.server", "");
`;

export async function openFirefox(path: string): Promise<Browser> {
  const profile = await mkdtemp(join(tmpdir(), 'lenet-firefox-'));
  const port = await freePort();
  await writeFile(join(profile, 'user.js'), preferences(port));
  const arguments_ = ['--headless', '--no-remote', '--marionette', '--profile', profile];
  const program = start(path, arguments_, { MOZ_CRASHREPORTER_DISABLE: '1', HOME: profile });
  const close = async () => {
    await program.stop();
    await rm(profile, { recursive: true, force: true, maxRetries: 5 });
  };
  try {
    const line = await eventually(() => openLine(port));
    await line.ask('WebDriver:NewSession', { acceptInsecureCerts: false });
    const send: Send = async (command, parameters = {}, id) => {
      const answer = await line.ask(names[command], { ...parameters, ...(id && { id }) });
      // A single value comes in a wrapper, a list as it is.
      return answer && typeof answer === 'object' && 'value' in answer ? answer.value : answer;
    };
    await send('setTimeouts', { script: 60_000, pageLoad: 60_000 });
    return new Browser(send, () => program.lines.filter((line) => isError.test(line)), close);
  } catch (error) {
    await close();
    throw error;
  }
}

interface Line {
  ask(command: string, parameters: object): Promise<unknown>;
}

/** Packets are "length:[type, id, ...]"; type 0 asks and type 1 answers. The first is the browser's greeting. */
async function openLine(port: number): Promise<Line> {
  const socket = await connected(port);
  const waiting = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>();
  let bytes = Buffer.alloc(0);
  let asked = 0;
  let greet = () => {};
  const greeted = new Promise<void>((resolve) => {
    greet = resolve;
  });
  const hear = (packet: unknown) => {
    if (!Array.isArray(packet)) return greet();
    const [, id, error, result] = packet;
    const one = waiting.get(id);
    waiting.delete(id);
    if (error) one?.reject(new Error(`${error.error}: ${error.message}`));
    else one?.resolve(result);
  };
  socket.on('data', (data) => {
    bytes = Buffer.concat([bytes, data]);
    for (;;) {
      const colon = bytes.indexOf(':');
      const end = colon + 1 + Number(bytes.subarray(0, Math.max(0, colon)).toString());
      if (colon < 0 || bytes.length < end) return;
      const packet = bytes.subarray(colon + 1, end).toString();
      bytes = bytes.subarray(end);
      hear(JSON.parse(packet));
    }
  });
  socket.on('close', () => {
    for (const { reject } of waiting.values()) reject(new Error('Firefox has gone'));
  });
  await greeted;
  return {
    ask: (command, parameters) =>
      new Promise((resolve, reject) => {
        asked += 1;
        waiting.set(asked, { resolve, reject });
        const packet = Buffer.from(JSON.stringify([0, asked, command, parameters]));
        socket.write(`${packet.length}:${packet}`);
      }),
  };
}

function connected(port: number): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => resolve(socket));
    socket.once('error', reject);
  });
}
