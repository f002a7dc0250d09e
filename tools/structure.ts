/**
 * The structure that `npm run check:imports` enforces, as data.
 *
 * `folders` is ordered, lowest first: a file imports only from its own folder and from folders
 * earlier in the list. A folder under src/ that is missing here fails the check.
 */
export const folders = [
  'lib',
  'lenet',
  'formats',
  'digits',
  'storage',
  'datasets',
  'engines',
  'training',
  'pictures',
  'ui',
  'pages',
  'app',
  'cli',
] as const;

/** The command line stands beside the page: it shares the computing, never the components. */
export const pageOnly = ['ui', 'pages', 'app'];

/** Subfolders of these never import from one another. */
export const separated = ['pages'];

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
    allowed: /^src\/(ui|pages|app)\//,
    why: 'React is for the page',
  },
  { packages: /^(idb|idb-keyval)(\/|$)/, allowed: /^src\/storage\//, why: 'IndexedDB is for storage' },
  {
    packages: /^node:/,
    allowed: /^src\/(cli\/|engines\/wasm\/[a-z-]*node[a-z-]*\.ts$)/,
    why: 'the rest runs in a browser',
  },
];

/** Engines compute, so only what runs off the page's thread may load them; types are free. */
export const engineUsers = /^src\/(engines|training|cli)\//;

/** Run on the page's thread: they speak to the workers and must not load what the workers load. */
export const workerClients = {
  files: /^src\/training\/(client|learn-client|reader-worker|trainer-client)\.ts$/,
  mayLoad:
    /^src\/(lib|lenet|digits|storage\/(engine-choice|kept-drawing)|training\/(contract|client|learn-contract|reader-worker|run-contract|run-settings|trainer-client|trainer-view))/,
};
