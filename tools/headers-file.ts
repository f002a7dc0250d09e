import type { Plugin } from 'vite';
import { siteHeaders } from './site-headers.ts';

/**
 * `_headers`, which hosts such as Netlify and Cloudflare Pages read: the headers that `npm start` sends, and for how
 * long a browser may keep what. Files in assets/ are named by their content.
 */
export function headersFileText(): string {
  const lines = (headers: Readonly<Record<string, string>>) =>
    Object.entries(headers).map(([name, value]) => `  ${name}: ${value}`);
  return [
    '/*',
    ...lines({ ...siteHeaders, 'Cache-Control': 'no-cache' }),
    '',
    '/assets/*',
    // The rule before this one holds for these files as well.
    '  ! Cache-Control',
    ...lines({ 'Cache-Control': 'public, max-age=31536000, immutable' }),
    '',
  ].join('\n');
}

export function headersFile(): Plugin {
  return {
    name: 'lenet-lab:headers-file',
    apply: 'build',
    generateBundle() {
      this.emitFile({ type: 'asset', fileName: '_headers', source: headersFileText() });
    },
  };
}
