import { type Drawing, type PaperView, wholePaper } from '../../digits/drawing/drawing.ts';
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

/** Digits to click instead of drawing; each is strokes, and goes the way of every drawing. */
export function SampleGallery({ samples, view = wholePaper, onPick }: SampleGalleryProps) {
  return (
    <ul className={styles.gallery} data-wide={view !== wholePaper}>
      {samples.map(({ name, drawing }) => (
        <li key={name}>
          <SampleButton
            name={name}
            label={`Sample: ${name}`}
            drawing={drawing}
            view={view}
            onPick={() => onPick(drawing)}
          />
        </li>
      ))}
    </ul>
  );
}
