import type { Plugin } from 'vite';

/**
 * Lets the browser load the font beside the style sheets, which would tell of it late: the first words are then in it
 * from the beginning, and do not move when it comes.
 */
export function fontLink(): Plugin {
  return {
    name: 'lenet-lab:font-link',
    apply: 'build',
    transformIndexHtml: {
      order: 'post',
      handler(_, { bundle }) {
        const file = Object.keys(bundle ?? {}).find((name) =>
          /\/inter-latin-wght-normal-[^/]*\.woff2$/.test(name),
        );
        if (!file) throw new Error('font-link: expected the latin part of Inter in assets');
        const attrs = {
          rel: 'preload',
          as: 'font',
          type: 'font/woff2',
          crossorigin: true,
          href: `./${file}`,
        };
        return [{ tag: 'link', attrs, injectTo: 'head' }];
      },
    },
  };
}
