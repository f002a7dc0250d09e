import { createHash } from 'node:crypto';
import { relative } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';
import { VitePWA } from 'vite-plugin-pwa';
import { catalogueLinks } from './tools/catalogue-links.ts';
import { firstPaint } from './tools/first-paint.ts';
import { headersFile } from './tools/headers-file.ts';
import { mnistFolder } from './tools/mnist-folder.ts';
import { policyElement } from './tools/policy-element.ts';
import { siteAddress } from './tools/site-address.ts';
import { isolationHeaders, siteHeaders } from './tools/site-headers.ts';
import { smallStart } from './tools/small-start.ts';

const root = import.meta.dirname;

/**
 * The whole app is kept by the browser after its first load, the code of pages and engines that nobody
 * has opened yet as well: it goes on, and comes back, without a network. A newer app waits until the last
 * tab of the old one is closed, so that no run is interrupted and no page lacks its code.
 */
const offline = VitePWA({
  registerType: 'prompt',
  strategies: 'injectManifest',
  srcDir: 'src/app',
  filename: 'sw.ts',
  // src/app/offline.ts
  injectRegister: false,
  manifest: {
    name: 'LeNet Lab',
    short_name: 'LeNet Lab',
    description: 'Draw a digit and watch LeNet-5 read it, layer by layer; train your own in the same tab.',
    display: 'standalone',
    background_color: '#fbfaf7',
    theme_color: '#fbfaf7',
    icons: [{ src: 'icon.svg', sizes: 'any', type: 'image/svg+xml', purpose: 'any' }],
  },
  injectManifest: {
    globPatterns: ['**/*.{html,js,css,wasm,json,bin,svg}', 'assets/inter-latin-wght-normal-*.woff2'],
    maximumFileSizeToCacheInBytes: 4 * 2 ** 20,
    sourcemap: false,
    // One script without imports: under the policy of scripts, a service worker may import none.
    rollupFormat: 'iife',
  },
});

/**
 * What the first page shares with others, in one file rather than in four: on a slow line every file that the
 * paper waits for costs. React changes less often than the app, so it also stays in caches.
 */
const firstShared = {
  name: 'shared',
  test: /rolldown.runtime|vite.preload-helper|node_modules\/(react|react-dom|scheduler|zustand)\/|src\/(ui\/(canvas|theme|read-colours|controls\/icon|draw-pad\/(ink-line|region|paint-drawing))|digits\/drawing\/(drawing|smooth|ink-runs|link|base64-vlq)|language\/language|lib\/(expect|lists|result))\./,
};

/**
 * The page knows the engines by name, and only its workers compute. Without this, the build of the page, which is
 * one of its own, would hold a second copy of every engine for the worker's `import()` in registry.ts.
 */
function namesOnly(): Plugin {
  return {
    name: 'names-only',
    apply: 'build',
    transform: {
      filter: { id: /src\/engines\/registry\.ts$/ },
      handler: (code) => ({
        code: code.replace(/\bopen: async[^\n]*import\([^\n]*/g, 'open: noEngines,') + noEngines,
        map: { mappings: '' },
      }),
    },
  };
}
const noEngines = `
async function noEngines() {
  throw new Error('engines compute in workers');
}
`;

/** Five characters instead of thirty: the names stand in the scripts, too. */
function shortName(name: string, file: string): string {
  const hash = createHash('sha256')
    .update(`${relative(root, file)} ${name}`)
    .digest('base64url');
  return `_${hash.slice(0, 5)}`;
}

// A drawing or a run lives in the address's hash, so the app works below any path: relative addresses.
export default defineConfig(({ command }) => ({
  base: './',
  plugins: [
    react(),
    namesOnly(),
    mnistFolder(),
    policyElement(),
    firstPaint(shortName),
    catalogueLinks(),
    headersFile(),
    siteAddress(),
    smallStart(),
    offline,
  ],
  worker: { format: 'es' },
  // src/app/sw.ts
  define: command === 'build' ? { siteHeaders: JSON.stringify(siteHeaders) } : {},
  // Found while crawling rather than while running, which would reload the page under the user's pen.
  optimizeDeps: { entries: ['index.html', 'src/lab/*/worker.ts', 'src/lab/training/auto-worker.ts'] },
  // Browsers that this is built for know modulepreload, but for Safari 16, which loads a little later.
  build: {
    target: 'es2023',
    sourcemap: true,
    modulePreload: { polyfill: false },
    rolldownOptions: { output: { codeSplitting: { groups: [firstShared] } } },
  },
  css: { modules: command === 'build' ? { generateScopedName: shortName } : {} },
  server: { port: 5173, headers: isolationHeaders },
  preview: { port: 4173, headers: siteHeaders },
}));
