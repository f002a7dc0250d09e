import { useEffect } from 'react';
import type { DrawingStore } from '../drawing-store.ts';

/**
 * Shows somebody who has not drawn here before how it is done, as soon as drawings are answered.
 * @param invite whether to; it is asked once
 */
export function useInvitation(store: DrawingStore, answering: boolean, invite: () => boolean): void {
  useEffect(() => {
    if (!answering || !invite()) return;
    let stop: (() => void) | null = null;
    let wanted = true;
    const still = matchMedia('(prefers-reduced-motion: reduce)').matches;
    // Without this code the paper is empty, and takes ink.
    import('./draw-example.ts').then(
      ({ drawExample }) => {
        if (wanted) stop = drawExample(store, still);
      },
      () => undefined,
    );
    return () => {
      wanted = false;
      stop?.();
    };
  }, [store, answering, invite]);
}
