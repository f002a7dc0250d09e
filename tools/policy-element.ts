import type { Plugin } from 'vite';
import { contentSecurityPolicy } from './site-headers.ts';

/**
 * Writes the Content-Security-Policy into the built page, for servers that send no headers of ours. Vite's
 * development server needs inline scripts and styles, so the policy is for builds only.
 */
export function policyElement(): Plugin {
  return {
    name: 'lenet-lab:policy-element',
    apply: 'build',
    transformIndexHtml: {
      order: 'post',
      handler(html) {
        const charset = '<meta charset="utf-8" />';
        if (!html.includes(charset)) throw new Error(`policy-element: expected ${charset} in index.html`);
        const policy = `<meta http-equiv="Content-Security-Policy" content="${contentSecurityPolicy}" />`;
        // Behind the charset, which browsers look for in the first kilobyte, and before all that it governs.
        return html.replace(charset, `${charset}\n    ${policy}`);
      },
    },
  };
}
