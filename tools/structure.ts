/**
 * The structure that `npm run check:imports` enforces, as data.
 *
 * `folders` is ordered, lowest first: a file imports only from its own folder and from folders
 * earlier in the list. A folder under src/ that is missing here fails the check.
 */
export const folders = [
  'language',
  'lib',
  'network',
  'formats',
  'digits',
  'storage',
  'data',
  'measures',
  'engines',
  'explain',
  'run',
  'lab',
  'pictures',
  'ui',
  'features',
  'app',
  'cli',
] as const;

/** The command line stands beside the page: it shares the computing, never the components. */
export const pageOnly = ['ui', 'features', 'app'];

/** Subfolders of these never import from one another. */
export const separated = ['features'];

/** Outside src/, and shown by a page. */
export const shownFiles = [
  'public/models/lenet5/card.json',
  'CHANGELOG.md',
  'docs/formats.md',
  'docs/lesson-plan.md',
  'docs/lesson-plan.de.md',
];

/** Packages that only some places may import. */
export const packageFences: readonly {
  readonly packages: RegExp;
  readonly allowed: RegExp;
  readonly why: string;
}[] = [
  {
    packages: /^@tensorflow\//,
    allowed: /^src\/engines\/tfjs\//,
    why: 'TensorFlow.js stays behind the engine interface',
  },
  {
    packages: /^(react|react-dom|zustand\/react)(\/|$)/,
    allowed: /^src\/(ui|features|app)\//,
    why: 'React is for the page',
  },
  {
    packages: /^(idb|idb-keyval)(\/|$)/,
    allowed: /^src\/(storage|run\/store)\//,
    why: 'IndexedDB is for storage',
  },
  {
    packages: /^umap-js(\/|$)/,
    allowed: /^src\/lab\/umap\//,
    why: 'maps by UMAP are made in a worker of their own',
  },
  {
    packages: /^node:/,
    allowed: /^src\/(cli\/|engines\/wasm\/[a-z-]*node[a-z-]*\.ts$)/,
    why: 'the rest runs in a browser',
  },
];

/**
 * Engines compute, so only what runs off the page's thread may load them; types are free, and so is the list of
 * what there is.
 */
export const engineUsers = /^src\/(engines|run|lab|cli)\//;
export const enginesForAll = /^src\/engines\/(registry|lookup)\.ts$/;

/** Run on the page's thread: they speak to the workers and must not load what the workers load. */
export const workerClients = {
  files: /^src\/lab\/[a-z]+\/(client|view|reader-worker)\.ts$/,
  mayLoad:
    /^src\/(language|lib|network|digits|storage\/(engine-choice|kept-drawing)|run\/(contract|settings\/)|lab\/[a-z]+\/(contract|client|view|reader-worker|late-answers)|engines\/(registry|lookup))/,
};
