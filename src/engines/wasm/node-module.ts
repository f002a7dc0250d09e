/** The little of Node that the engine uses. The checker's settings for workers do not know Node. */
interface NodeModules {
  'node:fs/promises': { readFile(url: URL): Promise<Uint8Array<ArrayBuffer>> };
  'node:v8': { setFlagsFromString(flags: string): void };
  'node:module': { createRequire(from: string): { resolve(name: string): string } };
  'node:worker_threads': {
    readonly Worker: new (
      script: string,
      options: { readonly eval: true; readonly execArgv: readonly string[] },
    ) => NodeWorker;
    /** Null in the main thread. */
    readonly parentPort: NodePort | null;
  };
}

interface NodePort {
  on(event: 'message', listener: (data: unknown) => void): void;
  postMessage(data: unknown, transfer: readonly ArrayBuffer[]): void;
}

interface NodeWorker extends NodePort {
  on(event: 'message' | 'error', listener: (given: unknown) => void): void;
  on(event: 'exit', listener: (code: number) => void): void;
  ref(): void;
  unref(): void;
  terminate(): Promise<number>;
}

/**
 * A module of Node, or undefined in a browser. Asking the process for it, rather than importing it,
 * keeps Node's modules out of the browser's bundle.
 */
export function nodeModule<Name extends keyof NodeModules>(name: Name): NodeModules[Name] | undefined {
  const { process } = globalThis as {
    process?: { getBuiltinModule?<Wanted extends keyof NodeModules>(name: Wanted): NodeModules[Wanted] };
  };
  return process?.getBuiltinModule?.(name);
}
