import type { Plugin } from 'vite';

/** The preview that other sites show of a link; `public/` has it. */
const picture = 'social-preview.png';

/**
 * Sites that show a preview of a link want absolute addresses, and a build does not know where it will be
 * served from: `SITE_URL=https://example.org/lab/ npm run build` tells it. Without that they stay relative.
 */
export function siteAddress(siteUrl = process.env.SITE_URL): Plugin {
  return {
    name: 'lenet-lab:site-address',
    apply: 'build',
    transformIndexHtml: (html) => (siteUrl ? withAddress(html, siteUrl) : html),
  };
}

/** @throws Error when the address is none of a site, or the page has no preview */
export function withAddress(html: string, siteUrl: string): string {
  if (!/^https?:\/\/[^?#]+$/.test(siteUrl)) {
    throw new Error(`SITE_URL: expected an address such as https://example.org/lab/, got ${siteUrl}`);
  }
  const base = siteUrl.endsWith('/') ? siteUrl : `${siteUrl}/`;
  const relative = `content="${picture}"`;
  if (!html.includes(relative)) throw new Error(`SITE_URL: expected ${relative} in index.html`);
  return html
    .replaceAll(relative, `content="${base}${picture}"`)
    .replace('</title>', `</title>\n    <meta property="og:url" content="${base}" />`);
}
