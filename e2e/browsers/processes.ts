import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { createServer } from 'node:net';

/** Where a program is; undefined when it is not installed. */
export function installed(name: string): string | undefined {
  const { status, stdout } = spawnSync('which', [name], { encoding: 'utf8' });
  return status === 0 ? stdout.trim() : undefined;
}

export interface Program {
  /** What it has written so far, line by line. */
  readonly lines: readonly string[];
  stop(): Promise<void>;
}

/** Starts a program with all that it starts itself in one group, so that nothing of it stays behind. */
export function start(
  command: string,
  args: readonly string[],
  environment: NodeJS.ProcessEnv = {},
): Program {
  const program = spawn(command, [...args], {
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...environment },
  });
  const lines: string[] = [];
  for (const stream of [program.stdout, program.stderr]) {
    let rest = '';
    stream.setEncoding('utf8').on('data', (text: string) => {
      const parts = (rest + text).split('\n');
      rest = parts.pop() ?? '';
      lines.push(...parts);
    });
  }
  return { lines, stop: () => stopped(program) };
}

async function stopped(program: ChildProcess): Promise<void> {
  if (program.pid === undefined || program.exitCode !== null) return;
  const gone = new Promise((resolve) => program.once('exit', resolve));
  try {
    process.kill(-program.pid, 'SIGKILL');
  } catch {
    return;
  }
  await gone;
}

/** A port that nobody listens at. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}

/** Tries again until it works. @throws the last error after `limitMs` */
export async function eventually<Value>(attempt: () => Promise<Value>, limitMs = 30_000): Promise<Value> {
  const started = Date.now();
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      if (Date.now() - started > limitMs) throw error;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}
