import { wholePaper, widePaper } from '../../digits/drawing/drawing.ts';
import { copyText } from '../../ui/copy-text.ts';
import { paperColours } from '../../ui/draw-pad/paper-colours.ts';
import type { DrawingStore } from './drawing-store.ts';
import { addressOf } from './open-drawing.ts';

/** Ways of a drawing out of the page and into it. Each tells the person how it went. */

export async function savePng(store: DrawingStore): Promise<void> {
  const { drawing, paper, notify } = store.getState();
  const parts = await import('../../ui/draw-pad/export.ts').catch(() => null);
  if (!parts) return notify('Saving could not be loaded. Check your connection and try again.');
  const { drawingPng, saveFile } = parts;
  const png = await drawingPng(drawing, paperColours(), paper === 'number' ? widePaper : wholePaper);
  if (png) saveFile(png, `${paper}.png`);
  else notify('This browser could not make a picture of the drawing.');
}

export async function copyLink(store: DrawingStore): Promise<void> {
  const { drawing, paper, notify } = store.getState();
  const link = addressOf(drawing, window.location, paper);
  if (!link.ok) {
    return notify(
      link.reason === 'has-picture'
        ? 'A link carries pen lines only, not an opened picture. Save the drawing as PNG instead.'
        : 'This drawing is too long for a link. Save it as PNG instead.',
    );
  }
  if (await copyText(link.address)) return notify('The link of this drawing is copied.');
  window.history.replaceState(window.history.state, '', link.address);
  notify('This browser does not let the page copy; the link now stands in the address bar.');
}

export async function openPicture(store: DrawingStore, file: Blob): Promise<void> {
  // Few people open pictures, and all wait for the paper: this code comes when it is needed.
  const { notify, load, chosenPaper } = store.getState();
  const parts = await Promise.all([
    import('./picture-file/picture-file.ts'),
    import('../../digits/picture/picture.ts'),
  ]).catch(() => null);
  if (!parts) return notify('The image importer could not be loaded. Check your connection and try again.');
  const [{ readPictureFile }, { inkPictureFrom }] = parts;
  const read = await readPictureFile(file);
  const ink = read.ok ? inkPictureFrom(read.rgba, read.width, read.height, chosenPaper) : read;
  if (ink.ok) load({ strokes: [], picture: ink.picture });
  else notify(ink.reason);
}
