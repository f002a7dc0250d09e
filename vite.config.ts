import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { mnistFolder } from './tools/mnist-folder.ts';

// A drawing or a run lives in the address's hash, so the app works below any path: relative addresses.
export default defineConfig({
  base: './',
  plugins: [react(), mnistFolder()],
  worker: { format: 'es' },
  build: { target: 'es2023', sourcemap: true },
  server: { port: 5173, strictPort: false },
  preview: { port: 4173, strictPort: false },
});
