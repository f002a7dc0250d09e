import { type KeyboardEvent, useId, useState } from 'react';
import { t } from '../../language/language.ts';
import { asSentence } from '../../lib/expect.ts';
import styles from './field.module.css';
import { type NumberLimits, parseNumber, typedText } from './number-text.ts';

interface NumberFieldProps {
  readonly label: string;
  readonly value: number;
  readonly limits: NumberLimits;
  /** Called with numbers within the limits only, when the field is left or Enter is pressed. */
  readonly onChange: (value: number) => void;
  /** The next value up (1) or down (-1): what the arrow keys do. */
  readonly step: (value: number, direction: 1 | -1) => number;
  readonly hint?: string;
  readonly disabled?: boolean;
}

/**
 * A number typed by hand. What is not within the limits is told beside the field, which shows the value
 * that stays; the message comes when the field is left, and goes with the next typing.
 */
export function NumberField(props: NumberFieldProps) {
  const { label, value, limits, onChange, step, hint, disabled = false } = props;
  const id = useId();
  const [typed, setTyped] = useState<string | null>(null);
  const [shown, setShown] = useState(value);
  const [reason, setReason] = useState<string | null>(null);

  const take = (next: number) => {
    setTyped(null);
    setReason(null);
    setShown(next);
    if (next !== value) onChange(next);
  };
  // Changed from elsewhere: what was being typed belongs to another value.
  if (shown !== value) {
    setShown(value);
    setTyped(null);
    setReason(null);
  }
  const commit = () => {
    if (typed === null) return;
    const parsed = parseNumber(typed, limits);
    if (parsed.ok) take(parsed.value);
    else {
      setTyped(null);
      setReason(parsed.reason);
    }
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter') commit();
    else if (event.key === 'Escape' && typed !== null) take(value);
    else if (event.key === 'ArrowUp' || event.key === 'ArrowDown') {
      event.preventDefault();
      const next = step(value, event.key === 'ArrowUp' ? 1 : -1);
      take(Math.min(limits.to, Math.max(limits.from, next)));
    }
  };

  return (
    <div className={styles.field}>
      <label className={styles.label} htmlFor={id}>
        {label}
      </label>
      <input
        id={id}
        className={styles.control}
        type="text"
        inputMode={limits.whole ? 'numeric' : 'decimal'}
        autoComplete="off"
        spellCheck={false}
        disabled={disabled}
        value={typed ?? typedText(value)}
        aria-describedby={`${id}-hint`}
        onChange={(event) => {
          setTyped(event.currentTarget.value);
          setReason(null);
        }}
        onBlur={commit}
        onKeyDown={onKeyDown}
      />
      <span
        id={`${id}-hint`}
        className={styles.hint}
        data-wrong={reason !== null}
        aria-live="polite"
        aria-atomic="true"
      >
        {reason === null ? hint : asSentence(t`${reason}; ${typedText(value)} stays`)}
      </span>
    </div>
  );
}
