import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path/posix';
import { pathToFileURL } from 'node:url';
import {
  circles,
  factsOf,
  type Import,
  importsOf,
  isAssembly,
  isForTests,
  type ModuleFacts,
  targetOf,
  unusedExports,
} from './modules.ts';
import {
  enginesForAll,
  engineUsers,
  folders,
  packageFences,
  pageOnly,
  separated,
  shownFiles,
  workerClients,
} from './structure.ts';

/** Code inside a package that the package does not promise to keep: "package/dist/file". */
const privatePath = /^((?:@[^/]+\/)?[^/]+)\/(?:dist|src|lib)\/(?!.*\.css$)/;

/** A private file may move with any release, so its package has one exact version. */
export function unpinned(specifier: string, versions: Readonly<Record<string, string>>): string | undefined {
  const name = specifier.match(privatePath)?.[1];
  const version = name && versions[name];
  return version && !/^\d/.test(version)
    ? `${specifier}: private files of ${name} need an exact version in package.json, got ${version}`
    : undefined;
}

/** What is wrong with one import, or undefined. Paths are relative to the project's root, with "/". */
export function violation({ from, specifier, typeOnly }: Import): string | undefined {
  if (!specifier.startsWith('.')) {
    const fence = packageFences.find(({ packages }) => packages.test(specifier));
    return fence && !fence.allowed.test(from) ? `${specifier}: ${fence.why}` : undefined;
  }
  const target = targetOf({ from, specifier });
  if (isForTests(target)) return `${target}: only tests may use it`;
  if (isAssembly(from) !== isAssembly(target)) return `${target}: the kernels are compiled on their own`;
  if (shownFiles.includes(target)) return undefined;
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
  if (other === 'engines' && !typeOnly && !engineUsers.test(from) && !enginesForAll.test(target))
    return `${target}: engines run off the page's thread`;
  if (workerClients.files.test(from) && !typeOnly && !workerClients.mayLoad.test(target)) {
    return `${target}: the worker's client loads nothing heavy`;
  }
  return undefined;
}

const isSource = (file: string) => /\.tsx?$/.test(file);

/** Of everything that may use what is in src. */
function allFacts(): Map<string, ModuleFacts> {
  const folders = ['src', 'e2e', 'bench', 'tools'];
  const inside = folders.flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((file) =>
      join(folder, file.replaceAll('\\', '/')),
    ),
  );
  const files = [...inside, ...readdirSync('.')].filter((file) => isSource(file) && statSync(file).isFile());
  return new Map(files.map((file) => [file, factsOf(file, readFileSync(file, 'utf8'))]));
}

function main() {
  const files = readdirSync('src', { recursive: true, encoding: 'utf8' })
    .map((file) => join('src', file.replaceAll('\\', '/')))
    .filter((file) => isSource(file) && statSync(file).isFile());
  const problems: string[] = [];
  const graph = new Map<string, string[]>();
  const { dependencies, devDependencies } = JSON.parse(readFileSync('package.json', 'utf8'));
  const versions = { ...dependencies, ...devDependencies };
  for (const folder of readdirSync('src', { withFileTypes: true })) {
    if (folder.isDirectory() && !(folders as readonly string[]).includes(folder.name)) {
      problems.push(`src/${folder.name}: missing from the list in tools/structure.ts`);
    }
  }
  for (const file of files) {
    const loads: string[] = [];
    for (const found of importsOf(file, readFileSync(file, 'utf8'))) {
      // Tests may reach anywhere: they open engines and compare with other implementations.
      const problem =
        (isForTests(file) ? undefined : violation(found)) ?? unpinned(found.specifier, versions);
      if (problem) problems.push(`${file}: imports ${problem}`);
      if (!found.specifier.startsWith('.')) continue;
      const target = targetOf(found);
      if (!existsSync(target) && !target.includes('/build/'))
        problems.push(`${file}: imports ${target}, which does not exist`);
      loads.push(target);
    }
    graph.set(file, loads);
  }
  for (const place of unusedExports(allFacts())) {
    // The kernels' exports are those of a compiled module.
    if (place.startsWith('src/') && !isAssembly(place))
      problems.push(`${place} is exported, and nothing imports it`);
  }
  for (const circle of circles(graph)) problems.push(`a circle: ${circle.join(' -> ')}`);
  for (const problem of problems) console.error(problem);
  console.log(`imports: ${files.length} files read, ${problems.length} problems`);
  process.exitCode = problems.length > 0 ? 1 : 0;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) main();
