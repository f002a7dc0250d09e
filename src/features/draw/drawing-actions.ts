import { t } from '../../language/language.ts';
import { copyText } from '../../ui/copy-text.ts';
import type { DrawingStore } from './drawing-store.ts';
import { addressOf } from './open-drawing.ts';

/** Ways of a drawing out of the page and into it. Each says how it went. */

export async function copyLink(store: DrawingStore): Promise<void> {
  const { drawing, paper, notify } = store.getState();
  const link = addressOf(drawing, window.location, paper);
  if (!link.ok) {
    return notify(
      link.reason === 'has-picture'
        ? t`A link carries pen lines only, not an opened picture. Save the drawing as PNG instead.`
        : t`This drawing is too long for a link. Save it as PNG instead.`,
    );
  }
  if (await copyText(link.address)) return notify(t`Link copied.`);
  window.history.replaceState(window.history.state, '', link.address);
  notify(t`Copying is blocked by this browser. Copy the link from the address bar.`);
}

/** Few people need the others, and all wait for the paper, so they load when they are needed. */
export async function withFiles(
  store: DrawingStore,
  act: (files: typeof import('./drawing-files.ts')) => Promise<void>,
): Promise<void> {
  const files = await import('./drawing-files.ts').catch(() => null);
  if (files) await act(files);
  else store.getState().notify(t`This part could not be loaded. Check your connection and try again.`);
}
