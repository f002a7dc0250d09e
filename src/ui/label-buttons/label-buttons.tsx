import { type KeyboardEvent, useRef, useState } from 'react';
import { digitClasses } from '../../network/labels.ts';
import { nextInRow } from '../arrow-keys.ts';
import styles from './label-buttons.module.css';

interface LabelButtonsProps {
  /** What choosing a digit does, for people who cannot see what stands beside them. */
  readonly label: string;
  readonly chosen: number | null;
  /** The network's answer: underlined, so that it is not taken for the chosen one. */
  readonly marked?: number | null;
  /** A button's name: "It is a 7". */
  readonly nameOf: (digit: number) => string;
  readonly onChoose: (digit: number) => void;
  readonly disabled?: boolean;
}

/** Ten small buttons in a row: one stop of the Tab key, arrow keys go along them (WAI-ARIA's toolbar). */
export function LabelButtons(props: LabelButtonsProps) {
  const { label, chosen, marked = null, nameOf, onChoose, disabled = false } = props;
  const bar = useRef<HTMLDivElement>(null);
  const [at, setAt] = useState(0);
  const onKeyDown = (event: KeyboardEvent) => {
    const next = nextOf(at, event.key);
    if (next === null) return;
    event.preventDefault();
    setAt(next);
    bar.current?.querySelectorAll('button')[next]?.focus();
  };
  return (
    <div
      ref={bar}
      className={styles.bar}
      role="toolbar"
      translate="no"
      aria-label={label}
      onKeyDown={onKeyDown}
    >
      {digitClasses.map((digit) => (
        <button
          key={digit}
          type="button"
          className={styles.digit}
          tabIndex={digit === at ? 0 : -1}
          aria-label={nameOf(digit)}
          aria-pressed={digit === chosen}
          data-marked={digit === marked}
          title={nameOf(digit)}
          disabled={disabled}
          onFocus={() => setAt(digit)}
          onClick={() => onChoose(digit)}
        >
          {digit}
        </button>
      ))}
    </div>
  );
}

function nextOf(at: number, key: string): number | null {
  return /^\d$/.test(key) ? Number(key) : nextInRow(at, digitClasses.length, key);
}
