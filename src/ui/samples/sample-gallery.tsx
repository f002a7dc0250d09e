import { type Drawing, paperSize } from '../../digits/drawing.ts';
import { quadraticSegments } from '../../digits/smooth.ts';
import styles from './sample-gallery.module.css';

export interface Sample {
  /** What it is, in words: "7 with a bar". */
  readonly name: string;
  readonly drawing: Drawing;
}

export interface SampleGalleryProps {
  readonly samples: readonly Sample[];
  readonly onPick: (drawing: Drawing) => void;
}

/** Digits to click instead of drawing; each is strokes, and goes the way of every drawing. */
export function SampleGallery({ samples, onPick }: SampleGalleryProps) {
  return (
    <ul className={styles.gallery}>
      {samples.map(({ name, drawing }) => (
        <li key={name}>
          <button type="button" className={styles.sample} title={name} onClick={() => onPick(drawing)}>
            <svg viewBox={`0 0 ${paperSize} ${paperSize}`} role="img" aria-label={`Sample: ${name}`}>
              <path d={pathOf(drawing)} strokeWidth={drawing.strokes[0]?.width} />
            </svg>
          </button>
        </li>
      ))}
    </ul>
  );
}

/** The same smooth lines as on the paper, as an SVG path. */
function pathOf(drawing: Drawing): string {
  return drawing.strokes
    .flatMap(({ points }) => quadraticSegments(points))
    .map(({ from, control, to }) => `M${from.x} ${from.y}Q${control.x} ${control.y} ${to.x} ${to.y}`)
    .join('');
}
