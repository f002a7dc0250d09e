import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { siteHeaders } from './site-headers.ts';

export interface NginxSite {
  /** That the site is served below: "/" or "/some/path/". */
  readonly path: string;
  /** Absolute path of the folder with the built site, without a "/" at its end. */
  readonly root: string;
  readonly port: number;
}

/** A `server` of nginx for the built site, with the headers that `npm start` sends. */
export function nginxConfig({ path, root, port }: NginxSite): string {
  if (!/^\/([\w.~-]+\/)*$/.test(path))
    throw new Error(`nginx: expected a path such as / or /some/path/, got ${path}`);
  if (!/^\/[^\s"';{}$]*[^/\s"';{}$]$/.test(root))
    throw new Error(
      `nginx: expected an absolute folder without spaces and without / at its end, got ${root}`,
    );
  // A location with an add_header inherits none, so each has them all.
  const headers = (cacheControl: string) =>
    Object.entries({ ...siteHeaders, 'Cache-Control': cacheControl }).map(
      ([name, value]) => `add_header ${name} "${value}" always;`,
    );
  const location = (match: string, lines: readonly string[]) => [
    `    location ${match} {`,
    ...lines.map((line) => `        ${line}`),
    '    }',
  ];
  const unnamed = headers('no-cache');
  return [
    '# Written by tools/nginx-config.ts; docs/deploy.md says how.',
    'server {',
    `    listen ${port};`,
    '    absolute_redirect off;',
    '    gzip on;',
    '    gzip_types application/javascript application/json application/wasm image/svg+xml text/css;',
    ...(path === '/' ? [] : location(`= ${path.slice(0, -1)}`, [`return 301 ${path};`])),
    ...location(path, [`alias ${root}/;`, 'index index.html;', ...unnamed]),
    '    # Named by their content.',
    ...location(`${path}assets/`, [
      `alias ${root}/assets/;`,
      ...headers('public, max-age=31536000, immutable'),
    ]),
    "    # nginx's own list has no such type.",
    ...location(`= ${path}manifest.webmanifest`, [
      `alias ${root}/manifest.webmanifest;`,
      'types {}',
      'default_type application/manifest+json;',
      ...unnamed,
    ]),
    '}',
    '',
  ].join('\n');
}

function main() {
  const { values } = parseArgs({
    options: {
      path: { type: 'string', default: '/' },
      root: { type: 'string', default: '/usr/share/nginx/html' },
      port: { type: 'string', default: '8080' },
    },
  });
  process.stdout.write(nginxConfig({ path: values.path, root: values.root, port: Number(values.port) }));
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) main();
