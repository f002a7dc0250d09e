import { type KeyboardEvent, useRef, useState } from 'react';
import { type Drawing, type PaperView, wholePaper } from '../../digits/drawing/drawing.ts';
import { t } from '../../language/language.ts';
import { nextInRow } from '../arrow-keys.ts';
import { SampleButton } from './sample-button.tsx';
import styles from './sample-gallery.module.css';

interface Sample {
  readonly name: string;
  readonly drawing: Drawing;
}

interface SampleGalleryProps {
  readonly samples: readonly Sample[];
  /** The part of the paper that they lie on. */
  readonly view?: PaperView;
  readonly onPick: (drawing: Drawing) => void;
}

/**
 * Digits to click instead of drawing; each is strokes, and goes the way of every drawing. They are one stop of the Tab
 * key, and arrow keys go along them (WAI-ARIA's toolbar).
 */
export function SampleGallery({ samples, view = wholePaper, onPick }: SampleGalleryProps) {
  const row = useRef<HTMLDivElement>(null);
  const [at, setAt] = useState(0);
  const onKeyDown = (event: KeyboardEvent) => {
    const next = nextInRow(at, samples.length, event.key);
    if (next === null) return;
    event.preventDefault();
    row.current?.querySelectorAll('button')[next]?.focus();
  };
  return (
    <div
      ref={row}
      className={styles.gallery}
      data-wide={view !== wholePaper}
      role="toolbar"
      aria-label={t`Examples`}
      onKeyDown={onKeyDown}
    >
      {samples.map(({ name, drawing }, place) => (
        <SampleButton
          key={name}
          name={name}
          label={t`Sample: ${name}`}
          drawing={drawing}
          view={view}
          tabIndex={place === at ? 0 : -1}
          onFocus={() => setAt(place)}
          onPick={() => onPick(drawing)}
        />
      ))}
    </div>
  );
}
