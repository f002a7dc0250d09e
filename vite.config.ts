import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { VitePWA } from 'vite-plugin-pwa';
import { mnistFolder } from './tools/mnist-folder.ts';

// Threads of the wasm engine share memory only on a page that is isolated from other origins.
const isolation = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
};

/**
 * The whole app is kept by the browser after its first load, the code of pages and engines that nobody
 * has opened yet as well: it goes on, and comes back, without a network. A newer app waits until the last
 * tab of the old one is closed, so that no run is interrupted and no page lacks its code.
 */
const offline = VitePWA({
  registerType: 'prompt',
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
  workbox: {
    globPatterns: ['**/*.{html,js,css,wasm,json,bin,svg}', 'assets/inter-latin-wght-normal-*.woff2'],
    clientsClaim: true,
    skipWaiting: false,
    cleanupOutdatedCaches: true,
    maximumFileSizeToCacheInBytes: 4 * 2 ** 20,
    sourcemap: false,
  },
});

// A drawing or a run lives in the address's hash, so the app works below any path: relative addresses.
export default defineConfig({
  base: './',
  plugins: [react(), mnistFolder(), offline],
  worker: { format: 'es' },
  // Found while crawling rather than while running, which would reload the page under the user's pen.
  optimizeDeps: { entries: ['index.html', 'src/training/*worker.ts'] },
  build: { target: 'es2023', sourcemap: true },
  server: { port: 5173, headers: isolation },
  preview: { port: 4173, headers: isolation },
});
