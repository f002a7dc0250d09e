import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { mnistFolder } from './tools/mnist-folder.ts';

// Threads of the wasm engine share memory only on a page that is isolated from other origins.
const isolation = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
};

// A drawing or a run lives in the address's hash, so the app works below any path: relative addresses.
export default defineConfig({
  base: './',
  plugins: [react(), mnistFolder()],
  worker: { format: 'es' },
  // Found while crawling rather than while running, which would reload the page under the user's pen.
  optimizeDeps: { entries: ['index.html', 'src/training/*worker.ts'] },
  build: { target: 'es2023', sourcemap: true },
  server: { port: 5173, headers: isolation },
  preview: { port: 4173, headers: isolation },
});
