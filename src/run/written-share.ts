import { stylesBut } from '../digits/synthesis/style-choice.ts';
import { t } from '../language/language.ts';
import { syntheticName } from '../storage/stored-titles.ts';
import type { RunSettings } from './settings/run-settings.ts';

/**
 * Which images of an epoch are synthetic handwriting. A function of the share and the image's place alone,
 * spread evenly, so that every batch has its share to within one image, whatever its size.
 */
export function isWritten(offset: number, share: number): boolean {
  return writtenBefore(offset + 1, share) > writtenBefore(offset, share);
}

/** How many of the first `offset` images of an epoch are. */
export function writtenBefore(offset: number, share: number): number {
  return Math.floor(offset * share);
}

/** What is mixed into this data: nothing where all of it is synthetic anyway. */
export function shareIn(dataName: string, { syntheticShare }: RunSettings): number {
  return dataName === syntheticName ? 0 : syntheticShare;
}

/** Why there would be nothing to train on, for the person to read; null when there is something. */
export function nothingWritten(dataName: string, settings: RunSettings): string | null {
  const written = dataName === syntheticName || shareIn(dataName, settings) > 0;
  if (!written || stylesBut(settings.stylesOff).length > 0) return null;
  return t`Every style of synthetic handwriting is switched off, so there is nothing to train on. Switch on at least one.`;
}
