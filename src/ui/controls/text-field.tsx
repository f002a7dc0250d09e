import { useId } from 'react';
import styles from './field.module.css';

interface TextFieldProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  /** Characters at most. */
  readonly most: number;
  readonly hint?: string;
  readonly disabled?: boolean;
}

/** A short text typed by hand, such as a name. */
export function TextField({ label, value, onChange, most, hint, disabled = false }: TextFieldProps) {
  const id = useId();
  return (
    <div className={styles.field}>
      <label className={styles.label} htmlFor={id}>
        {label}
      </label>
      <input
        id={id}
        className={styles.control}
        type="text"
        autoComplete="off"
        spellCheck={false}
        maxLength={most}
        disabled={disabled}
        value={value}
        aria-describedby={`${id}-hint`}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
      <span id={`${id}-hint`} className={styles.hint} aria-live="polite">
        {hint}
      </span>
    </div>
  );
}
