import { useEffect, useRef, useState } from 'react';
import { t } from '../../language/language.ts';
import { Button } from './button.tsx';
import styles from './confirm-button.module.css';

interface ConfirmButtonProps {
  readonly label: string;
  readonly name: string;
  readonly disabled?: boolean;
  /** Whether it asks once more: for what cannot be undone. */
  readonly confirm: boolean;
  readonly onConfirm: () => void;
}

/** A button that deletes; where that is for good, its second press does, in the same place. */
export function ConfirmButton({ label, name, disabled, confirm, onConfirm }: ConfirmButtonProps) {
  const [asking, setAsking] = useState(false);
  const place = useRef<HTMLSpanElement>(null);
  // Whatever else the person turns to means no.
  useEffect(() => {
    if (!asking) return;
    const stop = new AbortController();
    const { signal } = stop;
    const onElsewhere = ({ target }: Event) => {
      if (!(target instanceof Node && place.current?.contains(target))) setAsking(false);
    };
    document.addEventListener('pointerdown', onElsewhere, { signal });
    document.addEventListener('focusin', onElsewhere, { signal });
    document.addEventListener('keydown', ({ key }) => key === 'Escape' && setAsking(false), { signal });
    return () => stop.abort();
  }, [asking]);
  return (
    <span ref={place} className={styles.confirm} data-confirm>
      <Button
        disabled={disabled === true}
        onClick={() => {
          if (confirm && !asking) return setAsking(true);
          setAsking(false);
          onConfirm();
        }}
      >
        {asking ? t`Delete for good` : label}
        <span className="visually-hidden">: {name}</span>
      </Button>
    </span>
  );
}
