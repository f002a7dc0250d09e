import { percentDecoded } from '../lib/link-text.ts';

/**
 * The pages of the app, in the order of the navigation, where those without a name are not listed. The hash tells
 * which one is shown.
 */
export const routes = {
  draw: { href: '#/', name: 'Draw', title: 'Draw a digit' },
  explore: { href: '#/explore', name: 'Explore', title: 'Explore why' },
  tour: { href: '#/tour', name: null, title: 'How a network reads your digit' },
  train: { href: '#/train', name: 'Train', title: 'Train a network' },
  digits: { href: '#/digits', name: 'Digits', title: 'My digits' },
  networks: { href: '#/networks', name: 'Networks', title: 'Your networks' },
  model: { href: '#/model', name: 'Model', title: 'Model card of the shipped network' },
  teachers: { href: '#/teachers', name: null, title: 'For teachers' },
  changes: { href: '#/changes', name: null, title: 'What is new' },
} as const;

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
