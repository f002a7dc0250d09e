import { type KeyboardEvent, useLayoutEffect, useRef, useState } from 'react';
import { t } from '../../language/language.ts';
import { networkNameMost } from '../../storage/network-store-forms.ts';
import { IconButton } from '../../ui/controls/button.tsx';
import styles from './network-name.module.css';

interface NetworkNameProps {
  readonly name: string;
  readonly onRename: (name: string) => Promise<void>;
}

/** A name that is changed where it stands: Enter or leaving the field takes the new one, Escape the old. */
export function NetworkName({ name, onRename }: NetworkNameProps) {
  const [typed, setTyped] = useState<string | null>(null);
  const field = useRef<HTMLInputElement>(null);
  const place = useRef<HTMLDivElement>(null);
  const editing = typed !== null;
  const byKey = useRef(false);

  useLayoutEffect(() => {
    if (editing) field.current?.select();
    // Back to the button that opened the field, which is there again.
    else if (byKey.current) place.current?.querySelector('button')?.focus();
    byKey.current = false;
  }, [editing]);

  const close = (take: boolean) => {
    if (typed === null) return;
    setTyped(null);
    if (take && typed.trim() !== '' && typed.trim() !== name) void onRename(typed);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' && event.key !== 'Escape') return;
    // The button that gets the focus back would hear the rest of the key, and open the field again.
    event.preventDefault();
    byKey.current = true;
    close(event.key === 'Enter');
  };
  return (
    <div ref={place} className={styles.name}>
      {editing ? (
        <input
          ref={field}
          className={styles.field}
          aria-label={t`Name of ${name}`}
          value={typed}
          maxLength={networkNameMost}
          spellCheck={false}
          autoComplete="off"
          onChange={(event) => setTyped(event.currentTarget.value)}
          onBlur={() => close(true)}
          onKeyDown={onKeyDown}
        />
      ) : (
        <>
          <h2 className={styles.text} translate="no">
            {name}
          </h2>
          <IconButton label={t`Rename ${name}`} icon="pen" onClick={() => setTyped(name)} />
        </>
      )}
    </div>
  );
}
