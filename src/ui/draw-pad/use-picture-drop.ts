import { useEffect, useState } from 'react';

/**
 * Takes pictures that are dropped anywhere on the page or pasted into it.
 * @returns whether a file is being held over the page just now
 */
export function usePictureDrop(onPicture: (file: File) => void): boolean {
  const [held, setHeld] = useState(false);
  useEffect(() => {
    const stop = new AbortController();
    const { signal } = stop;
    const onDragOver = (event: DragEvent) => {
      if (!event.dataTransfer?.types.includes('Files')) return;
      event.preventDefault();
      event.dataTransfer.dropEffect = 'copy';
      setHeld(true);
    };
    const onDragLeave = (event: DragEvent) => {
      // Between two elements of the page there is another one to go to; out of it there is none.
      if (event.relatedTarget === null) setHeld(false);
    };
    const take = (event: Event, transfer: DataTransfer | null) => {
      const file = transfer?.files[0];
      if (!file) return;
      // Without this the browser would leave the page for the picture.
      event.preventDefault();
      onPicture(file);
    };
    window.addEventListener('dragover', onDragOver, { signal });
    window.addEventListener('dragleave', onDragLeave, { signal });
    window.addEventListener(
      'drop',
      (event) => {
        setHeld(false);
        take(event, event.dataTransfer);
      },
      { signal },
    );
    window.addEventListener('paste', (event) => take(event, event.clipboardData), { signal });
    return () => stop.abort();
  }, [onPicture]);
  return held;
}
