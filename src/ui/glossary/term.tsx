import { type ReactNode, useId, useLayoutEffect, useRef, useState } from 'react';
import styles from './term.module.css';
import { type TermName, terms } from './terms.ts';

interface TermProps {
  readonly name: TermName;
  /** As the sentence has it; the word itself where left out. */
  readonly children?: ReactNode;
}

/** A word with its explanation, for the pointer, a finger, the keyboard and a screen reader. */
export function Term({ name, children }: TermProps) {
  const { word, meaning } = terms[name]();
  const id = useId();
  const [shown, setShown] = useState(false);
  const tip = useRef<HTMLSpanElement>(null);

  useLayoutEffect(() => {
    if (!shown || !tip.current) return;
    // Beside the edge of the page it moves in.
    tip.current.style.translate = '';
    const { left, right } = tip.current.getBoundingClientRect();
    const over = Math.max(0, right - document.documentElement.clientWidth + 8);
    tip.current.style.translate = `${Math.max(-over, 8 - left)}px 0`;
  }, [shown]);

  return (
    <span
      className={styles.term}
      onPointerEnter={(event) => event.pointerType === 'mouse' && setShown(true)}
      onPointerLeave={() => setShown(false)}
    >
      <button
        type="button"
        className={styles.word}
        aria-describedby={id}
        aria-expanded={shown}
        onClick={() => setShown(true)}
        onFocus={(event) => event.currentTarget.matches(':focus-visible') && setShown(true)}
        onBlur={() => setShown(false)}
        onKeyDown={(event) => event.key === 'Escape' && setShown(false)}
      >
        {children ?? word}
      </button>
      <span id={id} ref={tip} role="tooltip" className={styles.tip} data-shown={shown}>
        <b>{word}</b> {meaning}
      </span>
    </span>
  );
}
