import type { Plugin } from 'vite';
import { languageCodes } from '../src/language/language.ts';

/**
 * Tells public/first.js where the catalogue of each language is, so that it loads beside the app's code rather than
 * after it: src/language/language.ts asks for it only when that code runs.
 */
export function catalogueLinks(): Plugin {
  return {
    name: 'lenet-lab:catalogue-links',
    apply: 'build',
    transformIndexHtml: {
      order: 'post',
      handler(html, { bundle }) {
        const files = Object.keys(bundle ?? {});
        const links = languageCodes.flatMap((code) => {
          const file = files.find((name) => new RegExp(`^assets/${code}-[^/]*\\.json$`).test(name));
          return file ? [` data-${code}="./${file}"`] : [];
        });
        const script = /<script src="[^"]*first\.js"/;
        if (!script.test(html) || links.length === 0)
          throw new Error('catalogue-links: expected first.js in index.html and a catalogue in assets');
        return html.replace(script, (tag) => tag + links.join(''));
      },
    },
  };
}
