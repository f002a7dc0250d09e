import { useEffect, useState } from 'react';

/**
 * Takes files that are dropped anywhere on the page or pasted into it.
 * @param onFiles at least one file
 * @returns whether files are being held over the page just now
 */
export function useFilesDrop(onFiles: (files: readonly File[]) => void): boolean {
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
      const files = [...(transfer?.files ?? [])];
      if (files.length === 0) return;
      // Without this the browser would leave the page for the file.
      event.preventDefault();
      onFiles(files);
    };
    const onDrop = (event: DragEvent) => {
      setHeld(false);
      take(event, event.dataTransfer);
    };
    window.addEventListener('dragover', onDragOver, { signal });
    window.addEventListener('dragleave', onDragLeave, { signal });
    window.addEventListener('drop', onDrop, { signal });
    window.addEventListener('paste', (event) => take(event, event.clipboardData), { signal });
    return () => stop.abort();
  }, [onFiles]);
  return held;
}
