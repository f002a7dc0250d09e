import type { StoreApi } from 'zustand/vanilla';
import { isEmpty } from '../../digits/drawing/drawing.ts';
import { encodeLink } from '../../digits/drawing/link.ts';
import { copyText } from '../../ui/copy-text.ts';
import { copyEmbedCode } from '../../ui/embedded/embed-code.ts';
import { type ExplorePlace, exploreAddress } from '../../ui/explore-address.ts';
import type { PaperModel } from './paper-model.ts';

/** Copies the address of what is shown, with the drawing: a teacher hands it out, and all see the same. */
export async function copyExploreLink(
  store: StoreApi<PaperModel>,
  place: ExplorePlace,
  changed: boolean,
): Promise<void> {
  const { drawing, notify } = store.getState();
  const link = isEmpty(drawing) ? null : encodeLink(drawing);
  const [page] = window.location.href.split('#');
  const hash = exploreAddress(place, link?.ok ? link.text : undefined);
  const left =
    link?.ok === false
      ? link.reason === 'has-picture'
        ? ' without the opened picture, which a link cannot carry'
        : ' without the drawing, which is too long for a link'
      : '';
  const whole = changed ? ' It opens with the network before surgery.' : '';
  if (await copyText(`${page}${hash}`)) return notify(`Link copied${left}.${whole}`);
  window.history.replaceState(window.history.state, '', hash);
  notify(`Copying is blocked by this browser. Copy the link${left} from the address bar.`);
}

/** Copies the HTML that shows the instrument on another site, with the drawing where a link can carry it. */
export function copyExploreEmbed(store: StoreApi<PaperModel>, place: ExplorePlace): Promise<void> {
  const { drawing, notify } = store.getState();
  const link = isEmpty(drawing) ? null : encodeLink(drawing);
  const hash = exploreAddress(place, link?.ok ? link.text : undefined, 'embed');
  const title = place.tool === 'map' ? 'A map of test digits' : 'Why a network answers as it does';
  return copyEmbedCode({ hash, title: `${title} – LeNet Lab`, height: 900 }, notify);
}
