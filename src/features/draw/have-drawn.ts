import type { KeyValueStore } from '../../storage/kept-drawing.ts';

/** Also in public/first.js, and in playwright.config.ts: journeys begin as somebody who has drawn before. */
const haveDrawnKey = 'lenet-lab.have-drawn';

/** Whether somebody has drawn here before; where the browser forbids storage, nobody knows, and it counts as yes. */
export function haveDrawn(storage: KeyValueStore | null): boolean {
  try {
    return storage === null || storage.getItem(haveDrawnKey) !== null;
  } catch {
    return true;
  }
}

export function keepHaveDrawn(storage: KeyValueStore | null): void {
  try {
    storage?.setItem(haveDrawnKey, 'yes');
  } catch {
    // Forbidden or full: the paper invites again at the next visit.
  }
}
