import { createServer, type Plugin } from 'vite';
import type { firstPaintMarkup } from '../src/app/first-paint.tsx';

/**
 * Writes what the page shows at first (`src/app/first-paint.tsx`) into the built index.html, so that it is on the
 * screen as soon as the style sheets are there, before any script of the app.
 */
export function firstPaint(nameOfClass: (name: string, file: string) => string): Plugin {
  let root = '';
  return {
    name: 'lenet-lab:first-paint',
    apply: 'build',
    configResolved(config) {
      root = config.root;
    },
    async transformIndexHtml(html) {
      const place = '<div id="root">';
      if (!html.includes(place)) throw new Error(`first-paint: expected ${place} in index.html`);
      return html.replace(place, `${place}\n      ${await rendered(root, nameOfClass)}`);
    },
  };
}

async function rendered(root: string, nameOfClass: (name: string, file: string) => string): Promise<string> {
  const server = await createServer({
    root,
    configFile: false,
    appType: 'custom',
    logLevel: 'error',
    server: { middlewareMode: true, ws: false, watch: null },
    optimizeDeps: { noDiscovery: true },
    css: { modules: { generateScopedName: nameOfClass } },
  });
  try {
    const page = (await server.ssrLoadModule('/src/app/first-paint.tsx')) as {
      readonly firstPaintMarkup: typeof firstPaintMarkup;
    };
    // The policy allows no styles in attributes, the style sheets do without these; and tests are to find the app.
    return page.firstPaintMarkup().replaceAll(/ (style|data-testid)="[^"]*"/g, '');
  } finally {
    await server.close();
  }
}
