import { useRef } from 'react';
import { Button } from './button.tsx';

interface FileButtonProps {
  readonly children: string;
  readonly onFiles: (files: readonly File[]) => void;
}

/** Opens the system's dialog for one file or several. */
export function FileButton({ children, onFiles }: FileButtonProps) {
  const field = useRef<HTMLInputElement>(null);
  return (
    <>
      <Button icon="file" onClick={() => field.current?.click()}>
        {children}
      </Button>
      <input
        ref={field}
        type="file"
        multiple
        hidden
        aria-label={children}
        onChange={(event) => {
          const files = [...(event.currentTarget.files ?? [])];
          // The same files again are a change again.
          event.currentTarget.value = '';
          if (files.length > 0) onFiles(files);
        }}
      />
    </>
  );
}
