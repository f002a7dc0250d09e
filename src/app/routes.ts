import { t } from '../language/language.ts';
import { percentDecoded } from '../lib/link-text.ts';

/**
 * The pages of the app, in the order of the navigation, where those without a name are not listed. The hash tells
 * which one is shown.
 */
export const routes = {
  draw: page(
    '#/',
    () => t`Draw`,
    () => t`Draw a digit`,
  ),
  explore: page(
    '#/explore',
    () => t`Explore`,
    () => t`Explore why`,
  ),
  tour: page('#/tour', noName, () => t`How a network reads your digit`),
  train: page(
    '#/train',
    () => t`Train`,
    () => t`Train a network`,
  ),
  digits: page(
    '#/digits',
    () => t`Digits`,
    () => t`Digits`,
  ),
  networks: page(
    '#/networks',
    () => t`Networks`,
    () => t`Networks`,
  ),
  present: page('#/present', noName, () => t`Presentation`),
  model: page('#/model', noName, () => t`Model card of the built-in network`),
  teachers: page('#/teachers', noName, () => t`For teachers`),
  changes: page('#/changes', noName, () => t`What is new`),
};

function noName(): null {
  return null;
}

/** Its words are asked for when they are shown: the page's language has not loaded yet. */
function page<Name extends string | null>(href: string, name: () => Name, title: () => string) {
  return {
    href,
    get name() {
      return name();
    },
    get title() {
      return title();
    },
  };
}

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
