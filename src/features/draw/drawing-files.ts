import { isEmpty, wholePaper, widePaper } from '../../digits/drawing/drawing.ts';
import { encodeLink } from '../../digits/drawing/link.ts';
import { inkPictureFrom } from '../../digits/picture/picture.ts';
import { t } from '../../language/language.ts';
import { drawingPng, saveFile } from '../../ui/draw-pad/export.ts';
import { paperColours } from '../../ui/draw-pad/paper-colours.ts';
import { copyEmbedCode } from '../../ui/embedded/embed-code.ts';
import type { DrawingStore } from './drawing-store.ts';
import { readPictureFile } from './picture-file/picture-file.ts';

/** Ways of a drawing out of the page and into it that load when they are needed. Each says how it went. */

export async function savePng(store: DrawingStore): Promise<void> {
  const { drawing, paper, notify } = store.getState();
  const png = await drawingPng(drawing, paperColours(), paper === 'number' ? widePaper : wholePaper);
  if (png) saveFile(png, `${paper}.png`);
  else notify(t`This browser could not make a picture of the drawing.`);
}

export async function openPicture(store: DrawingStore, file: Blob): Promise<void> {
  const { notify, load, chosenPaper } = store.getState();
  const read = await readPictureFile(file);
  const ink = read.ok ? inkPictureFrom(read.rgba, read.width, read.height, chosenPaper) : read;
  if (ink.ok) load({ strokes: [], picture: ink.picture });
  else notify(ink.reason);
}

/** Copies the HTML that shows the figure on another site. Without a drawing, an example draws itself there. */
export function copyFigure(store: DrawingStore): Promise<void> {
  const { drawing, notify } = store.getState();
  // A link carries no picture; then the paper is empty there.
  const link = isEmpty(drawing) ? null : encodeLink(drawing);
  const hash = `#/draw?embed=figure${link?.ok ? `&draw=${link.text}` : ''}`;
  return copyEmbedCode({ hash, title: t`LeNet-5 reads a digit – LeNet Lab`, height: 760 }, notify);
}
