import { mnistMirrors } from '../src/data/sources/mnist.ts';

/** What a web server sends with every file of the built site. docs/deploy.md says how. */

/** Threads of the wasm engine share memory only on a page that is isolated from other origins. */
export const isolationHeaders = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
} as const;

const mirrors = [...new Set(mnistMirrors.map((address) => new URL(address).origin))];

/** What the page may load and run: its own files, and MNIST from the public mirrors. */
const directives: Readonly<Record<string, readonly string[]>> = {
  'default-src': ["'none'"],
  // wasm-unsafe-eval allows WebAssembly, and nothing else.
  'script-src': ["'self'", "'wasm-unsafe-eval'"],
  'worker-src': ["'self'"],
  'style-src': ["'self'"],
  'font-src': ["'self'"],
  'manifest-src': ["'self'"],
  // blob: pictures that somebody opens; data: masks that drawings are shown with.
  'img-src': ["'self'", 'blob:', 'data:'],
  'connect-src': ["'self'", ...mirrors],
  'base-uri': ["'none'"],
  'form-action': ["'none'"],
  'require-trusted-types-for': ["'script'"],
  // src/lib/start-worker.ts makes the one policy: scripts of this site, and no HTML from strings.
  'trusted-types': ['default'],
};

/** As a meta element says it, too. */
export const contentSecurityPolicy = policyOf(directives);

export const siteHeaders = {
  ...isolationHeaders,
  // Everybody may show a part of the app in a frame: src/app/embedding.ts says why that is safe. Said by name, it counts
  // more than an X-Frame-Options of the host. A meta element cannot say it.
  'Content-Security-Policy': policyOf({ ...directives, 'frame-ancestors': ['*'] }),
  // Pages that are isolated themselves frame only what says this.
  'Cross-Origin-Resource-Policy': 'cross-origin',
  'X-Content-Type-Options': 'nosniff',
} as const;

function policyOf(of: typeof directives): string {
  return Object.entries(of)
    .map(([name, values]) => [name, ...values].join(' '))
    .join('; ');
}
