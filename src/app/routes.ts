/** The pages of the app, in the order of the navigation. The hash tells which one is shown. */
export const routes = {
  draw: { href: '#/', name: 'Draw', title: 'Draw a digit' },
  train: { href: '#/train', name: 'Train', title: 'Train a network' },
  digits: { href: '#/digits', name: 'Digits', title: 'My digits' },
  networks: { href: '#/networks', name: 'Networks', title: 'Your networks' },
  model: { href: '#/model', name: 'Model', title: 'Model card of the shipped network' },
} as const;

export type Route = keyof typeof routes;
export const routeNames = Object.keys(routes) as readonly Route[];

/**
 * The page's own name where the address asks for one that there is not, else null.
 * @param path as for `routeAt`
 */
export function unknownPage(path: string): string | null {
  if (routeAt(path) !== 'draw' || /^\/(draw\/?|draw=.*)?$/s.test(path)) return null;
  const name = decoded(path.slice(1));
  return name.length > longestName ? `${name.slice(0, longestName)}…` : name;
}

/** As much of an unknown page's name as a notice has room for. */
const longestName = 40;

/** Percent signs that encode nothing stay. */
function decoded(text: string): string {
  try {
    return decodeURI(text);
  } catch {
    return text;
  }
}

/**
 * @param path the hash without its "#": "/train", or "/draw=..." for a link to a
 * drawing, which is for the Draw page like everything that is no page's own
 */
export function routeAt(path: string): Route {
  return routeNames.find((name) => path.replace(/\/$/, '') === `/${name}`) ?? 'draw';
}
