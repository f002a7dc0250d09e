import { Listeners } from '../../../lib/listeners.ts';
import type { KeyValueStore } from '../../../storage/kept-drawing.ts';
import type { Source } from '../../../ui/source.ts';
import { type ChapterId, chapterIds } from './chapters.tsx';

/** The chapters whose question has been answered. */
export interface TourProgress extends Source<readonly ChapterId[]> {
  readonly answer: (chapter: ChapterId) => void;
}

const progressKey = 'lenet-lab.tour';

/** @param storage where it survives a reload; null where the browser forbids it */
export function openProgress(storage: KeyValueStore | null): TourProgress {
  const { tell, subscribe } = new Listeners();
  let answered = kept(storage);
  return {
    subscribe,
    latest: () => answered,
    answer: (chapter) => {
      if (answered.includes(chapter)) return;
      answered = [...answered, chapter];
      try {
        storage?.setItem(progressKey, answered.join(' '));
      } catch {
        // Forbidden or full: it lasts as long as the page.
      }
      tell();
    },
  };
}

/** What is no chapter, or was one of another version, is left out. */
function kept(storage: KeyValueStore | null): readonly ChapterId[] {
  try {
    const names = storage?.getItem(progressKey)?.split(' ') ?? [];
    return chapterIds.filter((id) => names.includes(id));
  } catch {
    return [];
  }
}
