import { t } from '../language/language.ts';
import { percentDecoded } from '../lib/link-text.ts';

/**
 * The pages of the app, in the order of the navigation, where those without a name are not listed. The hash tells
 * which one is shown.
 */
export const routes = {
  draw: {
    href: '#/',
    get name() {
      return t`Draw`;
    },
    get title() {
      return t`Draw a digit`;
    },
  },
  explore: {
    href: '#/explore',
    get name() {
      return t`Explore`;
    },
    get title() {
      return t`Explore why`;
    },
  },
  tour: {
    href: '#/tour',
    name: null,
    get title() {
      return t`How a network reads your digit`;
    },
  },
  train: {
    href: '#/train',
    get name() {
      return t`Train`;
    },
    get title() {
      return t`Train a network`;
    },
  },
  digits: {
    href: '#/digits',
    get name() {
      return t`Digits`;
    },
    get title() {
      return t`Digits`;
    },
  },
  networks: {
    href: '#/networks',
    get name() {
      return t`Networks`;
    },
    get title() {
      return t`Networks`;
    },
  },
  model: {
    href: '#/model',
    name: null,
    get title() {
      return t`Model card of the shipped network`;
    },
  },
  teachers: {
    href: '#/teachers',
    name: null,
    get title() {
      return t`For teachers`;
    },
  },
  changes: {
    href: '#/changes',
    name: null,
    get title() {
      return t`What is new`;
    },
  },
} satisfies Readonly<
  Record<string, { readonly href: string; readonly name: string | null; readonly title: string }>
>;

export type Route = keyof typeof routes;
export const routeNames = Object.keys(routes) as readonly Route[];

/**
 * The page's own name where the address asks for one that there is not, else null.
 * @param path as for `routeAt`
 */
export function unknownPage(path: string): string | null {
  const asked = percentDecoded(path);
  if (pageNamed(asked) || /^\/?draw=/.test(asked) || bare(asked) === '') return null;
  const name = asked.replace(/^\//, '');
  return name.length > longestName ? `${name.slice(0, longestName)}…` : name;
}

/** As much of an unknown page's name as a notice has room for. */
const longestName = 40;

/**
 * @param path the hash without its "#": "/train", or "/draw=..." for a link to a
 * drawing, which is for the Draw page like everything that is no page's own
 */
export function routeAt(path: string): Route {
  return pageNamed(percentDecoded(path)) ?? 'draw';
}

/** The page of that name, also where a link lost its end, or took the full stop after it along. */
function pageNamed(path: string): Route | undefined {
  const name = bare(path);
  const begun = routeNames.filter((page) => name.length >= fewestLetters && page.startsWith(name));
  return begun.length === 1 ? begun[0] : undefined;
}

const fewestLetters = 2;

/** Without the slash before it, without what it asks of its page, and without what a sentence or a bracket put behind it. */
function bare(path: string): string {
  return path.replace(/^\/|\?.*$/gs, '').replace(/[^\p{L}\p{N}]+$/u, '');
}
