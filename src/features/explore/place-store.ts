import { Listeners } from '../../lib/listeners.ts';
import type { Architecture } from '../../network/architecture.ts';
import { type ExplorePlace, exploreAddress } from '../../ui/explore-address.ts';
import type { Source } from '../../ui/source.ts';
import { explorePlaceAt, firstPlace } from './read-address.ts';

/** What the Explore page shows. */
export interface PlaceStore extends Source<ExplorePlace> {
  /** Shows something else; the address follows. */
  readonly go: (change: Partial<ExplorePlace>) => void;
  /** Follows the address until the signal is aborted. */
  readonly follow: (signal: AbortSignal) => void;
}

/** Browsers refuse addresses that change more often than some hundred times in half a minute. */
const addressMs = 400;

interface Places {
  readonly location: Pick<Location, 'hash'>;
  readonly history: Pick<History, 'state' | 'replaceState'>;
  readonly addEventListener: Window['addEventListener'];
}

/** @param notify told of an address that asks for what there is not */
export function openPlace(
  window: Places,
  architecture: Architecture,
  notify: (text: string) => void,
): PlaceStore {
  const { tell, subscribe } = new Listeners();
  let place = firstPlace;
  let shown = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const explored = () => /^#\/?explore/.test(window.location.hash);

  const write = () => {
    if (!explored()) return;
    // The drawing of a link stays until the person changes it.
    const drawing = /[?&](draw=[^&]*)$/.exec(window.location.hash)?.[1]?.slice('draw='.length);
    const as = /[?&]embed\b/.test(window.location.hash) ? 'embed' : 'tool';
    window.history.replaceState(window.history.state, '', exploreAddress(place, drawing, as));
  };
  const read = () => {
    if (!explored()) return;
    clearTimeout(timer);
    // The page's bare address leads back to what was shown last.
    if (shown && !window.location.hash.includes('?')) {
      write();
      return;
    }
    shown = true;
    const found = explorePlaceAt(window.location.hash, architecture);
    if (found.problem) notify(found.problem);
    place = found.place;
    tell();
  };
  return {
    latest: () => place,
    subscribe,
    go: (change) => {
      place = { ...place, ...change };
      clearTimeout(timer);
      timer = setTimeout(write, addressMs);
      tell();
    },
    follow: (signal) => {
      read();
      window.addEventListener('hashchange', read, { signal });
    },
  };
}
