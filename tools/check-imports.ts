import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path/posix';
import { pathToFileURL } from 'node:url';
import { parseSync } from 'oxc-parser';
import { engineUsers, folders, packageFences, pageOnly, separated, workerClients } from './structure.ts';

/** One import of a source file, as written. */
export interface Import {
  readonly from: string;
  readonly specifier: string;
  /** Erased by the compiler: it loads nothing. */
  readonly typeOnly: boolean;
}

/** Static, dynamic and re-exporting imports of a file, and the workers it starts by URL. */
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
    found.push({ from: file, specifier: literal[2] as string, typeOnly: false });
  }
  return found;
}

/** What is wrong with one import, or undefined. Paths are relative to the project's root, with "/". */
export function violation({ from, specifier, typeOnly }: Import): string | undefined {
  if (!specifier.startsWith('.')) {
    const fence = packageFences.find(({ packages }) => packages.test(specifier));
    return fence && !fence.allowed.test(from) ? `${specifier}: ${fence.why}` : undefined;
  }
  const target = join(dirname(from), specifier.replace(/\?.*$/, ''));
  const folderOf = (path: string) => path.match(/^src\/([^/]+)\//)?.[1];
  const own = folderOf(from);
  const other = folderOf(target);
  if (!own || !other) return `${target}: lies outside src/`;
  const rank = (folder: string) => (folders as readonly string[]).indexOf(folder);
  if (rank(own) < 0) return `src/${own} is missing from the list in tools/structure.ts`;
  if (rank(other) < 0) return `src/${other} is missing from the list in tools/structure.ts`;
  if (rank(other) > rank(own)) return `${target}: ${own}/ lies below ${other}/`;
  if (own === 'cli' && pageOnly.includes(other)) return `${target}: the command line loads no page code`;
  if (separated.includes(own) && own === other && from.split('/')[2] !== target.split('/')[2]) {
    return `${target}: folders of ${own}/ never import each other`;
  }
  if (other === 'engines' && !typeOnly && !engineUsers.test(from))
    return `${target}: engines run off the page's thread`;
  if (workerClients.files.test(from) && !typeOnly && !workerClients.mayLoad.test(target)) {
    return `${target}: the worker's client loads nothing heavy`;
  }
  return undefined;
}

/** Circles of imports that load something, each as a path that ends where it began. */
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

const isTest = (file: string) => /\.test\.tsx?$/.test(file);
const isSource = (file: string) => /\.tsx?$/.test(file) && !file.includes('/assembly/');

function main() {
  const files = readdirSync('src', { recursive: true, encoding: 'utf8' })
    .map((file) => join('src', file.replaceAll('\\', '/')))
    .filter((file) => isSource(file) && statSync(file).isFile());
  const problems: string[] = [];
  const graph = new Map<string, string[]>();
  for (const folder of readdirSync('src', { withFileTypes: true })) {
    if (folder.isDirectory() && !(folders as readonly string[]).includes(folder.name)) {
      problems.push(`src/${folder.name}: missing from the list in tools/structure.ts`);
    }
  }
  for (const file of files) {
    const loads: string[] = [];
    for (const found of importsOf(file, readFileSync(file, 'utf8'))) {
      // Tests may reach anywhere: they open engines and compare with other implementations.
      const problem = isTest(file) ? undefined : violation(found);
      if (problem) problems.push(`${file}: imports ${problem}`);
      if (!found.specifier.startsWith('.')) continue;
      const target = join(dirname(file), found.specifier.replace(/\?.*$/, ''));
      if (!existsSync(target) && !target.includes('/build/'))
        problems.push(`${file}: imports ${target}, which does not exist`);
      if (!found.typeOnly) loads.push(target);
    }
    graph.set(file, loads);
  }
  for (const circle of circles(graph)) problems.push(`a circle: ${circle.join(' -> ')}`);
  for (const problem of problems) console.error(problem);
  console.log(`imports: ${files.length} files read, ${problems.length} problems`);
  process.exitCode = problems.length > 0 ? 1 : 0;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) main();
