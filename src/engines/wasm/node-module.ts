/** The little of Node that the engine uses. The checker's settings for workers do not know Node. */
interface NodeModules {
  'node:fs/promises': { readFile(url: URL): Promise<Uint8Array<ArrayBuffer>> };
  'node:v8': { setFlagsFromString(flags: string): void };
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
