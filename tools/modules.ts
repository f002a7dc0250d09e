import { dirname, join } from 'node:path/posix';
import { parseSync } from 'oxc-parser';

/** What the source files import and export, read without running them. */

/** One import of a source file, as written. */
export interface Import {
  readonly from: string;
  readonly specifier: string;
  /** Erased by the compiler: it loads nothing. */
  readonly typeOnly: boolean;
  /** An `import()`: it loads when it is asked for. */
  readonly isLazy?: boolean;
}

/** Static, dynamic and re-exporting imports of a file. */
export function importsOf(file: string, source: string): Import[] {
  const { module, errors } = parseSync(file, source);
  if (errors.length > 0) throw new Error(`${file}: cannot be parsed: ${errors[0]?.message}`);
  const found: Import[] = [];
  for (const { moduleRequest, entries } of module.staticImports) {
    const typeOnly = entries.length > 0 && entries.every((entry) => entry.isType);
    found.push({ from: file, specifier: moduleRequest.value, typeOnly });
  }
  for (const { entries } of module.staticExports) {
    for (const entry of entries) {
      if (entry.moduleRequest)
        found.push({ from: file, specifier: entry.moduleRequest.value, typeOnly: entry.isType });
    }
  }
  for (const { moduleRequest } of module.dynamicImports) {
    const literal = source.slice(moduleRequest.start, moduleRequest.end).match(/^(['"`])([^$]*)\1$/);
    if (!literal) throw new Error(`${file}: an import() with a computed name cannot be checked`);
    found.push({ from: file, specifier: literal[2] as string, typeOnly: false, isLazy: true });
  }
  return found;
}

/** Tests, and what only tests use. */
export function isForTests(file: string): boolean {
  return /\.(test|fixture)\.tsx?$|\/test-support\//.test(file);
}

/** The file that a relative import means. AssemblyScript leaves the extension out. */
export function targetOf({ from, specifier }: Pick<Import, 'from' | 'specifier'>): string {
  const target = join(dirname(from), specifier.replace(/\?.*$/, ''));
  return isAssembly(from) ? `${target}.ts` : target;
}

export const isAssembly = (file: string) => file.includes('/assembly/');

/** Circles of imports, each as a path that ends where it began. */
export function circles(graph: ReadonlyMap<string, readonly string[]>): string[][] {
  const found: string[][] = [];
  const done = new Set<string>();
  const visit = (file: string, path: string[]) => {
    const at = path.indexOf(file);
    if (at >= 0) {
      found.push([...path.slice(at), file]);
      return;
    }
    if (done.has(file)) return;
    for (const next of graph.get(file) ?? []) visit(next, [...path, file]);
    done.add(file);
  };
  for (const file of graph.keys()) visit(file, []);
  return found;
}

/** What a file exports, and what it uses of others. */
export interface ModuleFacts {
  /** Names, with their places in the source. */
  readonly exported: readonly { readonly name: string; readonly at: number }[];
  /** Names by file; null where all of a file may be used: a namespace, or an import() of it. */
  readonly used: readonly { readonly file: string; readonly name: string | null }[];
}

export function factsOf(file: string, source: string): ModuleFacts {
  const { module } = parseSync(file, source);
  const exported: { name: string; at: number }[] = [];
  const used: { file: string; name: string | null }[] = [];
  const use = (specifier: string, name: string | null) => {
    if (specifier.startsWith('.')) used.push({ file: targetOf({ from: file, specifier }), name });
  };
  for (const { moduleRequest, entries } of module.staticImports) {
    for (const { importName } of entries) {
      use(moduleRequest.value, importName.kind === 'NamespaceObject' ? null : (importName.name ?? 'default'));
    }
  }
  for (const { entries } of module.staticExports) {
    for (const { moduleRequest, importName, exportName, start } of entries) {
      if (moduleRequest) use(moduleRequest.value, importName.kind === 'Name' ? importName.name : null);
      if (exportName.kind !== 'None') exported.push({ name: exportName.name ?? 'default', at: start });
    }
  }
  for (const { moduleRequest } of module.dynamicImports) {
    use(source.slice(moduleRequest.start + 1, moduleRequest.end - 1), null);
  }
  return { exported, used };
}

/** "file: name" for each export that no other file uses. An export that nobody imports hides dead code. */
export function unusedExports(modules: ReadonlyMap<string, ModuleFacts>): string[] {
  const used = new Set<string>();
  for (const [from, facts] of modules) {
    for (const { file, name } of facts.used) if (file !== from) used.add(`${file}: ${name ?? '*'}`);
  }
  return [...modules].flatMap(([file, { exported }]) =>
    used.has(`${file}: *`)
      ? []
      : exported.map(({ name }) => `${file}: ${name}`).filter((place) => !used.has(place)),
  );
}
