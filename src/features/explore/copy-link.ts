import type { StoreApi } from 'zustand/vanilla';
import { isEmpty } from '../../digits/drawing/drawing.ts';
import { encodeLink } from '../../digits/drawing/link.ts';
import { t } from '../../language/language.ts';
import { copyText } from '../../ui/copy-text.ts';
import { copyEmbedCode } from '../../ui/embedded/embed-code.ts';
import { type ExplorePlace, exploreAddress } from '../../ui/explore-address.ts';
import { toolTitle } from './explore-props.ts';
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
  const lacks = link?.ok === false ? link.reason : null;
  if (await copyText(`${page}${hash}`)) {
    const whole = changed ? t`It opens with the network before surgery.` : '';
    return notify(`${copiedText(lacks)} ${whole}`.trim());
  }
  window.history.replaceState(window.history.state, '', hash);
  notify(
    `${t`Copying is blocked by this browser. Copy the link from the address bar.`} ${lackText(lacks)}`.trim(),
  );
}

/** Why a link is without the drawing. */
type Lacks = Extract<ReturnType<typeof encodeLink>, { readonly ok: false }>['reason'] | null;

function copiedText(lacks: Lacks): string {
  if (lacks === null) return t`Link copied.`;
  return lacks === 'has-picture'
    ? t`Link copied without the opened picture, which a link cannot carry.`
    : t`Link copied without the drawing, which is too long for a link.`;
}

function lackText(lacks: Lacks): string {
  if (lacks === null) return '';
  return lacks === 'has-picture'
    ? t`It is without the opened picture, which a link cannot carry.`
    : t`It is without the drawing, which is too long for a link.`;
}

/** Copies the HTML that shows the instrument on another site, with the drawing where a link can carry it. */
export function copyExploreEmbed(store: StoreApi<PaperModel>, place: ExplorePlace): Promise<void> {
  const { drawing, notify } = store.getState();
  const link = isEmpty(drawing) ? null : encodeLink(drawing);
  const hash = exploreAddress(place, link?.ok ? link.text : undefined, 'embed');
  return copyEmbedCode({ hash, title: `${toolTitle(place.tool)} – LeNet Lab`, height: 900 }, notify);
}
