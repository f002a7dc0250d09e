import { cpSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type SiteOptions, type SiteServer, serveSite } from '../../tools/site-server.ts';

export interface Deployment {
  /** Ends in "/". */
  readonly address: string;
  /** Another version takes the place of the one that is served: the same app, all its files under new names. */
  deploy(): void;
  close(): Promise<void>;
}

/** The built app on a server of its own. */
export async function deployed(options?: SiteOptions): Promise<Deployment> {
  const folder = mkdtempSync(join(tmpdir(), 'lenet-lab-'));
  cpSync('dist', folder, { recursive: true, filter: (path) => !path.endsWith('.map') });
  const site: SiteServer = await serveSite(folder, (_, response) => response.writeHead(404).end(), options);
  return {
    address: site.address,
    deploy: () => renameAssets(folder),
    async close() {
      await site.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function renameAssets(folder: string): void {
  const assets = join(folder, 'assets');
  const names = readdirSync(assets);
  const renamed = (name: string) => name.replace(/(\.\w+)$/, 'N$1');
  const known = new RegExp(names.map((name) => name.replaceAll('.', '\\.')).join('|'), 'g');
  const pages = ['index.html', 'sw.js'].map((name) => join(folder, name));
  for (const path of [...pages, ...names.map((name) => join(assets, name))]) {
    if (!/\.(html|js|css)$/.test(path)) continue;
    const text = readFileSync(path, 'utf8').replace(known, renamed);
    // What the service worker fetches index.html again by.
    writeFileSync(path, text.replace(/("revision":")(?=\w+","url":"index\.html")/, '$1N'));
  }
  for (const name of names) renameSync(join(assets, name), join(assets, renamed(name)));
}
