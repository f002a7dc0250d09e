import { t } from '../../language/language.ts';
import { copyText } from '../copy-text.ts';

/** A part of the app as another site shows it. */
interface EmbeddedPart {
  /** Its address from "#" on. */
  readonly hash: string;
  /** What a screen reader calls the frame. */
  readonly title: string;
  /** Of the frame in pixels: it is as wide as the text around it. */
  readonly height: number;
}

/** The HTML that shows a part on another site. @param page address of the app, with or without its hash */
export function embedCode(page: string, { hash, title, height }: EmbeddedPart): string {
  const source = `${page.replace(/[?#].*$/s, '')}${hash}`.replaceAll('&', '&amp;').replaceAll('"', '%22');
  return `<iframe src="${source}" title="${title}" width="100%" height="${height}" style="border: 0" loading="lazy"></iframe>`;
}

/** Copies it, and tells the person how that went. */
export async function copyEmbedCode(part: EmbeddedPart, notify: (text: string) => void): Promise<void> {
  const copied = await copyText(embedCode(window.location.href, part));
  const text = copied
    ? t`Embed code copied. Paste it into the HTML of your page.`
    : t`Copying is blocked by this browser. Put this address into an iframe: ${part.hash}`;
  notify(text);
}
