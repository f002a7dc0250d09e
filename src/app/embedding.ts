import { percentDecoded } from '../lib/link-text.ts';

/**
 * Any site may show a part of the app in a frame (docs/deploy.md). A frame can be made invisible and laid over something
 * else, so that a press does what the person did not mean. That is harmless here, as in a frame there are only parts
 * that read and write no storage: the page of another site neither shows nor changes what somebody keeps.
 */

/** Whether only a part is shown, known before anything is opened: the address asks for it, or another site frames it. */
export const isEmbedded = isPart();

// Storage belongs to a page for as long as it lives, so an address of the other sort is another page.
window.addEventListener('hashchange', () => {
  if (isPart() !== isEmbedded) window.location.reload();
});

function isPart(): boolean {
  return /[?&]embed\b/.test(percentDecoded(window.location.hash)) || isFramedByAnother();
}

function isFramedByAnother(): boolean {
  try {
    return window.top?.location.origin !== window.location.origin;
  } catch {
    // A frame may not ask a page of another site for its address.
    return true;
  }
}
